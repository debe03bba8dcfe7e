"""Where checks, consents, sessions and appointments are kept, and what tokens say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.identity.appointment import Appointment, Counter
from domain.identity.check import IdentityCheck
from domain.identity.session import Ended, Session
from domain.kernel.ids import AccountId, IdentityCheckId, PartyId, SessionId, VisitorId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber
from domain.kernel.remit import EVERY_BODY, Remit


class IdentityChecks(Protocol):
    """Adapter: adapters/postgres/identity.py."""

    async def add(self, check: IdentityCheck, *, resume: bytes, doorbell: bytes) -> None:
        """`resume` and `doorbell`: digests of the two tokens that lead back to this check."""
        ...

    async def take(self, check: IdentityCheckId) -> tuple[IdentityCheck, bytes]:
        """The check, held FOR UPDATE, and the digest of its resume token. Raises NotFound."""
        ...

    async def take_running(self, number: DocumentNumber) -> tuple[IdentityCheck, ...]:
        """This person's checks that are not decided yet, each held FOR UPDATE, in one order always."""
        ...

    async def by_doorbell(self, doorbell: bytes) -> IdentityCheckId | None: ...

    async def opened_since(self, number: DocumentNumber, since: datetime) -> int:
        """How many checks were opened in this person's name; inside atomic, one asker at a time."""
        ...

    async def save(self, check: IdentityCheck) -> None: ...


class Sessions(Protocol):
    """Adapter: adapters/postgres/sessions.py."""

    async def add(self, session: Session) -> None: ...

    async def by_id(self, session: SessionId) -> Session | None: ...

    async def take_by_refresh(self, family: bytes) -> Session | None:
        """The session whose refresh tokens, running or used, are of this family, held FOR UPDATE."""
        ...

    async def save(self, session: Session) -> None: ...

    async def end_others(
        self, visitor: VisitorId, person: PartyId | None, at: datetime, why: Ended = Ended.REPLACED
    ) -> None:
        """End what runs on this account for anybody but this person; without one, for everybody."""
        ...

    async def end_on(self, device: bytes, why: Ended, at: datetime) -> None:
        """End what runs on the phone page of this device, whoever's it is."""
        ...

    async def end_of(self, person: PartyId, why: Ended, at: datetime) -> int:
        """End all of this person's, on every front: how many had not been ended before."""
        ...

    async def end_on_account(self, account: AccountId, at: datetime, *, but: PartyId | None = None) -> None:
        """End what a code to this number began, for anybody `but` this person."""
        ...

    async def used_since(self, person: PartyId, at: datetime) -> bool:
        """Whether this person began a session or went on with one after that, on whichever front."""
        ...

    async def running(self, person: PartyId, at: datetime) -> tuple[Session, ...]:
        """What this person could go on with, the newest first: of a mini-program account linked to them its
        last session, which begins anew by itself."""
        ...


class Appointments(Protocol):
    """Adapter: adapters/postgres/sessions.py."""

    async def add(self, appointment: Appointment) -> bool:
        """False, and nothing added, when this number is taken."""
        ...

    async def by_number(self, number: str) -> Appointment | None: ...

    async def on(self, day: date, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Appointment, ...]:
        """Of all counters, the morning first. `remit`: those who come about matters of these bodies alone."""
        ...


class Counters(Protocol):
    """Adapter: adapters/files/counters.py."""

    def all(self) -> tuple[Counter, ...]: ...


@dataclass(frozen=True, slots=True)
class Claims:
    """`channel`: the one front where the token counts."""

    session: SessionId
    person: PartyId
    expires_at: datetime
    channel: Channel = Channel.H5


@dataclass(frozen=True, slots=True)
class VisitorClaims:
    """A mini-program account of which nobody's face passed yet: it may have one compared, and no more."""

    visitor: VisitorId
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccountClaims:
    """A phone account that a code was right for: it may have a check opened, and no more."""

    account: AccountId
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """The public half of a key that proves our tokens: a point of P-256, each coordinate in base64url."""

    kid: str
    x: str
    y: str


AnyClaims = Claims | VisitorClaims | AccountClaims


class AccessTokens(Protocol):
    """Short-lived signed tokens. Adapter: adapters/tokens/es256.py."""

    def published(self) -> tuple[PublishedKey, ...]:
        """The key that signs now, first, and those whose tokens still count."""
        ...

    def issue(self, claims: AnyClaims) -> str: ...

    def read(self, token: str) -> AnyClaims:
        """Raises SessionEnded for anything that is not a token of ours, valid now."""
        ...


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way of equal weight that needs no face; `kind` is «counter» or «call»."""

    kind: str
    title: str
    how: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The notice and separate consent for face recognition, in the version people see now."""

    version: str
    title: str
    text: str
    alternatives: tuple[Alternative, ...]


class ConsentTexts(Protocol):
    """Adapter: adapters/files/consents.py."""

    def current(self) -> ConsentText: ...


@dataclass(frozen=True, slots=True)
class Consent:
    """That somebody agreed to this very text before their face was compared (单独同意)."""

    check: IdentityCheckId
    number: DocumentNumber
    version: str
    text_digest: bytes  # SHA-256 of the text
    given_at: datetime


class Consents(Protocol):
    """Adapter: adapters/postgres/identity.py."""

    async def add(self, consent: Consent) -> None: ...

    async def withdraw(self, number: DocumentNumber, at: datetime) -> int:
        """Mark all consents of this person that still stand as withdrawn: how many that were."""
        ...


class Limits(Protocol):
    """How often something may be tried. Adapter: adapters/redis/limits.py, closed without Redis."""

    async def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        """Count one try of `subject` (already digested). Raises TooManyRequests, LimitsUnavailable."""
        ...
