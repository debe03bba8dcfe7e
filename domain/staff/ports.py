"""Where accounts of staff and verifiers are kept, by the digest of their key."""

from typing import Protocol

from domain.kernel.ids import StaffId
from domain.staff.account import StaffAccount, VerifierAccount


class Accounts(Protocol):
    """Adapter: adapters/postgres/staff.py."""

    async def staff_by_key(self, key: bytes) -> StaffAccount | None: ...

    async def staff_by_id(self, staff: StaffId) -> StaffAccount:
        """Raises NotFound."""
        ...

    async def staff_by_login(self, login: str) -> StaffAccount:
        """Raises NotFound."""
        ...

    async def add_staff(self, account: StaffAccount, key: bytes) -> bool:
        """False, and nothing added, when the login is taken."""
        ...

    async def verifier_by_key(self, key: bytes) -> VerifierAccount | None: ...

    async def add_verifier(self, account: VerifierAccount, key: bytes) -> None: ...
