"""Add an account of the office's own people at the command line: the first ones; later ones are confirmed."""

from dataclasses import dataclass

from domain.kernel.ids import StaffId
from domain.kernel.ports import Atomic, NewId
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import LoginTaken, Role, StaffAccount, check_bodies, check_roles
from domain.staff.ports import Accounts
from domain.usecases.issue_activation import IssueActivation
from domain.usecases.list_bodies import ListBodies


@dataclass(frozen=True, slots=True)
class AddStaff:
    """Account, activation key and ledger entry, or none of them."""

    accounts: Accounts
    bodies: ListBodies
    issue_activation: IssueActivation
    ledger: Ledger
    atomic: Atomic
    new_id: NewId

    async def __call__(
        self, login: str, name: str, roles: frozenset[Role], bodies: frozenset[str] | None = None
    ) -> tuple[StaffAccount, str]:
        """The account and its activation key. `bodies` None: of every body.

        Raises LoginTaken, RolesIncompatible, BodiesNotFitting.
        """
        check_roles(roles)
        check_bodies(roles, bodies, self.bodies())
        account = StaffAccount(StaffId(self.new_id()), login, name, roles, bodies)
        async with self.atomic():
            if not await self.accounts.add_staff(account):
                raise LoginTaken(login)
            key = await self.issue_activation(account.staff_id)
            facts = {"login": login, "roles": " ".join(sorted(roles))}
            if bodies is not None:
                facts["bodies"] = " ".join(sorted(bodies))
            await self.ledger.append(Step("staff-added", facts=facts))
        return account, key
