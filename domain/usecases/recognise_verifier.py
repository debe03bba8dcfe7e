"""Recognise a registered verifier (核验方) by its key."""

from dataclasses import dataclass

from domain.kernel.ports import Digests
from domain.staff.account import KeyUnknown, VerifierAccount
from domain.staff.ports import Accounts


@dataclass(frozen=True, slots=True)
class RecogniseVerifier:
    accounts: Accounts
    digests: Digests

    async def __call__(self, key: str) -> VerifierAccount:
        """Raises KeyUnknown."""
        found = await self.accounts.verifier_by_key(self.digests.keyed("verifier-key", key))
        if found is None:
            raise KeyUnknown
        return found
