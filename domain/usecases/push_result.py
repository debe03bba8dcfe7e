"""Push one result to the regulator (报送审批结果): claimed, called, recorded; asked after when in doubt."""

from dataclasses import dataclass

from domain.kernel.ids import ResultId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.supervision.outside import Regulator
from domain.supervision.ports import Results
from domain.supervision.result import IN_DOUBT, Receipt, RegulatorResult, ResultState


@dataclass(frozen=True, slots=True)
class PushResult:
    """A job. Killed anywhere, the next try asks before it tells anything again."""

    results: Results
    regulator: Regulator
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, result: ResultId) -> None:
        """Raises Unavailable and Unknown: the worker tries again, later. Raises NotFound."""
        claimed, is_doubtful = await self._claim(result)
        if claimed is None:
            return
        try:
            receipt = await self.regulator.ask(claimed) if is_doubtful else None
            receipt = receipt or await self.regulator.push(claimed)
        except Unavailable:
            if not is_doubtful:  # a doubt stays one until they say what they have
                await self._record(result, ResultState.QUEUED)
            raise
        except Unknown:
            await self._record(result, ResultState.UNKNOWN)
            raise
        except Refused as refused:
            await self._record(result, ResultState.REFUSED, refused_with=refused.reason)
            return
        await self._record(result, ResultState.RECEIPTED, receipt)

    async def _claim(self, result: ResultId) -> tuple[RegulatorResult | None, bool]:
        async with self.atomic():
            held = await self.results.take(result)
            is_doubtful = held.state in IN_DOUBT
            if held.state is ResultState.QUEUED:
                held.move(ResultState.SENDING)
            elif not is_doubtful:
                return None, False
            held.tried_at = self.now()
            await self.results.save(held)
            return held, is_doubtful

    async def _record(
        self, result: ResultId, to: ResultState, receipt: Receipt | None = None, *, refused_with: str = ""
    ) -> None:
        async with self.atomic():
            held = await self.results.take(result)
            if held.state not in IN_DOUBT or held.state is to:
                return
            held.move(to)
            held.refused_with = refused_with
            if receipt is not None:
                held.receipt, held.receipted_at = receipt.number, receipt.received_at
            await self.results.save(held)
            if to in (ResultState.RECEIPTED, ResultState.REFUSED):
                facts: dict[str, Fact] = {"body": held.body, "seq": held.seq, "kind": str(held.kind)}
                await self.ledger.append(Step(f"result-{to.value}", held.matter, held.case, facts=facts))
