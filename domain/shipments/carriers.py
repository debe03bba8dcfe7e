"""The carriers (承运商): what people call them, and which of them may carry what a parcel holds.

邮政法第五十五条: no express firm carries 国家机关公文; 国家邮政局 (January 2015) counts copies, too.
刑法第二百八十条 names 公文 and 证件 side by side, so that a 证照 is not one of an organ's 公文: ADR 50, which
asks for a lawyer's word. The names are kuaidi100's, too.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from domain.kernel.refusal import Refusal

EMS, SHUNFENG = "ems", "shunfeng"
CARRIERS: Mapping[str, str] = MappingProxyType({EMS: "中国邮政速递（EMS）", SHUNFENG: "顺丰速运"})
CERTIFICATE, DECISION = "证照", "决定文书"  # as the items name what is in a parcel
LAWFUL: Mapping[str, frozenset[str]] = MappingProxyType(
    {CERTIFICATE: frozenset({EMS, SHUNFENG}), DECISION: frozenset({EMS})}
)
"""Which carriers may carry which class of document; a class that is not named goes with the post alone."""


class NoLawfulCarrier(Refusal):
    """What is in the parcel may go with none of the carriers the office can order."""

    code, title = "no-lawful-carrier", "这类材料目前没有可以寄递的快递公司"
    advice = "请选择到窗口交接；国家机关公文只能由邮政企业寄递（邮政法第五十五条）"


class CarrierNotAllowed(Refusal):
    """The carrier somebody chose may not carry what is in the parcel."""

    code, title = "carrier-not-allowed", "这家快递公司不能寄这类材料"
    advice = "请改用邮政EMS，或者直接交到窗口"


def lawful(document_class: str) -> frozenset[str]:
    return LAWFUL.get(document_class, frozenset({EMS}))


def check_carrier(carrier: str, document_classes: Collection[str]) -> None:
    """Raises CarrierNotAllowed."""
    if not all(carrier in lawful(one) for one in document_classes):
        raise CarrierNotAllowed(carrier)
