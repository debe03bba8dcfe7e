"""List whose day is near (亮灯): clocks by light, those that stand too long, supplements, promises."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.cases.case import Case
from domain.cases.ports import CaseLists, Cases
from domain.catalogue.ports import Catalogue
from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import Light, beijing_date
from domain.clock.ports import Calendars, ClockRecords, ItemVersion, RunningClocks
from domain.clock.record import ClockExtension, ClockRecord, ClockStop
from domain.kernel.ids import CaseId
from domain.kernel.ports import Clock
from domain.kernel.remit import EVERY_BODY, Remit
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.promises.ports import PromiseLists
from domain.promises.promise import KIND_WORDS, Promise, PromiseKind, PromiseState
from domain.staff.account import Role
from domain.staff.ports import StaffNames
from domain.supplements.ports import SupplementLists
from domain.supplements.supplement import Supplement, SupplementState
from domain.usecases.apply_push import REFUSED_TOO_LATE
from domain.usecases.case_clock import clock_view, legal_clock, limits_of, quiet_days
from domain.usecases.compose_shown import called
from domain.usecases.note_supplement_call import was_reached
from domain.usecases.promise_clock import promise_due
from domain.usecases.read_clock import LimitView
from domain.usecases.supplement_clock import supplement_due

MOST = 100
CANDIDATES = 500  # looked at one by one; the longest running first
TOO_LONG = 20  # working days a clock may stand before somebody asks: one bureau's number, unconfirmed
NEAR = 2  # working days before the last one of a supplement or of a promised material (容缺后补)
REFUSED = "已视为受理，审批系统又作不予受理：请联系审批部门撤回不予受理，继续审查"
ORDER = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """`kind`: case, stop, supplement or promise; `ref` its id. `role`, `not_by`: whose action it is, as in
    Waiting."""

    kind: str
    ref: UUID
    case_id: UUID
    title: str
    detail: str
    since: datetime
    action: str
    light: str = ""
    due: date | None = None
    promised: LimitView | None = None
    statutory: LimitView | None = None
    role: Role | None = None
    not_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClockBooks:
    """Our own rows, of which each answer is bounded."""

    cases: Cases
    deemed: CaseLists
    clocks: ClockRecords
    running: RunningClocks
    supplements: SupplementLists
    promises: PromiseLists
    parties: Parties
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class ListClocks:
    books: ClockBooks
    catalogue: Catalogue
    calendars: Calendars
    names: StaffNames
    now: Clock

    async def __call__(
        self, light: Light | None = None, remit: Remit = EVERY_BODY
    ) -> tuple[int, tuple[ClockLine, ...]]:
        """How many, and the most urgent hundred: red, yellow, then what has no light. Green ones are listed
        only when asked for."""
        calendar, today = self.calendars.current(), beijing_date(self.now())
        lines = [
            *await self._running(calendar, today, remit, green=light is Light.GREEN),
            *await self._standing(calendar, today, remit),
            *await self._to_sign(remit),
            *await self._supplements(calendar, today, remit),
            *await self._deemed(remit),
            *await self._promises(calendar, today, remit),
        ]
        if light is not None:
            lines = [line for line in lines if line.light == light]
        lines.sort(key=lambda line: (_place(line.light), line.due or date.max, line.since))
        return len(lines), tuple(lines[:MOST])

    async def _running(
        self, calendar: WorkingCalendar, today: date, remit: Remit, *, green: bool
    ) -> list[ClockLine]:
        bounds = {one: self._bound(one, green=green) for one in await self.books.running.item_versions()}
        ids, _ = await self.books.running.accepted_before(bounds, size=CANDIDATES, remit=remit)
        records = await self.books.clocks.of_cases(ids)
        lines = []
        for case_id in ids:
            case, record = await self.books.cases.by_id(case_id), records.get(case_id, ClockRecord())
            line = await self._of_case(case, record, calendar, today)
            if line is not None and (green or line.light != Light.GREEN):
                lines.append(line)
        return lines

    def _bound(self, one: ItemVersion, *, green: bool) -> datetime:
        """Accepted after this instant, a case cannot be near its day, by the promise or by the law."""
        days = 0 if green else quiet_days(limits_of(self.catalogue.of_case(one)))
        return self.now() - timedelta(days=days)

    async def _of_case(
        self, case: Case, record: ClockRecord, calendar: WorkingCalendar, today: date
    ) -> ClockLine | None:
        item = self.catalogue.of_case(case)
        seen, clock = clock_view(case, item, calendar, today, record), legal_clock(case, item, record)
        if seen is None or clock is None or record.standing or case.accepted_at is None:
            return None
        return ClockLine(
            "case",
            case.case_id,
            case.case_id,
            item.name,
            await self._who(case),
            case.accepted_at,
            "查看时限",
            seen.light,
            seen.due,
            LimitView(str(clock.limits.promised), clock.promised_due(calendar)),
            LimitView(str(clock.limits.statutory), clock.statutory_due(calendar)),
        )

    async def _standing(self, calendar: WorkingCalendar, today: date, remit: Remit) -> list[ClockLine]:
        before = today - timedelta(days=TOO_LONG)
        stops = await self.books.running.standing_since(before, size=MOST, remit=remit)
        return [await self._of_stop(stop) for stop in stops if _is_long(stop, calendar, today)]

    async def _of_stop(self, stop: ClockStop) -> ClockLine:
        detail = f"因{stop.reason.label}暂停计时已超过{TOO_LONG}个工作日（{stop.document_number}）"
        about = ("stop", stop.stop_id, stop.case)
        return await self._line(about, detail, stop.at, "恢复计时", light=Light.YELLOW)

    async def _to_sign(self, remit: Remit) -> list[ClockLine]:
        prepared = await self.books.running.to_sign(size=MOST, remit=remit)
        return [await self._of_extension(one) for one in prepared]

    async def _of_extension(self, one: ClockExtension) -> ClockLine:
        by = await self.names.called(one.prepared_by)
        detail = f"{by}提出延长{one.by}（{one.document_number}）"
        line = await self._line(("case", one.case, one.case), detail, one.prepared_at, "签批延长")
        return replace(line, role=Role.CHIEF, not_by=frozenset({one.prepared_by}))

    async def _supplements(self, calendar: WorkingCalendar, today: date, remit: Remit) -> list[ClockLine]:
        lines = [
            await self._of_supplement(one, calendar, today)
            for one in await self.books.supplements.waiting(size=MOST, remit=remit)
        ]
        return [line for line in lines if line.light != Light.GREEN]

    async def _of_supplement(self, one: Supplement, calendar: WorkingCalendar, today: date) -> ClockLine:
        due = supplement_due(one, calendar)
        if one.state is SupplementState.CONTESTED:
            detail, action, light = "审批系统的补正通知逾期或者重复，请核实", "核实补正通知", Light.RED
        elif one.state is SupplementState.LATE:
            detail, action, light = "逾期未补正，正在退件", "查看办件", Light.YELLOW
        else:
            detail, action, light = "等待申请人补正", "查看补正", _near(due, today, calendar)
            if light is Light.YELLOW and await was_reached(self.books.ledger, one, today):
                light = Light.GREEN
        return await self._line(
            ("supplement", one.supplement_id, one.case), detail, one.told_at, action, light=light, due=due
        )

    async def _deemed(self, remit: Remit) -> list[ClockLine]:
        deemed = await self.books.deemed.deemed(size=MOST, remit=remit)
        return [await self._of_deemed(case) for case in deemed]

    async def _of_deemed(self, case: Case) -> ClockLine:
        told = await self.books.ledger.of_case(case.case_id)
        is_refused = any(entry.step.kind == REFUSED_TOO_LATE for entry in told)
        return await self._line(
            ("case", case.case_id, case.case_id),
            REFUSED if is_refused else "收到申请5个工作日内未告知补正，视为自收到之日起受理",
            case.deemed_accepted_at or case.intended_at,
            "查看办件",
            light=Light.RED if is_refused else Light.YELLOW,
        )

    async def _promises(self, calendar: WorkingCalendar, today: date, remit: Remit) -> list[ClockLine]:
        """Late, near their day, to be checked."""
        lists, ending = self.books.promises, self.now() + timedelta(days=NEAR + 1)
        found = (
            *await lists.late(size=MOST, remit=remit),
            *await lists.ending(before=ending, size=CANDIDATES, remit=remit),
            *await lists.to_check(size=MOST, remit=remit),
        )
        lines = [await self._of_promise(one, calendar, today) for one in found]
        return [line for line in lines if line.light != Light.GREEN]

    async def _of_promise(self, one: Promise, calendar: WorkingCalendar, today: date) -> ClockLine:
        due = promise_due(one, await self.books.cases.by_id(one.case), calendar)
        light: Light | None = None
        if one.state is PromiseState.LATE:
            said, action, light = "逾期未补交", "查看承诺", Light.RED
        elif one.kind is PromiseKind.DEFER:
            said, action, light = "尚未补交", "查看承诺", _near(due, today, calendar)
        else:
            said, action = "待核查", "核查承诺"
        detail = f"{KIND_WORDS[one.kind]}：{one.material_name}，{said}"
        about = ("promise", one.promise_id, one.case)
        return await self._line(about, detail, one.signed_at, action, light=light, due=due)

    async def _line(
        self,
        about: tuple[str, UUID, CaseId],
        detail: str,
        since: datetime,
        action: str,
        *,
        light: Light | None = None,
        due: date | None = None,
    ) -> ClockLine:
        kind, ref, case_id = about
        case = await self.books.cases.by_id(case_id)
        item = self.catalogue.of_case(case)
        who = f"{await self._who(case)} · {detail}"
        return ClockLine(kind, ref, case_id, item.name, who, since, action, str(light or ""), due)

    async def _who(self, case: Case) -> str:
        return called(await self.books.parties.by_id(case.party))


def _place(light: str) -> int:
    return ORDER.get(Light(light), len(ORDER)) if light else len(ORDER)


def _is_long(stop: ClockStop, calendar: WorkingCalendar, today: date) -> bool:
    days = calendar.working_days_between(stop.since, today)
    return days is None or days > TOO_LONG


def _near(due: date | None, today: date, calendar: WorkingCalendar) -> Light:
    if due is None:
        return Light.GREEN
    if today > due:
        return Light.RED
    left = calendar.working_days_between(today, due)
    return Light.YELLOW if left is not None and left <= NEAR else Light.GREEN
