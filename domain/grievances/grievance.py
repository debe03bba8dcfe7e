"""The grievance: bad rating (差评整改), wrong or missing certificate (错证/缺证), complaint (找茬吐槽)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.grievances.refusals import RemedyNotFitting, ReopeningTooLate
from domain.kernel.ids import CaseId, GrievanceId, LicenceId, MatterId, PartyId, RatingId, StaffId
from domain.kernel.personal import Free
from domain.kernel.refusals import StepNotAllowed

REOPENS_WITHIN = timedelta(days=15)  # 12345 的惯例; unconfirmed by this city


class GrievanceKind(StrEnum):
    BAD_RATING = "bad_rating"
    WRONG_CERTIFICATE = "wrong_certificate"
    MISSING_CERTIFICATE = "missing_certificate"
    COMPLAINT = "complaint"


class GrievanceState(StrEnum):
    """Overdue is none of them: it is read off the days."""

    OPEN = "open"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"


class Remedy(StrEnum):
    """What was done about it."""

    CORRECTED = "corrected"
    STANDS = "stands"
    ISSUED = "issued"
    MENDED = "mended"
    EXPLAINED = "explained"


NEXT: Mapping[GrievanceState, tuple[GrievanceState, ...]] = MappingProxyType(
    {
        GrievanceState.OPEN: (GrievanceState.ANSWERED,),
        GrievanceState.ANSWERED: (GrievanceState.REOPENED, GrievanceState.CLOSED),
        GrievanceState.REOPENED: (GrievanceState.ANSWERED,),
    }
)
WAITS = frozenset({GrievanceState.OPEN, GrievanceState.REOPENED})
ABOUT_PEOPLE = frozenset({GrievanceKind.BAD_RATING, GrievanceKind.COMPLAINT})
FITTING: Mapping[GrievanceKind, tuple[Remedy, ...]] = MappingProxyType(
    {
        GrievanceKind.BAD_RATING: (Remedy.MENDED, Remedy.EXPLAINED),
        GrievanceKind.WRONG_CERTIFICATE: (Remedy.CORRECTED, Remedy.STANDS),
        GrievanceKind.MISSING_CERTIFICATE: (Remedy.ISSUED, Remedy.CORRECTED, Remedy.STANDS),
        GrievanceKind.COMPLAINT: (Remedy.MENDED, Remedy.EXPLAINED),
    }
)


@dataclass(frozen=True, slots=True)
class Days:
    """Working days to answer, and to speak with the person first where that is owed; `source` of both."""

    answer: int
    contact: int | None
    source: str


DAYS: Mapping[GrievanceKind, Days] = MappingProxyType(
    {
        GrievanceKind.BAD_RATING: Days(15, 1, "国办发〔2019〕51号；天数参照12345，未经本市确认"),
        GrievanceKind.WRONG_CERTIFICATE: Days(5, None, "参照德州5个工作日整改报告，未经本市确认"),
        GrievanceKind.MISSING_CERTIFICATE: Days(5, None, "参照德州5个工作日整改报告，未经本市确认"),
        GrievanceKind.COMPLAINT: Days(5, None, "未经本市确认"),
    }
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the person said, at first and whenever they reopened it."""

    words: Free
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of the office spoke with them (回访)."""

    note: Free
    by: StaffId
    at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """转交: why it goes to somebody else; `to` None: to the chiefs."""

    reason: Free
    by: StaffId
    at: datetime
    to: StaffId | None


@dataclass(frozen=True, slots=True)
class Answer:
    text: Free
    remedy: Remedy
    by: StaffId
    at: datetime


@dataclass(frozen=True, slots=True)
class Malice:
    """恶意差评: noted beside the rating, which stays as it was given."""

    reason: Free
    by: StaffId
    at: datetime


@dataclass(frozen=True, slots=True)
class About:
    """What it is about; each may be missing. `field`: of the case's form."""

    matter: MatterId | None = None
    case: CaseId | None = None
    licence: LicenceId | None = None
    field: str = ""
    rating: RatingId | None = None


@dataclass(slots=True)
class Grievance:
    """`counted_from`: the days run from here; reopened, they run anew.

    `handler`: a named colleague it was handed to; `for_chiefs`: only a chief answers it.
    """

    grievance_id: GrievanceId
    kind: GrievanceKind
    party: PartyId
    about: About
    state: GrievanceState
    raised_at: datetime
    counted_from: datetime
    said: tuple[Utterance, ...] = field(repr=False)
    contacts: tuple[Contact, ...] = field(default=(), repr=False)
    answers: tuple[Answer, ...] = field(default=(), repr=False)
    malice: Malice | None = field(default=None, repr=False)
    handler: StaffId | None = None
    for_chiefs: bool = False
    version: int = 0
    handovers: tuple[Handover, ...] = field(default=(), repr=False)

    @property
    def waits(self) -> bool:
        """Whether the office owes an answer."""
        return self.state in WAITS

    @property
    def days(self) -> Days:
        return DAYS[self.kind]

    @property
    def wants_contact(self) -> bool:
        """Whether somebody still owes the person a word before the answer."""
        return self.waits and self.days.contact is not None and not self.contacts

    @property
    def is_correcting(self) -> bool:
        """更正处理中: what stands on the certificate or the form is not to be relied on meanwhile."""
        return self.waits and self.kind is GrievanceKind.WRONG_CERTIFICATE

    @property
    def handled_by(self) -> CaseId | None:
        """The case whose handlers (经办人) keep out: of what is said about people, not about papers."""
        return self.about.case if self.kind in ABOUT_PEOPLE else None

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        return FITTING[self.kind]

    @property
    def reopens_until(self) -> datetime | None:
        if self.state is not GrievanceState.ANSWERED or not self.answers:
            return None
        return self.answers[-1].at + REOPENS_WITHIN

    def contact(self, contact: Contact) -> None:
        """Raises StepNotAllowed."""
        if not self.waits:
            raise StepNotAllowed(f"{self.grievance_id}: {self.state}")
        self.contacts = (*self.contacts, contact)
        self.version += 1

    def answer(self, answer: Answer) -> None:
        """Raises StepNotAllowed, RemedyNotFitting."""
        if answer.remedy not in self.remedies:
            raise RemedyNotFitting(f"{self.grievance_id}: {answer.remedy}")
        self._move(GrievanceState.ANSWERED)
        self.answers = (*self.answers, answer)

    def reopen(self, said: Utterance) -> None:
        """The days run anew, and nobody who answered it answers alone again: it goes to the chiefs.

        Raises StepNotAllowed, ReopeningTooLate.
        """
        until = self.reopens_until
        if self.state is GrievanceState.CLOSED or (until is not None and said.at > until):
            raise ReopeningTooLate(str(self.grievance_id))
        self._move(GrievanceState.REOPENED)
        self.said = (*self.said, said)
        self.counted_from, self.handler, self.for_chiefs = said.at, None, True

    def add(self, said: Utterance) -> None:
        """More of the same while it waits. Raises StepNotAllowed."""
        if not self.waits:
            raise StepNotAllowed(f"{self.grievance_id}: {self.state}")
        self.said = (*self.said, said)
        self.version += 1

    def hand_over(self, handover: Handover) -> None:
        """To a colleague, or to the chiefs. Raises StepNotAllowed."""
        if not self.waits:
            raise StepNotAllowed(f"{self.grievance_id}: {self.state}")
        self.handler, self.for_chiefs = handover.to, handover.to is None
        self.handovers = (*self.handovers, handover)
        self.version += 1

    def find_malice(self, malice: Malice) -> None:
        """Raises StepNotAllowed for anything but a bad rating, and for a second finding."""
        if self.kind is not GrievanceKind.BAD_RATING or self.malice is not None:
            raise StepNotAllowed(f"{self.grievance_id}: malice")
        self.malice = malice
        self.version += 1

    def close(self) -> None:
        """Raises StepNotAllowed."""
        self._move(GrievanceState.CLOSED)

    def _move(self, to: GrievanceState) -> None:
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.grievance_id}: {self.state} → {to}")
        self.state = to
        self.version += 1
