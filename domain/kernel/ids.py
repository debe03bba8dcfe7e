"""Names for the identifiers that must not be mixed up; all are opaque to the domain.

Ours are UUIDv7 (RFC 9562), written outside as a short prefix and Crockford base32.
"""

from typing import NewType
from uuid import UUID

PartyId = NewType("PartyId", UUID)  # a person or an organisation 服务对象
MatterId = NewType("MatterId", UUID)  # 事由
FindingId = NewType("FindingId", UUID)  # 研判结果
PushListId = NewType("PushListId", UUID)  # 待签发的推送清单
DoubtId = NewType("DoubtId", UUID)  # 疑点, a change only a clerk can read
InvitationId = NewType("InvitationId", UUID)  # 邀约
NoticeId = NewType("NoticeId", UUID)  # 办理提示
IdentityCheckId = NewType("IdentityCheckId", UUID)  # 实人认证
SessionId = NewType("SessionId", UUID)
VisitorId = NewType("VisitorId", UUID)  # a WeChat account in our mini-program, known or not
FollowerId = NewType("FollowerId", UUID)  # a WeChat account that follows our official account 公众号
AppDeviceId = NewType("AppDeviceId", UUID)  # a phone whose app is bound to a session
AccountId = NewType("AccountId", UUID)  # a phone number that signed in, known or not
SignInCodeId = NewType("SignInCodeId", UUID)  # 短信验证码
OutsideSignInId = NewType("OutsideSignInId", UUID)  # a sign-in begun at another house
AlertId = NewType("AlertId", UUID)  # 安全提醒
MandateId = NewType("MandateId", UUID)  # 授权委托
CaseId = NewType("CaseId", UUID)  # 办件, our own number
ShipmentId = NewType("ShipmentId", UUID)  # 快递单
DocumentId = NewType("DocumentId", UUID)  # a sealed document of the office
ProposalId = NewType("ProposalId", UUID)  # 秒批建议
LicenceId = NewType("LicenceId", UUID)  # 证照, our own number
PresentationId = NewType("PresentationId", UUID)  # 亮证
RatingId = NewType("RatingId", UUID)  # 好差评
EvidenceId = NewType("EvidenceId", UUID)
StartId = NewType("StartId", UUID)  # 自己办
AppointmentId = NewType("AppointmentId", UUID)
StaffId = NewType("StaffId", UUID)
VerifierId = NewType("VerifierId", UUID)
TicketId = NewType("TicketId", UUID)  # 单点登录票据
StaffSessionId = NewType("StaffSessionId", UUID)
AccountChangeId = NewType("AccountChangeId", UUID)  # 账号变更, to be confirmed by another
SupplementId = NewType("SupplementId", UUID)  # 补正
PromiseId = NewType("PromiseId", UUID)  # 容缺后补 / 告知承诺
StopId = NewType("StopId", UUID)  # one stretch in which a clock stands
VisitId = NewType("VisitId", UUID)  # 窗口办理: one person at one desk with one clerk
CallId = NewType("CallId", UUID)  # 电话联络
RecheckId = NewType("RecheckId", UUID)  # 抽查 of a case granted by rules
RevocationId = NewType("RevocationId", UUID)  # 撤销
GrievanceId = NewType("GrievanceId", UUID)  # 差评整改, 错证/缺证, 找茬吐槽
ItemVersionId = NewType("ItemVersionId", UUID)  # 事项版本
ArchiveId = NewType("ArchiveId", UUID)  # 归档包
ResultId = NewType("ResultId", UUID)  # a result told to a regulator 审管衔接
DataExportId = NewType("DataExportId", UUID)  # 个人信息副本
AddressId = NewType("AddressId", UUID)  # 地址簿的一条
ErasureId = NewType("ErasureId", UUID)  # 删除个人信息

ItemCode = NewType("ItemCode", str)  # 事项编码, as the catalogue names it
CaseNumber = NewType("CaseNumber", str)  # 办件编号, issued by the approval back-end

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = 26  # 128 bits, five to a digit


def short(prefix: str, value: UUID) -> str:
    """`prefix` and the 128 bits in 26 characters of Crockford base32, as people outside see an id."""
    number, digits = value.int, ""
    for _ in range(_DIGITS):
        number, digit = divmod(number, 32)
        digits = _CROCKFORD[digit] + digits
    return f"{prefix}_{digits}"


def unshort(prefix: str, text: str) -> UUID | None:
    """The UUID behind `short`, or None for anything else: a made-up id is simply not found."""
    head, _, digits = text.partition("_")
    if head != prefix or len(digits) != _DIGITS or any(digit not in _CROCKFORD for digit in digits):
        return None
    number = 0
    for digit in digits:
        number = number * 32 + _CROCKFORD.index(digit)
    return UUID(int=number) if number < 2**128 else None
