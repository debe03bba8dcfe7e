"""Add an account of the office's own people, with a key that is shown once."""

from dataclasses import dataclass

from domain.kernel.ids import StaffId
from domain.kernel.ports import Atomic, Digests, NewId, Randomness
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import LoginTaken, Role, StaffAccount
from domain.staff.ports import Accounts


@dataclass(frozen=True, slots=True)
class AddStaff:
    """Account and ledger entry, or neither. Only the key's digest is kept."""

    accounts: Accounts
    ledger: Ledger
    digests: Digests
    randomness: Randomness
    atomic: Atomic
    new_id: NewId

    async def __call__(self, login: str, name: str, roles: frozenset[Role]) -> tuple[StaffAccount, str]:
        """The account and its key. Raises LoginTaken."""
        account = StaffAccount(StaffId(self.new_id()), login, name, roles)
        key = self.randomness.token()
        async with self.atomic():
            if not await self.accounts.add_staff(account, self.digests.keyed("staff-key", key)):
                raise LoginTaken(login)
            facts = {"login": login, "roles": " ".join(sorted(roles))}
            await self.ledger.append(Step("staff-added", facts=facts))
        return account, key
