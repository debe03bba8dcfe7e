"""What a guide (办事指南) says in sentences; each is put together from the item's own keys."""

from collections.abc import Iterator, Mapping

from domain.catalogue.item import Item, Limit
from domain.catalogue.paperwork import CertificatePolicy, DeliveryMode, MaterialSource, ReturnMode
from domain.catalogue.rule import Event

RETURN_WORDS: Mapping[ReturnMode, str] = {
    ReturnMode.PICKUP: "快递员上门收取",
    ReturnMode.SELF_POST: "自己寄回",
    ReturnMode.COUNTER: "窗口交回",
    ReturnMode.LOST_DECLARATION: "遗失的，提交遗失声明",
}
DELIVERY_WORDS: Mapping[DeliveryMode, str] = {
    DeliveryMode.COURIER: "快递送到家",
    DeliveryMode.COUNTER: "窗口领取",
    DeliveryMode.ELECTRONIC_ONLY: "只要电子证照",
}
MATERIAL_WORDS: Mapping[MaterialSource, str] = {
    MaterialSource.SHARED: "部门之间共享，不用您交",
    MaterialSource.GENERATED: "按您核对过的内容自动生成，不用您填",
    MaterialSource.PERSON: "由您提交",
}
POLICY_WORDS: Mapping[CertificatePolicy, str] = {
    CertificatePolicy.NONE: "旧证不用交回",
    CertificatePolicy.SWAP_AT_DOOR: "送新证时当面换回旧证",
    CertificatePolicy.BEFORE_DECISION: "审批办结以前先收回旧证，这期间可以出示电子证照",
    CertificatePolicy.COUNTER: "旧证交到窗口",
}
POSTAGE = "来回快递都免费，费用由政府承担"
_UNCONFIRMED_SECTION: Mapping[str, tuple[str, ...]] = {
    "legal_basis": ("basis",),
    "holder_kinds": ("who",),
    "licence_type": ("who",),
    "resulting_licence_type": ("delivery",),
    "timing": ("days",),
    "timing.promised": ("days",),
    "timing.statutory": ("days",),
    "materials": ("materials",),
    "old_certificate": ("oldCertificate",),
    "delivery_modes": ("delivery",),
    "instant_authorisation": ("instant",),
    "issuing_bodies": ("office",),
    "guide": ("who", "fee", "office", "phone", "where"),
    "guide.who": ("who",),
    "guide.fee": ("fee",),
    "guide.office": ("office",),
    "guide.phone": ("phone",),
    "guide.where": ("where",),
}


def return_ways(item: Item) -> tuple[str, ...]:
    """How the old certificate may go back; none where nothing goes back."""
    if item.old_certificate.policy is CertificatePolicy.NONE:
        return ()
    return tuple(RETURN_WORDS[mode] for mode in item.old_certificate.return_modes)


def limit_words(limit: Limit) -> str:
    return f"{limit.n} 个{limit.unit.value}"


def when_words(item: Item) -> str:
    """By when to apply; the days are the applicant's, so they are calendar days."""
    if item.rule.event is Event.EXPIRY:
        return f"证照有效期届满 {item.timing.apply_before_days} 日以前申请"
    return f"登记信息变更之日起 {item.timing.due_after_change_days} 日以内申请"


def steps(item: Item) -> Iterator[str]:
    """How it goes, once somebody starts."""
    yield "刷脸确认是您本人；不方便刷脸的，可以预约窗口"
    yield "看一眼已经填好的表，有错的点“有误”，没有错就确认"
    if item.signature is not None:
        yield "在手机上手写签名；不便签名的，可以到窗口办理"
    if item.instant_authorisation is not None:
        yield "符合条件的由系统按规则提出准予建议，审批系统即时办理；您也可以选择由工作人员办理"
    if item.old_certificate.policy is not CertificatePolicy.NONE:
        yield POLICY_WORDS[item.old_certificate.policy]
    if DeliveryMode.COURIER in item.delivery_modes:
        yield "办结后电子证照进入卡包，纸质证照快递送到家"
    else:
        yield "办结后电子证照进入卡包"


def unconfirmed_sections(item: Item) -> tuple[str, ...]:
    """The parts of the guide the city has yet to confirm; what people never read is left out."""
    sections = (section for key in item.unconfirmed for section in _UNCONFIRMED_SECTION.get(key, ()))
    return tuple(sorted(set(sections)))
