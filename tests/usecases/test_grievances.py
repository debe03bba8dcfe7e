"""错证、缺证、找茬吐槽: raised by the party, answered with days, reopened, closed; never a stranger's."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.grievances.grievance import GrievanceKind, Remedy
from domain.grievances.refusals import GrievanceStands, RemedyNotFitting, ReopeningTooLate
from domain.kernel.ids import GrievanceId, LicenceId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.kernel.refusals import NotFound
from domain.parties.ports import NotRepresentative
from domain.staff.account import Role
from domain.usecases.grievance_view import GrievanceView
from domain.usecases.raise_grievance import MOST, Complained
from tests.support.house import HandClock, count
from tests.usecases.grievance_world import People, people, request_key
from tests.usecases.wallet_world import World, wallet_world

WORDS = Free("新证上的住所少了门牌号。")
WRONG = GrievanceKind.WRONG_CERTIFICATE


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(core, clock, tmp_path)


@pytest.fixture
async def office(core: Core) -> People:
    return await people(core)


async def raised(
    office: People, acting: Acting, said: Complained | None = None, *, key: str = ""
) -> GrievanceView:
    wanted = said or Complained(GrievanceKind.COMPLAINT, WORDS)
    return await office.desk.raise_grievance(acting, wanted, request_key(key, actor="session"))


async def answered(office: People, grievance: GrievanceId, remedy: Remedy = Remedy.EXPLAINED) -> None:
    await office.desk.answer_grievance(office.clerk, grievance, Free("已核实。"), remedy, request_key())


async def test_a_complaint_is_due_in_five_working_days(world: World, office: People) -> None:
    made = await raised(office, world.acting)

    assert (made.state, made.due) == ("open", date(2026, 11, 30))
    assert await office.waiting() == [made.grievance_id]


async def test_a_card_reads_under_correction_until_the_answer(world: World, office: People) -> None:
    card = await world.card()
    made = await raised(office, world.acting, Complained(WRONG, WORDS, licence=card))
    assert [one.correcting for one in (await world.wallet()).cards] == [True]

    await answered(office, GrievanceId(made.grievance_id), Remedy.STANDS)

    assert [one.correcting for one in (await world.wallet()).cards] == [False]


async def test_the_same_thing_is_not_raised_twice_while_it_waits(world: World, office: People) -> None:
    case = await world.case(CaseState.DELIVERED)
    said = Complained(WRONG, WORDS, case)
    await raised(office, world.acting, said)

    with pytest.raises(GrievanceStands):
        await raised(office, world.acting, said)
    assert await count("grievances") == 1


async def test_nobody_floods_the_queue(world: World, office: People, clock: HandClock) -> None:
    for _ in range(MOST):
        made = await raised(office, world.acting)
        await answered(office, GrievanceId(made.grievance_id))

    with pytest.raises(TooManyRequests):
        await raised(office, world.acting)
    clock.go_on(timedelta(hours=25))
    await raised(office, world.acting)


async def test_another_partys_case_licence_or_grievance_is_not_there(world: World, office: People) -> None:
    made = await raised(office, world.acting)
    case, card = await world.case(CaseState.DELIVERED), await world.card()
    stranger = world.phone(world.stranger, world.stranger)

    for said in (Complained(WRONG, WORDS, case), Complained(WRONG, WORDS, licence=card)):
        with pytest.raises(NotFound):
            await raised(office, stranger, said)
    with pytest.raises(NotFound):
        await office.desk.list_grievances.one(stranger, GrievanceId(made.grievance_id))
    with pytest.raises(NotFound):
        await office.desk.reopen_grievance(
            stranger, GrievanceId(made.grievance_id), WORDS, request_key(actor="session")
        )
    assert await office.desk.list_grievances(stranger) == ()


async def test_who_does_not_speak_for_the_school_complains_for_nobody(world: World, office: People) -> None:
    with pytest.raises(NotRepresentative):
        await raised(office, world.phone(world.stranger, world.school))


async def test_a_made_up_licence_is_not_there(world: World, office: People) -> None:
    with pytest.raises(NotFound):
        await raised(office, world.acting, Complained(WRONG, WORDS, licence=LicenceId(world.core.new_id())))


async def test_reopened_it_is_the_chiefs_with_fresh_days(
    world: World, office: People, clock: HandClock
) -> None:
    made = await raised(office, world.acting)
    grievance = GrievanceId(made.grievance_id)
    await answered(office, grievance)
    clock.go_on(timedelta(days=7))

    again = await office.desk.reopen_grievance(
        world.acting, grievance, Free("仍未解决。"), request_key(actor="session")
    )

    assert (again.state, again.due) == ("reopened", date(2026, 12, 7))
    shown = await office.desk.show_grievance(office.clerk, grievance)
    assert (shown.may_answer, [one.words for one in shown.said]) == (False, [WORDS.reveal(), "仍未解决。"])
    assert (await office.desk.show_grievance(office.chief, grievance)).may_answer
    [row] = (await office.desk.queue_grievances(size=20)).rows
    assert row.role is Role.CHIEF


async def test_after_fifteen_days_it_is_closed_and_stays_so(
    world: World, office: People, clock: HandClock
) -> None:
    made = await raised(office, world.acting)
    grievance = GrievanceId(made.grievance_id)
    await answered(office, grievance)
    assert await office.desk.close_grievances() == 0

    clock.go_on(timedelta(days=15, seconds=1))

    with pytest.raises(ReopeningTooLate):
        await office.desk.reopen_grievance(world.acting, grievance, WORDS, request_key(actor="session"))
    assert sorted(await asyncio.gather(*(office.desk.close_grievances() for _ in range(2)))) == [0, 1]
    assert (await office.desk.list_grievances.one(world.acting, grievance)).state == "closed"


async def test_a_remedy_that_does_not_fit_changes_nothing(world: World, office: People) -> None:
    made = await raised(office, world.acting)

    with pytest.raises(RemedyNotFitting):
        await answered(office, GrievanceId(made.grievance_id), Remedy.ISSUED)
    assert await office.waiting() == [made.grievance_id]


async def test_the_words_are_sealed_and_stand_in_no_ledger(world: World, office: People) -> None:
    await raised(office, world.acting)

    [row] = await get_connection("default").execute_query_dict("SELECT sealed FROM grievances")
    facts = await get_connection("default").execute_query_dict(
        "SELECT facts::text AS told FROM ledger_entries"
    )
    assert WORDS.reveal().encode() not in bytes(row["sealed"])
    assert not any("门牌号" in one["told"] for one in facts)


async def test_two_phones_with_one_key_raise_one(world: World, office: People) -> None:
    first, second = await asyncio.gather(*(raised(office, world.acting, key="one") for _ in range(2)))

    assert first == second
    assert await count("grievances") == 1
