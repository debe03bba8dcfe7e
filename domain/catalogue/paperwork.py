"""What an item asks for and gives back: form 表单, materials 申请材料, the old certificate, the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class FieldKind(StrEnum):
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    ADDRESS = "address"
    PHONE = "phone"
    MONEY = "money"  # integer fen


class FieldSource(StrEnum):
    """Who answers for the value the form is filled with."""

    REGISTER = "register"  # 登记系统
    LICENCE = "licence"  # the licence that is due
    PERSON = "person"  # 本人填写


# every source_field there is: what the form can be filled with, and what the filling must know
SOURCE_FIELDS: Mapping[FieldSource, frozenset[str]] = MappingProxyType(
    {
        FieldSource.REGISTER: frozenset(
            {
                *("name", "uscc", "number", "responsible_name", "address", "business_scope"),
                *("funds_fen", "supervising_unit", "contact_phone", "standing"),
            }
        ),
        FieldSource.LICENCE: frozenset(
            {"number", "valid_until", "printed_name", "printed_responsible_name", "printed_address"}
        ),
        FieldSource.PERSON: frozenset(),
    }
)


class MaterialSource(StrEnum):
    SHARED = "shared"  # 数据共享
    GENERATED = "generated"  # written by us from the confirmed form
    PERSON = "person"  # 本人提交


class Necessity(StrEnum):
    """材料必要性, GB/T 39046 practice: 1, 2, 3."""

    REQUIRED = "必要"
    OPTIONAL = "非必要"
    DEFERRABLE = "容缺后补"


class CertificatePolicy(StrEnum):
    """When the old certificate comes back."""

    NONE = "none"
    SWAP_AT_DOOR = "swap_at_door"
    BEFORE_DECISION = "before_decision"
    COUNTER = "counter"


class ReturnMode(StrEnum):
    PICKUP = "pickup"  # 上门收取
    SELF_POST = "self_post"  # 自寄
    COUNTER = "counter"  # 窗口交回
    LOST_DECLARATION = "lost_declaration"  # 遗失声明
    NONE = "none"  # 无需交回


class LostRule(StrEnum):
    """What the item asks of who lost the old certificate (遗失)."""

    DECLARATION = "declaration"  # 遗失声明
    PUBLICATION = "publication"  # and the loss published before (公告)


class DeliveryMode(StrEnum):
    COURIER = "courier"  # 快递
    COUNTER = "counter"  # 窗口领取
    ELECTRONIC_ONLY = "electronic_only"  # 仅电子证照


class DocumentClass(StrEnum):
    CERTIFICATE = "证照"
    DECISION = "决定文书"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `source_field` names the value at its source; a person's own field has none.

    `subject_of_item`: a dispute about it sends the case to staff. `deferrable`: the case goes on (容缺).
    """

    key: str
    label: str
    kind: FieldKind
    source: FieldSource
    required: bool
    locked: bool
    subject_of_item: bool
    deferrable: bool
    source_field: str | None = None
    max_length: int | None = None
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a field no form could honour."""
        if (self.source is FieldSource.PERSON) != (self.source_field is None):
            raise ValueError("source_field names the value at register or licence, and only there")
        if self.source is FieldSource.PERSON and self.locked:
            raise ValueError("locked, yet only the person can fill it")
        if (self.kind is FieldKind.CHOICE) != bool(self.choices):
            raise ValueError("choices belong to kind choice, and must be there")
        if self.subject_of_item and self.deferrable:
            raise ValueError("what the item is about cannot come later: subject_of_item with deferrable")
        if self.max_length is not None and self.max_length < 1:
            raise ValueError("max_length counts characters from 1")


@dataclass(frozen=True, slots=True)
class Material:
    key: str
    name: str
    source: MaterialSource
    necessity: Necessity
    deferrable: bool
    defer_working_days: int | None = None  # how long 容缺后补 may take
    promise_instead: str | None = None  # version of the 告知承诺书 that may stand in for it

    def __post_init__(self) -> None:
        """Raise ValueError for a material that may and may not come later."""
        if self.deferrable != (self.necessity is Necessity.DEFERRABLE):
            raise ValueError("deferrable goes with necessity 容缺后补 and with nothing else")
        if self.deferrable != (self.defer_working_days is not None):
            raise ValueError("defer_working_days is said for a deferrable material and for no other")
        if self.deferrable and self.source is MaterialSource.GENERATED:
            raise ValueError("a generated material is there at once and never deferrable")
        if self.promise_instead is not None and self.source is not MaterialSource.PERSON:
            raise ValueError("promise_instead stands in for what only the person has: source person")


@dataclass(frozen=True, slots=True)
class OldCertificate:
    policy: CertificatePolicy
    return_modes: tuple[ReturnMode, ...]
    pieces_from_register: bool  # the register knows how many 正本 and 副本 are out
    lost_rule: LostRule = LostRule.DECLARATION

    def __post_init__(self) -> None:
        """Raise ValueError when the ways offered contradict the policy."""
        if (self.policy is CertificatePolicy.NONE) != (self.return_modes == (ReturnMode.NONE,)):
            raise ValueError('return_modes is ["none"] for policy none, and only then')
        if not self.return_modes:
            raise ValueError("return_modes is empty")
        if ReturnMode.NONE in self.return_modes and len(self.return_modes) > 1:
            raise ValueError("return_modes offers none beside a way back")
        by_hand = {ReturnMode.COUNTER, ReturnMode.LOST_DECLARATION}
        if self.policy is CertificatePolicy.COUNTER and not by_hand.issuperset(self.return_modes):
            raise ValueError("policy counter takes the certificate at the counter only")


@dataclass(frozen=True, slots=True)
class Carriage:
    document_class: DocumentClass
    carrier: str  # one of domain.shipments.carriers
