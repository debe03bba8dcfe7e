"""Where invitations (邀约), their codes and notices are kept, and what people texted back."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.invitations.invitation import Code, Invitation
from domain.invitations.notice import Notice
from domain.kernel.ids import MatterId, NoticeId, PartyId, VisitorId
from domain.kernel.personal import Phone


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

    async def tried_since(self, notice: Notice, since: datetime) -> int:
        """How many notices to where this one goes had a try after `since`."""
        ...

    async def save(self, notice: Notice) -> None: ...


class ReplyKind(StrEnum):
    """Why somebody is to be called."""

    CALL_ME = "call_me"  # 1
    NOT_THIS_TIME = "not_this_time"  # 2
    NOT_ME = "not_me"  # 3
    OTHER = "other"
    UNREACHABLE = "unreachable"  # no reply: no number on file, or nothing arrives there


@dataclass(frozen=True, slots=True)
class Call:
    """An entry of the staff's call list: never an intent, never a lasting suppression."""

    call_id: UUID
    phone: Phone | None
    kind: ReplyKind
    received_at: datetime
    matter: MatterId | None


@dataclass(frozen=True, slots=True)
class DueCall:
    """A call about a matter, and until when that matter can be done."""

    call: Call
    matter: MatterId
    last_day: date


class Calls(Protocol):
    """Adapter: adapters/postgres/calls.py."""

    async def add(self, call: Call, *, natural_key: str) -> bool:
        """False when this reply is on the list already. The key holds no personal data."""
        ...

    async def waiting(self, *, after: tuple[date, UUID] | None, size: int) -> tuple[DueCall, ...]:
        """Earliest last day first, those behind `after` (last day, call id)."""
        ...

    async def last_matter_of(self, phone: Phone) -> MatterId | None:
        """The matter of the newest notice to this phone."""
        ...
