"""Change a case's clock (计时): stop it, resume it, ask for more time, sign that; each by a named person."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.clock.calendar import Limit, Unit
from domain.clock.clock import ClockStepNotAllowed, LegalClock, SuspensionReason, beijing_date
from domain.clock.ports import ClockRecords
from domain.clock.record import ClockExtension, ClockRecord, ClockStop, ExtensionState
from domain.kernel.ids import CaseId, MatterId, StopId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.case_clock import legal_clock
from domain.usecases.read_clock import CaseClockView, ReadClock

Tell = Callable[[MatterId, str, Mapping[str, str]], Awaitable[None]]
TOLD = frozenset({"clock-stopped", "clock-extended"})  # the applicant is told (行政许可法 §42, §45)


@dataclass(frozen=True, slots=True)
class ClockDocument:
    """The written notice that tells the applicant why."""

    number: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeClock:
    """Each method: the record, its ledger entry and the kept answer, or nothing.

    All raise NotFound, ClockStepNotAllowed (also for a case not being decided), IdempotencyKeyReused.
    """

    cases: Cases
    clocks: ClockRecords
    read_clock: ReadClock
    ledger: Ledger
    tell: Tell
    answers: KeptAnswers
    atomic: Atomic
    new_id: NewId
    now: Clock

    async def stop(
        self,
        staff: StaffAccount,
        case: CaseId,
        reason: SuspensionReason,
        document_number: str,
        *,
        since: date,
        request: RequestKey,
    ) -> CaseClockView:
        """Stopped from `since` on. Raises SuspensionUnfounded."""
        async with self.atomic():
            if before := await self.answers.recall(request, CaseClockView):
                return before
            held, _, clock = await self._held(case)
            if since > beijing_date(self.now()):
                raise ClockStepNotAllowed(str(case))
            clock.suspend(since, reason, document_number)
            stop = ClockStop(
                StopId(self.new_id()), case, reason, document_number.strip(), since, staff.login, self.now()
            )
            await self.clocks.put_stop(stop)
            facts: dict[str, Fact] = {
                "reason": str(reason),
                "document": stop.document_number,
                "since": since.isoformat(),
            }
            return await self._done(held, "clock-stopped", staff, facts, request)

    async def resume(
        self, staff: StaffAccount, case: CaseId, *, until: date, request: RequestKey
    ) -> CaseClockView:
        """Running again from the day after `until`."""
        async with self.atomic():
            if before := await self.answers.recall(request, CaseClockView):
                return before
            held, record, clock = await self._held(case)
            standing = record.standing
            if standing is None or until > beijing_date(self.now()):
                raise ClockStepNotAllowed(str(case))
            clock.resume(until)
            await self.clocks.put_stop(standing.ended(until, staff.login))
            return await self._done(held, "clock-resumed", staff, {"until": until.isoformat()}, request)

    async def prepare_extension(
        self, staff: StaffAccount, case: CaseId, days: int, document: ClockDocument, request: RequestKey
    ) -> CaseClockView:
        """Asked for; it counts once a chief signed. Raises ExtensionUnfounded."""
        async with self.atomic():
            if before := await self.answers.recall(request, CaseClockView):
                return before
            held, record, clock = await self._held(case)
            known = record.extension
            if known is not None and known.state is not ExtensionState.SENT_BACK:
                raise ClockStepNotAllowed(str(case))
            by, now = Limit(days, Unit.WORKING), self.now()
            clock.extend(by, staff.login, document.number, beijing_date(now))
            await self.clocks.put_extension(
                ClockExtension(
                    case,
                    by,
                    document.number.strip(),
                    document.reason,
                    ExtensionState.PREPARED,
                    staff.login,
                    now,
                )
            )
            facts: dict[str, Fact] = {"days": days, "document": document.number.strip()}
            return await self._done(held, "clock-extension-prepared", staff, facts, request)

    async def sign_extension(
        self, staff: StaffAccount, case: CaseId, state: ExtensionState, *, note: str, request: RequestKey
    ) -> CaseClockView:
        """Signed or sent back. Raises ExtensionSignerIsPreparer."""
        async with self.atomic():
            if before := await self.answers.recall(request, CaseClockView):
                return before
            held, record, _ = await self._held(case)
            if record.extension is None:
                raise ClockStepNotAllowed(str(case))
            now = self.now()
            decided = record.extension.decided(state, staff.login, now, beijing_date(now), note)
            await self.clocks.put_extension(decided)
            kind = "clock-extended" if state is ExtensionState.SIGNED else "clock-extension-sent-back"
            facts: dict[str, Fact] = {"days": decided.by.n, "document": decided.document_number}
            return await self._done(held, kind, staff, facts, request)

    async def _held(self, case: CaseId) -> tuple[Case, ClockRecord, LegalClock]:
        held = await self.cases.take(case)
        record = await self.clocks.of_case(case)
        clock = legal_clock(held, self.read_clock.catalogue.of_case(held), record)
        if clock is None or held.state is not CaseState.ACCEPTED:
            raise ClockStepNotAllowed(str(case))
        return held, record, clock

    async def _done(
        self,
        case: Case,
        kind: str,
        staff: StaffAccount,
        facts: dict[str, Fact],
        request: RequestKey,
    ) -> CaseClockView:
        await self.ledger.append(Step(kind, case.matter, case.case_id, staff=staff.login, facts=facts))
        if kind in TOLD:
            item = self.read_clock.catalogue.of_case(case)
            await self.tell(case.matter, kind, {"item": item.name})
        view = await self.read_clock.view(staff, case, await self.clocks.of_case(case.case_id))
        await self.answers.keep(request, view)
        return view
