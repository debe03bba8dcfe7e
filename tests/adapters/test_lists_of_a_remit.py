"""Every list of the desk is narrowed to the bodies asked for (所辖机关): theirs whole, no other's."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest

from adapters.postgres.certificate_queue import PostgresCertificateQueue
from adapters.postgres.grievances import PostgresGrievances
from adapters.postgres.promises import PostgresPromises
from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.sessions import PostgresAppointments
from adapters.postgres.shadows import PostgresShadows
from adapters.postgres.stops import PostgresClocks
from adapters.postgres.supplements import PostgresSupplements
from bff.compose.core import Core
from domain.clock.calendar import Limit, Unit
from domain.clock.clock import SuspensionReason, beijing_date
from domain.clock.ports import ItemVersion
from domain.clock.record import ClockExtension, ClockStop, ExtensionState
from domain.decisions.shadow import ShadowWeighing
from domain.grievances.grievance import About, Grievance, GrievanceKind, GrievanceState, Utterance
from domain.identity.appointment import Appointment, HalfDay
from domain.kernel.ids import AppointmentId, GrievanceId, PromiseId, StopId, SupplementId
from domain.kernel.personal import Free, PersonName, Phone
from domain.kernel.remit import EVERY_BODY, Remit
from domain.promises.promise import Promise, PromiseKind, PromiseState
from domain.shipments.cause import Group
from domain.supplements.supplement import Supplement, SupplementState
from tests.support.house import HandClock
from tests.usecases.case_world import LAIXI
from tests.usecases.ends import Ends, filed
from tests.usecases.parcels import parcels

List = Callable[[Remit], Awaitable[Sequence[object]]]
OURS, OTHERS = Remit(frozenset({LAIXI})), Remit(frozenset({"11370283MB9990020A"}))


@pytest.fixture
async def ends(core: Core, clock: HandClock) -> Ends:
    """A case of one body that is accepted, and late with everything."""
    made = await filed(core, clock)
    row = await CaseRow.get(id=made.world.case)
    row.state, row.accepted_at, row.deemed_accepted_at = "accepted", core.now(), core.now()
    row.body_code = LAIXI
    await row.save()
    clock.go_on(timedelta(days=90))
    return made


async def _narrowed(listed: List) -> tuple[bool, bool]:
    """Whether a list that holds something shows it to who works for the body, and nothing to others."""
    whole = list(await listed(EVERY_BODY))
    assert whole
    return list(await listed(OURS)) == whole, list(await listed(OTHERS)) == []


async def test_running_clocks(ends: Ends) -> None:
    case = await ends.case()
    bounds = {ItemVersion(case.item, case.item_version): ends.core.now()}
    clocks = PostgresClocks(ends.core.cipher)

    async def listed(remit: Remit) -> Sequence[object]:
        found, count = await clocks.accepted_before(bounds, size=5, remit=remit)
        assert count == len(found)
        return found

    assert await _narrowed(listed) == (True, True)


async def test_standing_clocks_and_extensions_to_be_signed(ends: Ends) -> None:
    core, case, clocks = ends.core, await ends.case(), PostgresClocks(ends.core.cipher)
    day, at = beijing_date(core.now()), core.now()
    stop = ClockStop(StopId(core.new_id()), case.case_id, SuspensionReason.HEARING, "1号", day, "c", at)
    by = Limit(5, Unit.WORKING)
    await clocks.put_stop(stop)
    await clocks.put_extension(
        ClockExtension(case.case_id, by, "2号", "需核实", ExtensionState.PREPARED, "c", at)
    )

    assert await _narrowed(lambda remit: clocks.standing_since(day, size=5, remit=remit)) == (True, True)
    assert await _narrowed(lambda remit: clocks.to_sign(size=5, remit=remit)) == (True, True)


async def test_cases_deemed_accepted(ends: Ends) -> None:
    cases = ends.world.cases

    assert await _narrowed(lambda remit: cases.deemed(size=5, remit=remit)) == (True, True)


async def test_supplements(ends: Ends) -> None:
    core, case, rows = ends.core, await ends.case(), PostgresSupplements(ends.core.cipher, ends.core.new_id)
    made, at = SupplementId(core.new_id()), core.now()
    await rows.add(
        Supplement(made, case.case_id, case.matter, SupplementState.OPEN, 9, at, at, 5, "working", ("缺",))
    )

    assert await _narrowed(lambda remit: rows.waiting(size=5, remit=remit)) == (True, True)


@pytest.mark.parametrize(
    ("kind", "state", "named"),
    [
        (PromiseKind.DEFER, PromiseState.LATE, "late"),
        (PromiseKind.DEFER, PromiseState.OPEN, "ending"),
        (PromiseKind.INSTEAD, PromiseState.OPEN, "to_check"),
    ],
)
async def test_promises(ends: Ends, kind: PromiseKind, state: PromiseState, named: str) -> None:
    core, case, rows = ends.core, await ends.case(), PostgresPromises(ends.core.cipher)
    days = 5 if kind is PromiseKind.DEFER else None
    made = PromiseId(core.new_id())
    await rows.add(
        Promise(made, case.case_id, case.matter, "m", "材料", kind, state, "v", "文", core.now(), days)
    )
    if named == "to_check":
        await CaseRow.filter(id=case.case_id).update(state="granted", decided_at=core.now())
    more = {"before": core.now()} if named == "ending" else {}

    assert await _narrowed(lambda remit: getattr(rows, named)(size=5, remit=remit, **more)) == (True, True)


async def test_parcels_on_their_way_in_and_what_waits_for_a_clerk(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    await made.ordered(await made.collection())
    queue = PostgresCertificateQueue(made.shipments)

    async def listed(remit: Remit) -> Sequence[object]:
        count, found = await queue.placed(core.now(), group=Group.ARRIVING, size=5, remit=remit)
        assert count == len(found)
        return found

    assert await _narrowed(made.shipments.arriving) == (True, True)
    assert await _narrowed(listed) == (True, True)


async def test_appointments(ends: Ends) -> None:
    core, case, rows = ends.core, await ends.case(), PostgresAppointments(ends.core.cipher)
    day = beijing_date(core.now())
    made, name, phone = AppointmentId(core.new_id()), PersonName("甲子安"), Phone("19900000118")
    await rows.add(Appointment(made, "A1", "c", day, HalfDay("am"), name, phone, case.matter, core.now()))

    assert await _narrowed(lambda remit: rows.on(day, size=5, remit=remit)) == (True, True)


async def test_weighings_that_differ(ends: Ends) -> None:
    core, case = ends.core, await ends.case()
    rows = PostgresShadows(core.cipher, core.new_id)
    await rows.add(
        ShadowWeighing(
            case.case_id, case.item, 2, would_grant=True, live_grants=False, rules=(), weighed_at=core.now()
        )
    )

    assert await _narrowed(lambda remit: rows.differing(case.item, 2, size=5, remit=remit)) == (True, True)


@pytest.mark.parametrize("is_about_a_case", [True, False])
async def test_grievances_of_a_case_or_of_its_matter(ends: Ends, *, is_about_a_case: bool) -> None:
    core, case, rows = ends.core, await ends.case(), PostgresGrievances(ends.core.cipher)
    about = About(case.matter, case.case_id if is_about_a_case else None)
    said, at = (Utterance(Free("太慢"), core.now()),), core.now()
    made = Grievance(
        GrievanceId(core.new_id()),
        GrievanceKind.COMPLAINT,
        case.party,
        about,
        GrievanceState.OPEN,
        at,
        at,
        said,
    )
    await rows.add(made, due=beijing_date(at))

    async def listed(remit: Remit) -> Sequence[object]:
        count, found = await rows.waiting(size=5, remit=remit)
        assert count == len(found)
        return found

    assert await _narrowed(listed) == (True, True)
