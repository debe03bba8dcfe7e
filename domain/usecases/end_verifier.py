"""End a verifier's key (停用核验凭证), or give its operator another one (换发) while the old one runs out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.kernel.ids import VerifierId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import VerifierAccount
from domain.staff.verifiers import VerifierKey, Verifiers
from domain.usecases.add_verifier import AddVerifier


@dataclass(frozen=True, slots=True)
class EndVerifier:
    """Refused from the next request on, in every process: each asks the row."""

    verifiers: Verifiers
    add_verifier: AddVerifier
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, verifier: VerifierId) -> VerifierAccount:
        """Raises NotFound, also for one that has ended."""
        async with self.atomic():
            return await self._end(verifier, timedelta())

    async def rekey(
        self, verifier: VerifierId, *, overlap: timedelta, ends_at: datetime | None = None
    ) -> tuple[VerifierAccount, str]:
        """The operator's new account and its key; for `overlap` both keys are good. Both or neither.

        Raises NotFound, also for one that has ended.
        """
        async with self.atomic():
            old = await self._end(verifier, overlap)
            fresh = self.add_verifier.renewed(old)
            return fresh, await self.add_verifier.with_key(fresh, "verifier-rekeyed", ends_at)

    async def all(self) -> tuple[VerifierKey, ...]:
        """Ended ones too."""
        return tuple(await self.verifiers.all())

    async def _end(self, verifier: VerifierId, after: timedelta) -> VerifierAccount:
        now = self.now()
        ended = await self.verifiers.end(verifier, now=now, at=now + after)
        if ended is None:
            raise NotFound(str(verifier))
        facts: dict[str, Fact] = {"verifier": str(verifier), "endsAt": (now + after).isoformat()}
        await self.ledger.append(Step("verifier-ended", facts=facts))
        return ended
