"""Add a registered verifier (核验方), with a key that is shown once."""

from dataclasses import dataclass

from domain.kernel.ids import VerifierId
from domain.kernel.ports import Atomic, Digests, NewId, Randomness
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import VerifierAccount
from domain.staff.ports import Accounts


@dataclass(frozen=True, slots=True)
class AddVerifier:
    """Account and ledger entry, or neither. Only the key's digest is kept."""

    accounts: Accounts
    ledger: Ledger
    digests: Digests
    randomness: Randomness
    atomic: Atomic
    new_id: NewId

    async def __call__(
        self, organisation: str, operator: str, purposes: tuple[str, ...]
    ) -> tuple[VerifierAccount, str]:
        """The account, good for `purposes` (用途) and no others, and its key."""
        account = VerifierAccount(VerifierId(self.new_id()), organisation, operator, purposes)
        key = self.randomness.token()
        async with self.atomic():
            await self.accounts.add_verifier(account, self.digests.keyed("verifier-key", key))
            facts: dict[str, Fact] = {"verifier": str(account.verifier_id), "purposes": len(purposes)}
            await self.ledger.append(Step("verifier-added", facts=facts))
        return account, key
