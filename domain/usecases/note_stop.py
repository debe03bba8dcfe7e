"""Note that the approval back-end stopped a case's clock (特别程序), or let it go on: by its signed push."""

from dataclasses import dataclass, replace

from domain.cases.case import Case
from domain.catalogue.ports import Catalogue
from domain.clock.clock import SuspensionReason, beijing_date
from domain.clock.ports import ClockRecords
from domain.clock.record import ClockStop
from domain.decisions.push import BackEndPush, PushStatus
from domain.kernel.ids import StopId
from domain.kernel.ports import Clock, NewId
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.case_clock import legal_clock

REASONS = {reason.label: reason for reason in SuspensionReason}


@dataclass(frozen=True, slots=True)
class NoteStop:
    """Follows ApplyPush: inside atomic, the case held."""

    clocks: ClockRecords
    catalogue: Catalogue
    ledger: Ledger
    new_id: NewId
    now: Clock

    async def __call__(self, case: Case, push: BackEndPush) -> None:
        """Raises StepNotAllowed for a reason the law does not name, ClockStepNotAllowed, SuspensionUnfounded:
        then a person must look."""
        if push.status is PushStatus.SUSPENDED:
            await self._stop(case, push)
        elif push.status is PushStatus.RESUMED:
            await self._resume(case, push)

    async def _stop(self, case: Case, push: BackEndPush) -> None:
        told = push.stop
        reason = REASONS.get(told.reason) if told else None
        record = await self.clocks.of_case(case.case_id)
        clock = legal_clock(case, self.catalogue.of_case(case), record)
        if told is None or reason is None or clock is None:
            raise StepNotAllowed(f"{case.case_id}: stopped without a reason of the law")
        if record.standing is not None:
            return
        since = beijing_date(push.at)
        clock.suspend(since, reason, told.document_number)
        stop = ClockStop(
            StopId(self.new_id()), case.case_id, reason, told.document_number.strip(), since, "", self.now()
        )
        await self.clocks.put_stop(stop)
        await self._note(case, "clock-stopped", {"reason": str(reason), "document": stop.document_number})

    async def _resume(self, case: Case, push: BackEndPush) -> None:
        record = await self.clocks.of_case(case.case_id)
        standing = record.standing
        if standing is None:
            return
        until = max(beijing_date(push.at), standing.since)
        await self.clocks.put_stop(replace(standing, until=until))
        await self._note(case, "clock-resumed", {"until": until.isoformat()})

    async def _note(self, case: Case, kind: str, facts: dict[str, str]) -> None:
        await self.ledger.append(Step(kind, case.matter, case.case_id, facts=facts))
