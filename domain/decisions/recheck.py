"""The recheck (抽查, 人工复核): a person looks again at a case our rules spoke for.

Drawn by lot, or asked for by whom it concerns: nobody has to take a decision that rules alone came to
(个人信息保护法 §24).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.ids import CaseId, ItemCode, MatterId, RecheckId, StaffId
from domain.kernel.personal import Free
from domain.kernel.refusals import StepNotAllowed

SHARE = 0.05  # of the granted ones; unconfirmed by this city
_WHOLE = 2**64


class RecheckState(StrEnum):
    OPEN = "open"
    RIGHT = "right"
    WRONG = "wrong"
    MOOT = "moot"  # asked for before the rules' word counted: people decide the case itself


NEXT: Mapping[RecheckState, tuple[RecheckState, ...]] = MappingProxyType(
    {RecheckState.OPEN: (RecheckState.RIGHT, RecheckState.WRONG, RecheckState.MOOT)}
)


@dataclass(frozen=True, slots=True)
class Granted:
    """A case granted on our proposal. `lot`: its keyed digest, so that nobody chooses and nobody foresees."""

    case: CaseId
    matter: MatterId
    item: ItemCode
    week: date  # the Monday of the decision's week, Beijing
    lot: bytes
    is_drawn: bool


@dataclass(slots=True)
class Recheck:
    """`asked`: the person's own words, if they wrote any; `asked_at` None: drawn by lot."""

    recheck_id: RecheckId
    case: CaseId
    drawn_at: datetime
    state: RecheckState = RecheckState.OPEN
    judged_by: StaffId | None = None
    judged_at: datetime | None = None
    reason: Free | None = field(default=None, repr=False)
    asked_at: datetime | None = None
    asked: Free | None = field(default=None, repr=False)

    def ask(self, words: Free | None, *, at: datetime) -> None:
        """By whom it concerns, once; one that was drawn and found right is looked at again by this.

        Raises StepNotAllowed.
        """
        if self.asked_at is not None or self.state is RecheckState.WRONG:
            raise StepNotAllowed(f"{self.recheck_id}: {self.state}, asked {self.asked_at}")
        self.asked, self.asked_at = words, at
        self.state, self.judged_by, self.judged_at, self.reason = RecheckState.OPEN, None, None, None

    def leave_to_people(self) -> None:
        """The rules' word never counted. Raises StepNotAllowed."""
        if self.state is not RecheckState.OPEN:
            raise StepNotAllowed(f"{self.recheck_id}: {self.state} → {RecheckState.MOOT}")
        self.state = RecheckState.MOOT

    def judge(self, to: RecheckState, *, by: StaffId, at: datetime, reason: Free) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.recheck_id}: {self.state} → {to}")
        self.state, self.judged_by, self.judged_at, self.reason = to, by, at, reason


def is_of_sample(lot: bytes) -> bool:
    """Whether the lot falls on it; the same for the same case for ever."""
    return int.from_bytes(lot[:8]) < SHARE * _WHOLE


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def drawn(granted: Iterable[Granted], *, today: date) -> tuple[Granted, ...]:
    """Whom the lot falls on, and of each item's ended week at least one; those drawn before are left out."""
    found = list(granted)
    chosen = {one.case for one in found if one.is_drawn or is_of_sample(one.lot)}
    weeks: dict[tuple[ItemCode, date], list[Granted]] = {}
    for one in found:
        if one.week < monday(today):
            weeks.setdefault((one.item, one.week), []).append(one)
    for of_week in weeks.values():
        if not any(one.case in chosen for one in of_week):
            chosen.add(min(of_week, key=lambda one: one.lot).case)
    return tuple(one for one in found if one.case in chosen and not one.is_drawn)
