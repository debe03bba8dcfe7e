"""Recognise a registered verifier (核验方) by its key."""

from dataclasses import dataclass

from domain.kernel.ports import Clock, Digests
from domain.staff.account import KeyUnknown, VerifierAccount
from domain.staff.verifiers import Verifiers
from domain.usecases.spend_try import SpendTry

MISSES, SECONDS = 120, 600  # of one line: a device whose key has ended tries for a while


@dataclass(frozen=True, slots=True)
class RecogniseVerifier:
    """Misses are counted, and only they: the right key opens from a line on which others guess."""

    verifiers: Verifiers
    digests: Digests
    spend_try: SpendTry
    now: Clock

    async def __call__(self, key: str, *, address: str) -> VerifierAccount:
        """Raises KeyUnknown, also for one that has ended; TooManyRequests, LimitsUnavailable after that."""
        found = await self.verifiers.by_key(self.digests.keyed("verifier-key", key), self.now())
        if found is None:
            line = self.spend_try.subject(address)
            await self.spend_try.limits.spend("verifier-key", line, allowed=MISSES, seconds=SECONDS)
            raise KeyUnknown
        return found
