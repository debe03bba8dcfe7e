"""Decide on a change to an account (账号变更): a second security administrator's hand."""

from dataclasses import dataclass, replace

from domain.kernel.ids import AccountChangeId, StaffId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import LoginTaken, Role, StaffAccount
from domain.staff.change import AccountChange, AskerIsGone, ChangeKind, ChangeState
from domain.staff.ports import AccountChanges, Accounts, CredentialStore, StaffSessions
from domain.usecases.describe_account_change import AccountChangeView, DescribeAccountChange
from domain.usecases.issue_activation import IssueActivation


@dataclass(frozen=True, slots=True)
class DecideAccountChange:
    """The decision, the account after it and the ledger entry: all or nothing.

    Whoever is signed in on the account is signed out at once, whatever changed.
    """

    changes: AccountChanges
    accounts: Accounts
    credentials: CredentialStore
    sessions: StaffSessions
    issue_activation: IssueActivation
    describe: DescribeAccountChange
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    new_id: NewId
    now: Clock

    async def __call__(
        self, staff: StaffAccount, change_id: AccountChangeId, *, is_confirmed: bool, request: RequestKey
    ) -> AccountChangeView:
        """With the activation key of an added or recovered account.

        Raises NotFound, AskerIsConfirmer, AskerIsGone, StepNotAllowed, LoginTaken, IdempotencyKeyReused.
        """
        async with self.atomic():
            if before := await self.answers.recall(request, AccountChangeView):
                return before
            change, key = await self.changes.take(change_id), ""
            if is_confirmed:
                change.confirm(by=staff.staff_id, login=staff.login, at=self.now())
                await self._check_asker(change)
                key = await self._done(change)
            else:
                change.refuse(by=staff.staff_id, at=self.now())
            await self.changes.save(change)
            facts = {"change": str(change_id), "what": str(change.kind), "login": change.login}
            await self.ledger.append(Step(KINDS[change.state], staff=staff.login, facts=facts))
            view = await self.describe(change, activation_key=key)
            await self.answers.keep(request, view)
        return view

    async def _check_asker(self, change: AccountChange) -> None:
        asker = await self.accounts.staff_by_id(change.asked_by)
        try:
            now = await self.accounts.staff_by_login(asker.login)
        except NotFound:
            raise AskerIsGone(asker.login) from None
        if Role.SECURITY not in now.roles:
            raise AskerIsGone(asker.login)

    async def _done(self, change: AccountChange) -> str:
        """The account is as asked; its activation key, if it gets one."""
        if change.kind is ChangeKind.ADD:
            return await self._added(change)
        account = await self.accounts.staff_by_login(change.login)
        match change.kind:
            case ChangeKind.RECOVER:
                return await self.issue_activation(account.staff_id)
            case ChangeKind.END:
                await self._ended(account)
            case ChangeKind.CHANGE_ROLES:
                await self.accounts.save_staff(replace(account, roles=change.roles, bodies=change.bodies))
            case ChangeKind.CHANGE_BODIES:
                await self.accounts.save_staff(replace(account, bodies=change.bodies))
        await self.sessions.end(account.staff_id, at=self.now())
        return ""

    async def _added(self, change: AccountChange) -> str:
        made = StaffId(self.new_id())
        account = StaffAccount(made, change.login, change.name, change.roles, change.bodies)
        if not await self.accounts.add_staff(account):
            raise LoginTaken(change.login)
        return await self.issue_activation(account.staff_id)

    async def _ended(self, account: StaffAccount) -> None:
        held = await self.credentials.take(account.staff_id)
        held.end()
        await self.credentials.save(held)
        await self.accounts.save_staff(account, ended_at=self.now())


KINDS = {
    ChangeState.CONFIRMED: "account-change-confirmed",
    ChangeState.REFUSED: "account-change-refused",
}
