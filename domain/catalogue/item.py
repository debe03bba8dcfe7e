"""The item (事项): one thing the office approves, as its file says it; reads no file and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.catalogue.guide import Abolition, Guide
from domain.catalogue.holder_kind import HolderKind
from domain.catalogue.instant import InstantRule
from domain.catalogue.paperwork import (
    Carriage,
    DeliveryMode,
    DocumentClass,
    FormField,
    Material,
    OldCertificate,
)
from domain.catalogue.rule import Event, Rule
from domain.kernel.ids import ItemCode

ROUTES = ("city",)  # the approval back-ends that bff/compose/outside.py has an address for
LOOK_BACK = timedelta(days=365)  # a change nobody acted on is still found, and set aside as too late


class Status(StrEnum):
    LIVE = "live"
    CANCELLED = "cancelled"  # 已取消: kept so that it can never come back by accident
    SAMPLE = "sample"  # for the sandbox only
    DRAFT = "draft"


class Kind(StrEnum):
    CHANGE = "变更"
    EXTENSION = "延续"
    REPLACEMENT = "换发"
    FILING = "备案"


class LimitUnit(StrEnum):
    """Units a time limit is published in; stored as published, never converted."""

    WORKING_DAY = "工作日"
    NATURAL_DAY = "自然日"
    HOUR = "小时"
    MONTH = "月"


class Signing(StrEnum):
    """How the application is signed, beyond who was recognised and said yes."""

    HAND = "hand"  # 手写签名


class Payer(StrEnum):
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class Limit:
    n: int
    unit: LimitUnit


@dataclass(frozen=True, slots=True)
class LegalBasis:
    title: str
    document: str  # 文号, with its date where the title alone is ambiguous
    in_force_from: date
    article: str | None = None  # None: not said by a source we read


@dataclass(frozen=True, slots=True)
class IssuingBody:
    code: str  # USCC as it stands on the licence
    name: str
    level: int  # 行使层级 1–7, GB/T 39046 A.2
    task_code: str | None = None  # 实施编码: it contains the body's own code, so each body has another


@dataclass(frozen=True, slots=True)
class Timing:
    """Days the person has and the office has. Exactly one of the first two is said.

    `apply_before_days`: 行政许可法 §50 lets a renewal be applied for until 30 days before the licence ends,
    unless another rule governs; these days are the applicant's, so they are calendar days.
    `notice_ladder_days`: rungs counted back from the last lawful day to apply, longest first.
    `correction`: how long a 补正 may take; ten working days is one bureau's number, no law's.
    """

    notice_ladder_days: tuple[int, ...]
    promised: Limit
    statutory: Limit
    apply_before_days: int | None = None
    due_after_change_days: int | None = None
    correction: Limit = Limit(10, LimitUnit.WORKING_DAY)

    def __post_init__(self) -> None:
        """Raise ValueError for times that contradict each other."""
        if (self.apply_before_days is None) == (self.due_after_change_days is None):
            raise ValueError("say exactly one of apply_before_days and due_after_change_days")
        ladder = self.notice_ladder_days
        if not ladder or list(ladder) != sorted(set(ladder), reverse=True) or ladder[-1] < 0:
            raise ValueError("notice_ladder_days falls, rung by rung, and ends at 0 or above")
        if min(self.promised.n, self.statutory.n, self.correction.n) < 1:
            raise ValueError("promised, statutory and correction count from 1")
        if self.promised.unit is self.statutory.unit and self.promised.n > self.statutory.n:
            raise ValueError("promised is longer than statutory")

    @property
    def shift(self) -> timedelta:
        """From the event to the last lawful day; before an expiry it is negative."""
        return timedelta(days=(self.due_after_change_days or 0) - (self.apply_before_days or 0))


@dataclass(frozen=True, slots=True)
class InstantAuthorisation:
    """秒批: the document that lets the back-end adopt our proposal for this item, and when we make one.

    `version` goes up whenever a rule is changed: a proposal names it.
    """

    document: str
    version: int
    rules: tuple[InstantRule, ...]


@dataclass(frozen=True, slots=True)
class Archiving:
    """保管期限 of its cases' archives (归档包): whole years, or "permanent" (永久)."""

    retention_years: int | str

    def __post_init__(self) -> None:
        """Raise ValueError for what is no retention."""
        if isinstance(self.retention_years, str) and self.retention_years != "permanent":
            raise ValueError('retention_years is a number, or "permanent"')
        if isinstance(self.retention_years, int) and self.retention_years < 1:
            raise ValueError("retention_years counts from 1")


@dataclass(frozen=True, slots=True)
class Item:
    """`unconfirmed` names the keys ("timing.promised") the city has yet to fill in or confirm."""

    code: ItemCode  # ours, never changes
    name: str
    version: int
    status: Status
    kind: Kind
    holder_kinds: tuple[HolderKind, ...]
    licence_type: str  # 证照名称 of the licence that is due
    resulting_licence_type: str
    approval_route: str  # one of ROUTES
    payer: Payer  # postage, both ways
    face_needed: bool
    notice_template: str
    promise_text: str  # version of the 真实性承诺
    legal_basis: tuple[LegalBasis, ...]
    issuing_bodies: tuple[IssuingBody, ...]
    rule: Rule
    timing: Timing
    fields: tuple[FormField, ...]
    materials: tuple[Material, ...]
    old_certificate: OldCertificate
    delivery_modes: tuple[DeliveryMode, ...]
    carriers: tuple[Carriage, ...]
    instant_authorisation: InstantAuthorisation | None = None
    instant_shadow: InstantAuthorisation | None = None  # 影子运行: weighed beside it, proposing nothing
    unconfirmed: tuple[str, ...] = ()
    guide: Guide | None = None
    synonyms: tuple[str, ...] = ()  # what people call it; the search knows them
    abolished_by: Abolition | None = None
    archive: Archiving | None = None  # None: nobody has said; then for ever
    excluded_from_promises: bool = (
        False  # 告知承诺 is not for risks to life, money or the state (国办发〔2020〕42号)
    )
    paper_class: DocumentClass = DocumentClass.CERTIFICATE  # what its paper is, sent or collected
    signature: Signing | None = None  # None: to confirm is enough (电子签名法 §13: the ledger says who did)

    @property
    def is_live(self) -> bool:
        """Whether anybody can be due under it; a sample in the sandbox only, an abolished one nowhere."""
        return self.status in (Status.LIVE, Status.SAMPLE) and self.abolished_by is None

    def is_confirmed(self, *, in_sandbox: bool) -> bool:
        """Whether people may be told: nothing is left for the city to confirm, or nobody there is real."""
        return in_sandbox or not self.unconfirmed

    def is_public(self, *, in_sandbox: bool) -> bool:
        """Whether people may read its guide: no draft, a sample in the sandbox, a cancelled one always."""
        return self.status not in (Status.DRAFT, Status.SAMPLE) or (
            in_sandbox and self.status is Status.SAMPLE
        )

    def covers(self, body_code: str) -> bool:
        """Whether the licence's issuing body is in scope: by its code, never by an address."""
        return self.issuing_body(body_code) is not None

    def issuing_body(self, body_code: str) -> IssuingBody | None:
        """The body of that code, with the 实施编码 it files the item under; None when out of scope."""
        return next((body for body in self.issuing_bodies if body.code == body_code), None)

    def is_for(self, holder_kind: str) -> bool:
        """Whether it is open to holders of that kind (服务对象), as registers and licences name them."""
        return holder_kind in self.holder_kinds

    def is_in_force(self, on: date, *, in_sandbox: bool) -> bool:
        """Whether it is live, in the sandbox a sample too, and its law in force `on` that Beijing date."""
        is_here = in_sandbox or self.status is not Status.SAMPLE
        return is_here and self.is_live and all(basis.in_force_from <= on for basis in self.legal_basis)

    def is_offered(self, on: date, *, in_sandbox: bool) -> bool:
        """Whether anybody may apply, asked or not: in force `on` that Beijing date, and confirmed."""
        return self.is_in_force(on, in_sandbox=in_sandbox) and self.is_confirmed(in_sandbox=in_sandbox)

    def last_day_to_apply(self, event_date: date) -> date:
        """The last lawful day, inclusive: `event_date` is the end of validity or the day of the change."""
        return event_date + self.timing.shift

    def rule_parameters(self, on: date) -> Mapping[str, date | str]:
        """What the rule may ask for on that Beijing date.

        The window holds events whose last lawful day is ahead or past but still worth telling staff about:
        licences not yet ended, changes of the last year beyond the limit. Both ends are inclusive.
        """
        if self.rule.event is Event.EXPIRY:
            first, last = on, on - self.timing.shift + timedelta(days=self.timing.notice_ladder_days[0])
        else:
            first, last = on - self.timing.shift - LOOK_BACK, on
        return {
            "today": on,
            "window_from": first,
            "window_until": last,
            "licence_type": self.licence_type,
        }
