"""Ask the approval back-end (审批系统) to revoke what was signed: claimed, asked where unsure, recorded."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.decisions.checking import RevocationDesk, RevocationFate, Revocations
from domain.decisions.revocation import Revocation, RevocationState
from domain.kernel.ids import CaseNumber, RevocationId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class AskRevocation:
    cases: Cases
    revocations: Revocations
    back_end: RevocationDesk
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, revocation: RevocationId) -> None:
        """It has our request, or will not have it; killed anywhere, it is done again.

        Raises Unavailable and Unknown, so that the worker tries again. A refusal is a chief's to look at:
        the row comes back to the queue.
        """
        claimed = await self._claim(revocation)
        if claimed is None:
            return
        held, number, tried_before = claimed
        try:
            fate = None
            if tried_before:
                fate = await self.back_end.asked(number, revocation)
            fate = fate or await self.back_end.request(number, held)
        except Refused as refused:
            await self._record(revocation, "refused", reason=refused.reason)
            return
        await self._record(revocation, fate, reason="refused" if fate == "refused" else "")

    async def _claim(self, revocation: RevocationId) -> tuple[Revocation, CaseNumber, bool] | None:
        """And whether a try went out before, and may have arrived; None when there is nothing to ask."""
        async with self.atomic():
            case = await self.cases.take((await self.revocations.by_id(revocation)).case)
            held = await self.revocations.by_id(revocation)
            is_over = case.state is CaseState.REVOKED or held.state is not RevocationState.SIGNED
            if is_over or case.number is None:
                return None
            tried, held.tried_at = held.tried_at is not None, self.now()
            await self.revocations.save(held)
            return held, case.number, tried

    async def _record(self, revocation: RevocationId, fate: RevocationFate, *, reason: str) -> None:
        """«Revoked» is believed of its signed push alone."""
        async with self.atomic():
            case = await self.cases.take((await self.revocations.by_id(revocation)).case)
            held = await self.revocations.by_id(revocation)
            if held.state is not RevocationState.SIGNED:
                return  # its push was quicker
            is_refused = fate == "refused"
            held.move(RevocationState.REFUSED if is_refused else RevocationState.TOLD)
            held.refused_with = reason
            await self.revocations.save(held)
            facts = {"revocation": str(revocation)} | ({"reason": reason} if is_refused else {})
            kind = "revocation-refused" if is_refused else "revocation-told"
            await self.ledger.append(Step(kind, case.matter, case.case_id, facts=facts))
