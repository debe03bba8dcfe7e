"""Where what follows a grant is kept: rechecks (抽查), shadow weighings (影子运行), revocations (撤销)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from domain.decisions.proposal import Proposal
from domain.decisions.recheck import Granted, Recheck
from domain.decisions.revocation import Revocation
from domain.decisions.shadow import ShadowCount, ShadowDifference, ShadowWeighing
from domain.kernel.ids import CaseId, CaseNumber, ItemCode, RecheckId, RevocationId, StaffId
from domain.kernel.personal import Free
from domain.kernel.remit import EVERY_BODY, Remit

RevocationFate = Literal["waiting", "revoked", "refused"]


@dataclass(frozen=True, slots=True)
class Review:
    """已转人工: a clerk looked. `asks`: what the person is asked for, who reads it; empty for nothing."""

    case: CaseId
    note: Free
    asks: Free
    by: StaffId
    at: datetime


@dataclass(frozen=True, slots=True)
class InstantFigure:
    """Of one item, month («2026-11», Beijing) and issuing body (its code)."""

    item: ItemCode
    month: str
    body_code: str
    weighed: int
    proposed: int  # every rule was met
    adopted: int


class InstantBook(Protocol):
    """Proposals looked through. Adapter: adapters/postgres/instant_book.py."""

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Proposal, ...]]:
        """Those the rules left to people, whose case is not decided and that no clerk has looked at; oldest
        first, and how many."""
        ...

    async def figures(self, *, size: int) -> tuple[InstantFigure, ...]:
        """Newest month first."""
        ...


class Rechecks(Protocol):
    """Adapter: adapters/postgres/rechecks.py."""

    async def granted_since(self, since: datetime) -> tuple[Granted, ...]:
        """Cases adopted on our proposal and decided since then."""
        ...

    async def add(self, recheck: Recheck) -> bool:
        """False, and nothing added, when this case was drawn before."""
        ...

    async def take(self, recheck: RecheckId) -> Recheck:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def by_id(self, recheck: RecheckId) -> Recheck:
        """For reading. Raises NotFound."""
        ...

    async def of_case(self, case: CaseId) -> Recheck | None:
        """For reading, or with the case held."""
        ...

    async def save(self, recheck: Recheck) -> None: ...

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Recheck, ...]]:
        """Adopted and not judged yet, or found wrong with no revocation prepared so far, and how many.

        First those that were asked for, then the oldest."""
        ...


class Shadows(Protocol):
    """Adapter: adapters/postgres/shadows.py."""

    async def add(self, weighing: ShadowWeighing) -> None:
        """Once for a case and a version. Inside atomic."""
        ...

    async def counts(self) -> tuple[ShadowCount, ...]:
        """By item and version, newest version first."""
        ...

    async def differing(
        self, item: ItemCode, version: int, *, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[ShadowDifference, ...]:
        """The newest that differ."""
        ...


class Revocations(Protocol):
    """Adapter: adapters/postgres/revocations.py."""

    async def add(self, revocation: Revocation) -> bool:
        """False, and nothing added, while another one of this case is open."""
        ...

    async def by_id(self, revocation: RevocationId) -> Revocation:
        """For reading. Raises NotFound."""
        ...

    async def of_case(self, case: CaseId) -> Revocation | None:
        """The newest. For reading, or with the case held."""
        ...

    async def save(self, revocation: Revocation) -> None:
        """Inside atomic, the case held."""
        ...


class RevocationQueue(Protocol):
    """Adapter: adapters/postgres/revocations.py."""

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Revocation, ...]]:
        """Those not signed or refused by the back-end, earliest day first, and how many."""
        ...


class RevocationDesk(Protocol):
    """Takes our request to revoke; decides alone. Adapter: adapters/approval/revocations.py.
    Fake: tests/fakes/revocations.py."""

    async def request(self, number: CaseNumber, revocation: Revocation) -> RevocationFate:
        """The same one again answers what became of the first. Raises Refused, Unavailable, Unknown."""
        ...

    async def asked(self, number: CaseNumber, revocation: RevocationId) -> RevocationFate | None:
        """What became of it; None: it never arrived. Raises Refused, Unavailable."""
        ...


class Reviews(Protocol):
    """What clerks noted of cases the rules left to people. Adapter: adapters/postgres/instant_book.py."""

    async def add(self, review: Review) -> None:
        """Once for a case; the case held."""
        ...

    async def of_case(self, case: CaseId) -> Review | None: ...
