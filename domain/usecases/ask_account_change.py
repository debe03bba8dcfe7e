"""Ask for a change to an account (账号变更); nothing has changed before a colleague confirms it."""

from dataclasses import dataclass, replace

from domain.kernel.ids import AccountChangeId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import (
    WORKS_FOR_BODIES,
    LoginTaken,
    Role,
    StaffAccount,
    check_bodies,
    check_roles,
)
from domain.staff.change import AccountChange, ChangeKind, ChangePending
from domain.staff.ports import AccountChanges, Accounts
from domain.usecases.describe_account_change import AccountChangeView, DescribeAccountChange
from domain.usecases.list_bodies import ListBodies


@dataclass(frozen=True, slots=True)
class Wish:
    """`name` counts for ADD, `roles` for ADD and CHANGE_ROLES, `bodies` for ADD and CHANGE_BODIES; else the
    account's own stay."""

    kind: ChangeKind
    login: str
    reason: str
    name: str = ""
    roles: frozenset[Role] = frozenset()
    bodies: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class AskAccountChange:
    accounts: Accounts
    changes: AccountChanges
    bodies: ListBodies
    describe: DescribeAccountChange
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    new_id: NewId
    now: Clock

    async def __call__(self, staff: StaffAccount, wish: Wish, request: RequestKey) -> AccountChangeView:
        """Raises NotFound (no such login), LoginTaken, RolesIncompatible, BodiesNotFitting, ChangePending,
        IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, AccountChangeView):
                return before
            after = await self._after(wish)
            change = AccountChange(
                AccountChangeId(self.new_id()),
                wish.kind,
                wish.login,
                after.name,
                after.roles,
                wish.reason,
                staff.staff_id,
                self.now(),
                bodies=after.bodies,
            )
            if not await self.changes.add(change):
                raise ChangePending(wish.login)
            facts = {"change": str(change.change_id), "what": str(wish.kind), "login": wish.login}
            await self.ledger.append(Step("account-change-asked", staff=staff.login, facts=facts))
            view = await self.describe(change)
            await self.answers.keep(request, view)
        return view

    async def _after(self, wish: Wish) -> Wish:
        """Name, roles and bodies once it is confirmed."""
        if wish.kind is ChangeKind.ADD:
            check_roles(wish.roles)
            check_bodies(wish.roles, wish.bodies, self.bodies())
            if await self._is_taken(wish.login):
                raise LoginTaken(wish.login)
            return wish
        account = await self.accounts.staff_by_login(wish.login)
        after = replace(wish, name=account.name)
        if wish.kind is ChangeKind.CHANGE_BODIES:
            check_bodies(account.roles, wish.bodies, self.bodies())
            return replace(after, roles=account.roles)
        if wish.kind is not ChangeKind.CHANGE_ROLES:
            return replace(after, roles=account.roles, bodies=account.bodies)
        check_roles(wish.roles)
        # who leaves the desk for the whole office's work leaves its bodies, too
        return replace(after, bodies=account.bodies if wish.roles <= WORKS_FOR_BODIES else None)

    async def _is_taken(self, login: str) -> bool:
        try:
            await self.accounts.staff_by_login(login)
        except NotFound:
            return False
        return True
