"""List the accounts of the office's people, and what was asked for them."""

from dataclasses import dataclass

from domain.kernel.ids import AccountChangeId
from domain.staff.account import StaffAccount
from domain.staff.ports import AccountChanges, Accounts, CredentialStore
from domain.usecases.describe_account_change import AccountChangeView, DescribeAccountChange


@dataclass(frozen=True, slots=True)
class ListStaffAccounts:
    accounts: Accounts
    credentials: CredentialStore

    async def __call__(self) -> tuple[tuple[StaffAccount, str], ...]:
        """By login; each with waiting (待启用), active or ended."""
        active = await self.credentials.active()
        return tuple(
            (account, "ended" if is_ended else "active" if account.staff_id in active else "waiting")
            for account, is_ended in await self.accounts.all_staff()
        )


@dataclass(frozen=True, slots=True)
class ListAccountChanges:
    changes: AccountChanges
    describe: DescribeAccountChange

    async def __call__(
        self, *, before: AccountChangeId | None, size: int
    ) -> tuple[tuple[AccountChangeView, ...], AccountChangeId | None]:
        """Newest first, and where the next page begins."""
        found = await self.changes.page(before=before, size=size + 1)
        views = tuple([await self.describe(one) for one in found[:size]])
        return views, found[size - 1].change_id if len(found) > size else None
