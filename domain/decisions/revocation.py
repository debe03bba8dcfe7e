"""The revocation (撤销, 行政许可法 §69): prepared, the person heard, signed; the back-end does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from domain.decisions.push import Remedy
from domain.kernel.ids import CaseId, RecheckId, RevocationId, StaffId
from domain.kernel.personal import Free
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed

HEARING_DAYS = 5  # working days to speak; unconfirmed by this city


class RevocationState(StrEnum):
    HEARING = "hearing"  # prepared; the person may speak (陈述申辩)
    SIGNED = "signed"  # the back-end is to be asked
    TOLD = "told"  # it has our request; its sealed decision alone revokes
    REFUSED = "refused"  # it would not have it
    REVOKED = "revoked"
    DROPPED = "dropped"


class Basis(StrEnum):
    """行政许可法 §69: by our fault, or by theirs."""

    ABUSE_OF_OFFICE = "abuse_of_office"
    BEYOND_AUTHORITY = "beyond_authority"
    AGAINST_PROCEDURE = "against_procedure"
    UNQUALIFIED = "unqualified"
    OTHERWISE_PROVIDED = "otherwise_provided"
    DECEIT = "deceit"


ARTICLES: Mapping[Basis, str] = MappingProxyType(
    {
        Basis.ABUSE_OF_OFFICE: "行政许可法第六十九条第一款第一项",
        Basis.BEYOND_AUTHORITY: "行政许可法第六十九条第一款第二项",
        Basis.AGAINST_PROCEDURE: "行政许可法第六十九条第一款第三项",
        Basis.UNQUALIFIED: "行政许可法第六十九条第一款第四项",
        Basis.OTHERWISE_PROVIDED: "行政许可法第六十九条第一款第五项",
        Basis.DECEIT: "行政许可法第六十九条第二款",
    }
)
NEXT: Mapping[RevocationState, tuple[RevocationState, ...]] = MappingProxyType(
    {
        # who granted may revoke without being asked by us, at any time
        RevocationState.HEARING: (RevocationState.SIGNED, RevocationState.DROPPED, RevocationState.REVOKED),
        RevocationState.SIGNED: (RevocationState.TOLD, RevocationState.REFUSED, RevocationState.REVOKED),
        RevocationState.TOLD: (RevocationState.REVOKED, RevocationState.REFUSED),
        # put right and signed once more, or given up
        RevocationState.REFUSED: (RevocationState.SIGNED, RevocationState.DROPPED, RevocationState.REVOKED),
    }
)
STATE_WORDS: Mapping[RevocationState, str] = MappingProxyType(
    {
        RevocationState.HEARING: "拟撤销，听取意见中",
        RevocationState.SIGNED: "已签发，正在送审批系统",
        RevocationState.TOLD: "审批系统办理中",
        RevocationState.REFUSED: "审批系统未接受",
        RevocationState.REVOKED: "已撤销",
        RevocationState.DROPPED: "不予撤销",
    }
)


class HearingNotOver(Refusal):
    code, title = "hearing-not-over", "还没有听取当事人的陈述申辩"
    advice = "收到陈述，或者期限届满后再签发"


class RevokerIsPreparer(Refusal):
    code, title = "revocation-signer-is-preparer", "提出的人不能签发同一份撤销"
    advice = "请由另一位科长核对后签发"


@dataclass(frozen=True, slots=True)
class Statement:
    """陈述申辩. `taken_by`: who took it down; None where the person wrote it themselves."""

    words: Free
    at: datetime
    nothing_to_say: bool = False
    taken_by: StaffId | None = None


@dataclass(slots=True)
class Revocation:
    """`hear_until`: the last day to speak, Beijing, as the person was told. `prepared_by` None: the
    back-end's own, which nobody here prepared. `remedies`: against the revocation, from its decision."""

    revocation_id: RevocationId
    case: CaseId
    basis: Basis
    reasons: tuple[Free, ...] = field(repr=False)
    prepared_by: StaffId | None
    prepared_at: datetime
    hear_until: date
    state: RevocationState = RevocationState.HEARING
    recheck: RecheckId | None = None
    statement: Statement | None = field(default=None, repr=False)
    decided_by: StaffId | None = None
    decided_at: datetime | None = None
    note: Free | None = field(default=None, repr=False)
    tried_at: datetime | None = None  # a try is out, or was when we were killed
    refused_with: str = ""
    revoked_at: datetime | None = None
    remedies: tuple[Remedy, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in NEXT

    def hear(self, statement: Statement) -> None:
        """A later one replaces the one before, but what the person wrote is not written over at the desk.

        Raises StepNotAllowed.
        """
        is_their_own = self.statement is not None and self.statement.taken_by is None
        if self.state is not RevocationState.HEARING or (is_their_own and statement.taken_by is not None):
            raise StepNotAllowed(f"{self.revocation_id}: {self.state}")
        self.statement = statement

    def is_heard(self, today: date) -> bool:
        """Whether a chief may sign: they spoke, or their days are over."""
        return self.statement is not None or today > self.hear_until

    def sign(self, *, by: StaffId, at: datetime, today: date, note: Free | None) -> None:
        """Raises RevokerIsPreparer, HearingNotOver, StepNotAllowed."""
        if by == self.prepared_by:
            raise RevokerIsPreparer(str(self.revocation_id))
        if self.state is RevocationState.HEARING and not self.is_heard(today):
            raise HearingNotOver(str(self.revocation_id))
        self._settle(RevocationState.SIGNED, by, at, note)

    def drop(self, *, by: StaffId, at: datetime, note: Free | None) -> None:
        """Whoever prepared it may not bury it alone either. Raises RevokerIsPreparer, StepNotAllowed."""
        if by == self.prepared_by:
            raise RevokerIsPreparer(str(self.revocation_id))
        self._settle(RevocationState.DROPPED, by, at, note)

    def _settle(self, to: RevocationState, by: StaffId, at: datetime, note: Free | None) -> None:
        self.move(to)
        self.tried_at, self.refused_with = None, ""
        self.decided_by, self.decided_at, self.note = by, at, note

    def move(self, to: RevocationState) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.revocation_id}: {self.state} → {to}")
        self.state = to
