"""The access log (查阅记录): who looked at a party's data, and for what; shown to the party itself.

It holds who, when, why, and codes of what was seen, never a piece of the data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from domain.kernel.ids import CaseId, MatterId, PartyId
from domain.kernel.refusal import Refusal

AGAIN = timedelta(hours=1)  # a list that one colleague opens over and over is one look an hour


class AccessNotNoted(Refusal):
    """What cannot be written down is not shown. An effect that came before it stands."""

    code, title = "access-not-noted", "查阅记录没有写成，内容暂不显示"
    advice = "请稍后再试；刚才若提交过内容，已经生效，再交一次不会重复办理"


class ByKind(StrEnum):
    """Who looked."""

    STAFF = "staff"
    VERIFIER = "verifier"  # 核验方
    DEPARTMENT = "department"  # whose page somebody went on to
    BACK_END = "back-end"  # 审批系统
    COURIER = "courier"


class Purpose(StrEnum):
    """What for. The list is closed: a route of the desk that shows people's data names one of these."""

    WORKLIST = "worklist"
    SEARCH = "search"
    CASE = "case"
    CALL = "call"
    COUNTER = "counter"
    PARCELS = "parcels"
    CHECKING = "checking"
    REVOCATION = "revocation"
    GRIEVANCE = "grievance"
    REMINDER = "reminder"
    REPAIR = "repair"
    ARCHIVE = "archive"
    AUDIT = "audit"
    # these come from tables of their own
    VERIFICATION = "verification"
    SIGN_ON = "sign-on"
    FILING = "filing"
    DELIVERY = "delivery"

    @property
    def words(self) -> str:
        return _PURPOSES[self]


_PURPOSES: Mapping[Purpose, str] = MappingProxyType(
    {
        Purpose.WORKLIST: "查看待办清单",
        Purpose.SEARCH: "查找办件",
        Purpose.CASE: "办理您的办件",
        Purpose.CALL: "电话联系您",
        Purpose.COUNTER: "在窗口为您办理",
        Purpose.PARCELS: "收取、寄送证照",
        Purpose.CHECKING: "抽查复核",
        Purpose.REVOCATION: "审查是否撤销许可",
        Purpose.GRIEVANCE: "处理您反映的问题",
        Purpose.REMINDER: "核对到期和变更提醒",
        Purpose.REPAIR: "排除系统故障",
        Purpose.ARCHIVE: "调阅电子档案",
        Purpose.AUDIT: "审计检查",
        Purpose.VERIFICATION: "核验证照",
        Purpose.SIGN_ON: "您从本平台进入该部门的页面",
        Purpose.FILING: "您提交的申请报送审批",
        Purpose.DELIVERY: "上门收取、寄送证照",
    }
)
LISTS = frozenset({Purpose.WORKLIST, Purpose.COUNTER, Purpose.REMINDER})


class Shown(StrEnum):
    """What was seen."""

    SUMMARY = "summary"
    CASE = "case"
    PHONE = "phone"
    DOCUMENT = "document"
    PARCEL = "parcel"
    PROMISE = "promise"
    GRIEVANCE = "grievance"
    APPOINTMENT = "appointment"
    REGISTER = "register"
    SAMPLE = "sample"
    DEALINGS = "dealings"
    ARCHIVE = "archive"
    LICENCE = "licence"
    IDENTITY = "identity"
    FORM = "form"
    ADDRESS = "address"

    @property
    def words(self) -> str:
        return _SHOWN[self]


_SHOWN: Mapping[Shown, str] = MappingProxyType(
    {
        Shown.SUMMARY: "名称和办理事项",
        Shown.CASE: "办件内容和经过",
        Shown.PHONE: "联系电话",
        Shown.DOCUMENT: "审批文书",
        Shown.PARCEL: "旧证和快递",
        Shown.PROMISE: "承诺内容",
        Shown.GRIEVANCE: "您反映的内容",
        Shown.APPOINTMENT: "窗口预约",
        Shown.REGISTER: "登记信息",
        Shown.SAMPLE: "登记信息（抽样核对）",
        Shown.DEALINGS: "窗口办理的内容",
        Shown.ARCHIVE: "电子档案",
        Shown.LICENCE: "电子证照",
        Shown.IDENTITY: "姓名和证件号码",
        Shown.FORM: "申请表和材料",
        Shown.ADDRESS: "收寄件人、电话和地址",
    }
)


class Sight(NamedTuple):
    """What a route of the desk declares."""

    purpose: Purpose
    shown: Shown


class Thing(StrEnum):
    """What an id in an answer is the id of; each leads to the parties whose it is."""

    PARTY = "party"
    MATTER = "matter"
    CASE = "case"
    CALL = "call"
    SHIPMENT = "shipment"
    SUPPLEMENT = "supplement"
    PROMISE = "promise"
    STOP = "stop"
    VISIT = "visit"
    RECHECK = "recheck"
    REVOCATION = "revocation"
    GRIEVANCE = "grievance"
    NOTICE = "notice"
    PROPOSAL = "proposal"
    DOUBT = "doubt"
    FINDING = "finding"
    SAMPLE = "sample"  # of a push list: those who are shown by name


class About(NamedTuple):
    thing: Thing
    id: UUID


@dataclass(frozen=True, slots=True)
class Look:
    """One answer as it went out. `by`: the login of a member of staff; `request`: what the log calls it."""

    by: str
    sight: Sight
    operation: str
    request: str
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it was, and of which matter and case where it was of one."""

    party: PartyId
    matter: MatterId | None = None
    case: CaseId | None = None


class Place(NamedTuple):
    """Where a page of accesses ends, newest first."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Access:
    """One look as kept. `by`: a login, or the name of who is no member of staff; `purpose`: a code, or the
    words of a verifier."""

    place: Place
    by_kind: ByKind
    by: str
    purpose: str
    shown: tuple[Shown, ...]
    case: CaseId | None
    operation: str = ""
