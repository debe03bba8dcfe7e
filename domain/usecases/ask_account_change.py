"""Ask for a change to an account (账号变更); nothing has changed before a colleague confirms it."""

from dataclasses import dataclass

from domain.kernel.ids import AccountChangeId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import LoginTaken, Role, StaffAccount, check_roles
from domain.staff.change import AccountChange, ChangeKind, ChangePending
from domain.staff.ports import AccountChanges, Accounts
from domain.usecases.describe_account_change import AccountChangeView, DescribeAccountChange


@dataclass(frozen=True, slots=True)
class Wish:
    """`name` counts for ADD, `roles` for ADD and CHANGE_ROLES; else the account's own stay."""

    kind: ChangeKind
    login: str
    reason: str
    name: str = ""
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class AskAccountChange:
    accounts: Accounts
    changes: AccountChanges
    describe: DescribeAccountChange
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    new_id: NewId
    now: Clock

    async def __call__(self, staff: StaffAccount, wish: Wish, request: RequestKey) -> AccountChangeView:
        """Raises NotFound (no such login), LoginTaken, RolesIncompatible, ChangePending,
        IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, AccountChangeView):
                return before
            name, roles = await self._after(wish)
            change = AccountChange(
                AccountChangeId(self.new_id()),
                wish.kind,
                wish.login,
                name,
                roles,
                wish.reason,
                staff.staff_id,
                self.now(),
            )
            if not await self.changes.add(change):
                raise ChangePending(wish.login)
            facts = {"change": str(change.change_id), "what": str(wish.kind), "login": wish.login}
            await self.ledger.append(Step("account-change-asked", staff=staff.login, facts=facts))
            view = await self.describe(change)
            await self.answers.keep(request, view)
        return view

    async def _after(self, wish: Wish) -> tuple[str, frozenset[Role]]:
        """Name and roles once it is confirmed."""
        if wish.kind is ChangeKind.ADD:
            check_roles(wish.roles)
            if await self._is_taken(wish.login):
                raise LoginTaken(wish.login)
            return wish.name, wish.roles
        account = await self.accounts.staff_by_login(wish.login)
        if wish.kind is not ChangeKind.CHANGE_ROLES:
            return account.name, account.roles
        check_roles(wish.roles)
        return account.name, wish.roles

    async def _is_taken(self, login: str) -> bool:
        try:
            await self.accounts.staff_by_login(login)
        except NotFound:
            return False
        return True
