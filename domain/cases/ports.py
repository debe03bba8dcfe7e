"""Where cases (办件) are kept."""

from datetime import datetime
from typing import Protocol

from domain.cases.case import Case
from domain.cases.request import CaseRequest, RequestKind
from domain.kernel.ids import CaseId, CaseNumber, MatterId, PartyId
from domain.kernel.remit import EVERY_BODY, Remit


class Cases(Protocol):
    """Adapter: adapters/postgres/cases.py."""

    async def add(self, case: Case) -> None: ...

    async def by_id(self, case: CaseId) -> Case:
        """For reading. Raises NotFound."""
        ...

    async def take(self, case: CaseId) -> Case:
        """Held FOR UPDATE, its matter's row first. Raises NotFound."""
        ...

    async def by_number(self, number: CaseNumber) -> Case | None: ...

    async def of_matter(self, matter: MatterId) -> tuple[Case, ...]: ...

    async def of_party(self, party: PartyId) -> tuple[Case, ...]:
        """Newest first."""
        ...

    async def save(self, case: Case) -> None: ...


class CasesByTail(Protocol):
    """For who has only the end of a number. Adapter: as above."""

    async def ending_with(self, tail: str, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Case, ...]:
        """`tail`: letters and digits; newest first."""
        ...

    async def of_holder(self, party: PartyId, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Case, ...]:
        """Newest first."""
        ...


class CaseLists(Protocol):
    """What chores go through, a page at a time. Adapter: as above."""

    async def unanswered(self, *, before: datetime, after: CaseId | None, size: int) -> tuple[Case, ...]:
        """Filed whole before then, and nothing said of them so far; by id."""
        ...

    async def ended(self, *, before: datetime, after: CaseId | None, size: int) -> tuple[Case, ...]:
        """Ended without what was asked for before then, and not closed; by id."""
        ...

    async def deemed(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Case, ...]:
        """Deemed accepted and not decided, the longest first."""
        ...


class SilentCases(Protocol):
    """Adapter: adapters/postgres/waiting.py."""

    async def silent(self, *, before: datetime, after: CaseId | None, size: int) -> tuple[Case, ...]:
        """With the back-end, undecided, and nothing in their story since before then; by id."""
        ...


class WaitingCases(Protocol):
    """Adapter: as above."""

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[tuple[Case, ...], int]:
        """The first of those that wait for the outside, which is away, the longest first; how many do."""
        ...


class CaseRequests(Protocol):
    """What we asked the back-end to do. Adapter: adapters/postgres/case_requests.py."""

    async def put(self, request: CaseRequest) -> None:
        """New, or the same case's of this kind as it is now. Inside atomic, the case held."""
        ...

    async def of_case(self, case: CaseId, kind: RequestKind) -> CaseRequest | None: ...

    async def all_of(self, case: CaseId) -> tuple[CaseRequest, ...]:
        """Oldest first."""
        ...


class DeliveredCases(Protocol):
    """Adapter: as above."""

    async def delivered_before(self, at: datetime, *, size: int) -> tuple[CaseId, ...]:
        """Delivered and not closed since before `at`, the longest first; at most `size`."""
        ...
