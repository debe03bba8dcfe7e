"""Where invitations (邀约), their codes and notices are kept, and what people texted back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from domain.invitations.call import Call, CallEntry
from domain.invitations.invitation import Code, Invitation
from domain.invitations.notice import Notice
from domain.kernel.ids import (
    CallId,
    CaseId,
    FollowerId,
    InvitationId,
    ItemCode,
    MatterId,
    NoticeId,
    PartyId,
    VisitorId,
)
from domain.kernel.personal import Phone
from domain.kernel.remit import EVERY_BODY, Remit


class Invitations(Protocol):
    """Adapter: adapters/postgres/invitations.py."""

    async def add(self, invitation: Invitation) -> None: ...

    async def of_matter(self, matter: MatterId) -> Invitation:
        """Raises NotFound."""
        ...

    async def of_party(self, party: PartyId) -> tuple[Invitation, ...]:
        """Newest first."""
        ...

    async def save(self, invitation: Invitation) -> None: ...

    async def add_code(self, code: Code) -> None: ...

    async def by_code(self, digest: bytes) -> tuple[MatterId, date] | None:
        """The matter a code leads to and until when, or None; in one question, so that time tells no code."""
        ...


class OpenedInvitations(Protocol):
    """Adapter: as above."""

    async def note_opened(self, invitation: InvitationId, at: datetime) -> None:
        """Somebody read it for the first time; the second time changes nothing."""
        ...


class Notices(Protocol):
    """Adapter: adapters/postgres/notices.py."""

    async def add(self, notice: Notice, *, code_digest: bytes) -> None:
        """`code_digest`: of the code within, empty where there is none."""
        ...

    async def take(self, notice: NoticeId) -> Notice:
        """Held FOR UPDATE, its matter's row first. Raises NotFound."""
        ...

    async def take_by_out_id(self, out_id: str) -> Notice | None:
        """The notice one of whose tries carried this number of ours, held likewise."""
        ...

    async def sent_to(self, phone: Phone, *, code_digest: bytes) -> Notice | None:
        """The notice with this very code that was tried to this very number: both, or nothing."""
        ...

    async def take_by_message(
        self, visitor: VisitorId, reference: str, templates: tuple[str, ...]
    ) -> Notice | None:
        """The mini-program notice with this vendor's number, held likewise; else the only one of these
        templates whose number nobody told us, as long as no other is just being sent."""
        ...

    async def take_by_follower(
        self, follower: FollowerId, reference: str, templates: tuple[str, ...]
    ) -> Notice | None:
        """Likewise, of the official account."""
        ...

    async def address(self, notice: Notice, *, code_digest: bytes) -> None:
        """Where a drafted one goes to, with its code; and what `save` keeps."""
        ...

    async def last_number(self, matter: MatterId) -> Phone | None:
        """What the newest notice of the matter that had a number went to."""
        ...

    async def told_rung(self, matter: MatterId, rung: int) -> datetime | None:
        """When the reminder of that rung was queued; None when it was not."""
        ...

    async def tried_since(self, notice: Notice, since: datetime) -> int:
        """How many notices to where this one goes had a try after `since`."""
        ...

    async def save(self, notice: Notice) -> None: ...


class SentNotices(Protocol):
    """Adapter: as above."""

    async def sent_about(
        self, parties: Iterable[PartyId], *, before: tuple[datetime, UUID] | None, size: int
    ) -> tuple[tuple[Notice, PartyId], ...]:
        """What went out about matters of these, or may have, with whose matter it is: the last tried first,
        behind `before` (when it was tried, its id)."""
        ...


@dataclass(frozen=True, slots=True)
class DueCall:
    """An open entry, and until when its matter can be done; None for one about no matter."""

    entry: CallEntry
    last_day: date | None


class Calls(Protocol):
    """What asks for a call, one by one. Adapter: adapters/postgres/calls.py."""

    async def add(self, call: Call, *, natural_key: str) -> bool:
        """False when this reply is on the list already. The key holds no personal data."""
        ...

    async def last_matter_of(self, phone: Phone) -> MatterId | None:
        """The matter of the newest notice to this phone."""
        ...


class CallEntries(Protocol):
    """The same, gathered: one open entry a matter; without a matter, one a number. Adapter: as above."""

    async def waiting(
        self,
        *,
        after: tuple[date, UUID] | None,
        size: int,
        on: date | None = None,
        remit: Remit = EVERY_BODY,
    ) -> tuple[int, tuple[DueCall, ...]]:
        """How many are open, and the first of them behind `after` (last day, call id): earliest last day
        first, those of no matter last. `on`: without what was put off beyond that day. `remit`: of matters
        all of whose items are of these bodies."""
        ...

    async def by_id(self, call: CallId) -> CallEntry:
        """Open or closed, by the id of any of its calls. Raises NotFound."""
        ...

    async def take(self, call: CallId) -> CallEntry:
        """Held until the transaction ends, its matter's row first. Raises NotFound."""
        ...

    async def save(self, entry: CallEntry) -> None:
        """Its newest attempt, and that it is closed."""
        ...


class BadNumbers(Protocol):
    """Numbers that a clerk heard to be somebody else's: the register stays as it is. Adapter: as above."""

    async def mark(self, phone: Phone, *, at: datetime, by: str) -> None: ...

    async def among(self, phones: Iterable[Phone]) -> frozenset[Phone]:
        """Those of them that are bad."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """A matter that may still be answered: by its open offer with the earliest day ahead."""

    matter: MatterId
    item: ItemCode
    last_day: date
    told_at: datetime | None  # when the newest invitation or reminder was queued


class Ladders(Protocol):
    """What the hourly rounds look at. Adapter: adapters/postgres/ladders.py."""

    async def standing(
        self, today: date, *, after: MatterId | None, size: int, templates: tuple[str, ...]
    ) -> tuple[Standing, ...]:
        """Told and unanswered, or answered «not now», with days ahead; by id, those behind `after`.

        `templates`: those of invitations, which count as told.
        """
        ...

    async def lapsing(self, today: date, *, size: int) -> tuple[MatterId, ...]:
        """Unanswered, and the last of their days is past."""
        ...

    async def unfinished(self, since: datetime, *, after: CaseId | None, size: int) -> tuple[CaseId, ...]:
        """Begun at or before `since`, form not confirmed; by id, those behind `after`."""
        ...

    async def moot(self, *, size: int) -> tuple[CallId, ...]:
        """Open entries that nobody has to be called about any more: answered, finished or closed since."""
        ...
