"""Add a registered verifier (核验方), with a key that is shown once."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.kernel.ids import VerifierId
from domain.kernel.ports import Atomic, Digests, NewId, Randomness
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import VerifierAccount
from domain.staff.verifiers import VerifierKey, Verifiers


@dataclass(frozen=True, slots=True)
class AddVerifier:
    """Account and ledger entry, or neither. Only the key's digest is kept."""

    verifiers: Verifiers
    ledger: Ledger
    digests: Digests
    randomness: Randomness
    atomic: Atomic
    new_id: NewId

    async def __call__(
        self,
        organisation: str,
        operator: str,
        purposes: tuple[str, ...],
        *,
        ends_at: datetime | None = None,
    ) -> tuple[VerifierAccount, str]:
        """The account, good for `purposes` (用途) and no others until `ends_at`, and its key."""
        account = VerifierAccount(VerifierId(self.new_id()), organisation, operator, purposes)
        async with self.atomic():
            return account, await self.with_key(account, "verifier-added", ends_at)

    async def with_key(self, account: VerifierAccount, kind: str, ends_at: datetime | None) -> str:
        """A fresh key for a fresh account. Inside atomic."""
        key = self.randomness.token()
        await self.verifiers.add(VerifierKey(account, ends_at), self.digests.keyed("verifier-key", key))
        facts: dict[str, Fact] = {
            "verifier": str(account.verifier_id),
            "purposes": len(account.purposes),
            **({"endsAt": ends_at.isoformat()} if ends_at else {}),
        }
        await self.ledger.append(Step(kind, facts=facts))
        return key

    def renewed(self, account: VerifierAccount) -> VerifierAccount:
        """The same operator under another number."""
        return replace(account, verifier_id=VerifierId(self.new_id()))
