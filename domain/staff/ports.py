"""Where accounts of staff are kept, and what keeps their passwords and codes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.kernel.ids import AccountChangeId, StaffId, StaffSessionId
from domain.staff.account import Role, StaffAccount
from domain.staff.change import AccountChange
from domain.staff.credentials import Credentials
from domain.staff.session import OnDuty, StaffSession


class Accounts(Protocol):
    """Adapter: adapters/postgres/staff.py."""

    async def staff_by_id(self, staff: StaffId) -> StaffAccount:
        """Ended ones too: their names stand on what they did. Raises NotFound."""
        ...

    async def staff_by_login(self, login: str) -> StaffAccount:
        """Raises NotFound, also for an ended one."""
        ...

    async def add_staff(self, account: StaffAccount) -> bool:
        """False, and nothing added, when the login is taken or was once. Inside atomic."""
        ...

    async def save_staff(self, account: StaffAccount, *, ended_at: datetime | None = None) -> None:
        """Keep name and roles; with `ended_at` it is nobody's account any more. Inside atomic."""
        ...

    async def all_staff(self) -> Sequence[tuple[StaffAccount, bool]]:
        """By login, ended ones too; and whether each is ended."""
        ...


class StaffNames(Protocol):
    """Who the ledger's logins are where a person reads them. Adapter: adapters/postgres/staff.py."""

    async def called(self, login: str) -> str:
        """The colleague's name, also of an ended account; what is nobody's login stays as it is."""
        ...

    async def roles_of(self, login: str) -> frozenset[Role]:
        """As they are now, also of an ended account; none where it is nobody's login."""
        ...


class CredentialStore(Protocol):
    """Adapter: adapters/postgres/staff_credentials.py; the authenticator's key is sealed there."""

    async def of_login(self, login: str) -> Credentials | None:
        """For reading; None for an unknown or ended login, and for one that never had any."""
        ...

    async def take(self, staff: StaffId) -> Credentials:
        """Held FOR UPDATE; fresh ones, which open nothing, when there were none. Inside atomic."""
        ...

    async def save(self, credentials: Credentials) -> None: ...

    async def active(self) -> frozenset[StaffId]:
        """Who has password and authenticator."""
        ...


class StaffSessions(Protocol):
    """Adapter: adapters/postgres/staff_sessions.py; tokens are never kept, only their digests."""

    async def add(self, session: StaffSession) -> None: ...

    async def by_token(self, token: bytes) -> OnDuty | None:
        """With the account as it is now; None for an unknown token and an ended account."""
        ...

    async def of(self, staff: StaffId) -> Sequence[StaffSession]:
        """Those not ended, newest first."""
        ...

    async def used(self, session: StaffSessionId, at: datetime) -> None: ...

    async def end(self, staff: StaffId, *, at: datetime, only: StaffSessionId | None = None) -> int:
        """End all of them, or `only` this one of theirs; how many that were."""
        ...


class AccountChanges(Protocol):
    """Adapter: adapters/postgres/account_changes.py; the reason is sealed there."""

    async def add(self, change: AccountChange) -> bool:
        """False, and nothing added, while another one for this login waits. Inside atomic."""
        ...

    async def take(self, change: AccountChangeId) -> AccountChange:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def page(self, *, before: AccountChangeId | None, size: int) -> Sequence[AccountChange]:
        """Newest first, those older than `before`."""
        ...

    async def save(self, change: AccountChange) -> None: ...


class Passwords(Protocol):
    """Adapter: adapters/keys/passwords.py."""

    async def hashed(self, password: str) -> str:
        """With its parameters and a fresh salt."""
        ...

    async def verifies(self, stored: str | None, password: str) -> bool:
        """Takes the same time for None, where nobody is known by the login."""
        ...


class Authenticator(Protocol):
    """RFC 6238. Adapter: adapters/keys/totp.py."""

    def fresh(self) -> bytes:
        """A new key, 160 bits."""
        ...

    def text(self, secret: bytes) -> str:
        """Base32, as somebody types it in."""
        ...

    def uri(self, secret: bytes, login: str) -> str:
        """otpauth://, as an authenticator reads it."""
        ...

    def step(self, secret: bytes, code: str, *, at: datetime) -> int | None:
        """The time step this code is of, at most one beside the present one; else None. Constant time."""
        ...
