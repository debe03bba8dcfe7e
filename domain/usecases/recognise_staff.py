"""Recognise one of the office's own people by their key."""

from dataclasses import dataclass

from domain.kernel.ports import Digests
from domain.staff.account import KeyUnknown, StaffAccount
from domain.staff.ports import Accounts


@dataclass(frozen=True, slots=True)
class RecogniseStaff:
    accounts: Accounts
    digests: Digests

    async def __call__(self, key: str) -> StaffAccount:
        """Raises KeyUnknown."""
        found = await self.accounts.staff_by_key(self.digests.keyed("staff-key", key))
        if found is None:
            raise KeyUnknown
        return found
