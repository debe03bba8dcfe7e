"""Confirming: exactly what was read, by whoever speaks for the party now; filing and collection follow."""

import asyncio
import json
from datetime import date, timedelta

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.forms.edit import FormEdit, Place
from domain.forms.form import FormChanged, FormConfirmed, FormIncomplete, FormState
from domain.forms.lost import Lost
from domain.identity.check import FRESH
from domain.invitations.invitation import PromiseNeeded
from domain.kernel.ids import CaseId, MatterId
from domain.kernel.party import Acting
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.refusals import NotFound
from domain.parties.ports import NotRepresentative
from domain.usecases.require_face import FaceForThisMatter
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.case_world import World, case_world

LOST = Lost(date(2026, 11, 1), "虚构路的公交车上")


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


@pytest.fixture
async def acting(world: World) -> Acting:
    return await world.phone(world.jia)


@pytest.fixture
async def case(world: World, acting: Acting) -> CaseId:
    return await world.begun(acting)


async def _is_open(world: World, case: CaseId) -> bool:
    states = (await world.case(case)).state, (await world.form(case)).state
    return states == (CaseState.INTENDED, FormState.READY) and await count("shipments") == 0


async def test_a_confirmed_form_is_filed_and_a_courier_comes_for_every_piece(
    world: World, acting: Acting, case: CaseId
) -> None:
    confirmed = await world.confirm(acting, case)

    [parcel] = confirmed.shipments
    assert (confirmed.state, parcel.direction, confirmed.next.action) == ("confirmed", "collect", "hand_over")
    assert [(one.kind, one.serial, one.custody) for one in parcel.pieces] == [
        ("original", "1", "holder"),
        ("duplicate", "1", "holder"),
        ("duplicate", "2", "holder"),
    ]
    assert [name for name, _ in await jobs_deferred()] == ["prefill-form", "file-case", "order-shipment"]


async def test_what_was_confirmed_is_kept_value_by_value(world: World, acting: Acting, case: CaseId) -> None:
    digest = (await world.desk.read_form(acting, case)).digest

    await world.confirm(acting, case)

    steps = [entry.step for entry in await world.core.ledger.of_case(case)]
    [step] = [step for step in steps if step.kind == "form-confirmed"]
    assert step.evidence is not None
    kept = json.loads(await world.core.evidence.read(step.evidence) or b"")
    assert kept["digest"] == digest
    assert ["funds", "3000000", None] in kept["form"]["fields"]
    assert (await world.form(case)).digest() == digest


async def test_another_way_back_sends_no_courier(world: World, acting: Acting, case: CaseId) -> None:
    version = (await world.desk.read_form(acting, case)).version
    await world.desk.edit_form(acting, case, version, FormEdit(return_mode="lost_declaration", lost=LOST))

    confirmed = await world.confirm(acting, case)

    assert (confirmed.shipments, confirmed.next.label) == ((), "正在提交")
    assert [name for name, _ in await jobs_deferred()] == ["prefill-form", "file-case"]


async def test_a_courier_for_next_week_is_ordered_when_couriers_take_the_order(
    world: World, acting: Acting, case: CaseId
) -> None:
    version = (await world.desk.read_form(acting, case)).version
    day = world.clock().date() + timedelta(days=7)
    door = Place(
        PersonName("甲子安"), Phone("19900000101"), Address("山东省青岛市虚构路1号"), day, "14:00-18:00"
    )
    await world.desk.edit_form(acting, case, version, FormEdit(pickup=door))

    await world.confirm(acting, case)

    [row] = await get_connection("default").execute_query_dict(
        "SELECT scheduled_at - now() AS wait FROM procrastinate_jobs WHERE task_name = 'order-shipment'"
    )
    assert timedelta(days=4) < row["wait"] < timedelta(days=5)


async def test_two_confirmations_at_once_make_one_parcel_and_one_filing(
    world: World, acting: Acting, case: CaseId
) -> None:
    other = await world.phone(world.jia)

    results = await asyncio.gather(
        world.confirm(acting, case), world.confirm(other, case), return_exceptions=True
    )

    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(one) for one in refused] == [FormConfirmed]
    assert await count("shipments") == 1


async def test_the_same_key_gets_the_same_case_again(world: World, acting: Acting, case: CaseId) -> None:
    form = await world.desk.read_form(acting, case)

    answers = [
        await world.confirm(acting, case, key="once", version=form.version, digest=form.digest)
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    assert await count("shipments") == 1


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"digest": "0" * 64}, FormChanged),
        ({"version": 1}, FormChanged),
        ({"promise": False}, PromiseNeeded),
        ({"materials": frozenset({"application_form"})}, FormIncomplete),
        ({"materials": frozenset({"application_form", "current_certificate", "x"})}, FormIncomplete),
    ],
)
async def test_what_does_not_match_is_refused_and_nothing_follows(
    world: World, acting: Acting, case: CaseId, other: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await world.confirm(acting, case, key="", **other)

    assert await _is_open(world, case)


async def test_all_gaps_of_a_form_are_told_at_once(world: World, acting: Acting, case: CaseId) -> None:
    version = (await world.desk.read_form(acting, case)).version
    await world.desk.edit_form(acting, case, version, FormEdit({"contact_phone": ""}))
    world.clock.go_on(timedelta(days=3))  # the courier's morning has passed
    later = await world.phone(world.jia)

    with pytest.raises(FormIncomplete) as refused:
        await world.confirm(later, case, materials=frozenset())

    told = [(slip["field"], slip["code"]) for slip in refused.value.data["fields"]]  # type: ignore[attr-defined] # a list of slips
    assert told == [
        ("fields.contact_phone", "missing"),
        ("pickup.window", "out-of-range"),
        ("materials", "missing"),
        ("materials", "missing"),
    ]


async def test_a_face_for_another_matter_or_of_some_while_ago_does_not_confirm(
    world: World, acting: Acting, case: CaseId
) -> None:
    elsewhere = await world.phone(world.jia, matter=MatterId(world.core.new_id()))

    with pytest.raises(FaceForThisMatter):
        await world.confirm(elsewhere, case)
    world.clock.go_on(FRESH)
    with pytest.raises(FaceForThisMatter):
        await world.confirm(acting, case)

    assert await _is_open(world, case)


async def test_who_lost_the_office_between_yes_and_here_cannot_confirm(
    world: World, acting: Acting, case: CaseId
) -> None:
    form = await world.desk.read_form(acting, case)
    world.somebody_else_is_responsible()

    with pytest.raises(NotRepresentative):
        await world.desk.confirm_form(
            acting,
            case,
            version=form.version,
            digest=form.digest,
            materials=frozenset({"application_form", "current_certificate"}),
            promise=True,
            request=world.key(),
        )

    assert await _is_open(world, case)


async def test_who_took_the_office_over_confirms_in_their_own_name(world: World, case: CaseId) -> None:
    world.somebody_else_is_responsible()

    await world.confirm(await world.phone(world.yi), case)

    assert (await world.case(case)).actor == world.yi


async def test_a_strangers_case_is_not_there_to_confirm(world: World, case: CaseId) -> None:
    stranger = await world.phone(world.yi, world.yi)

    with pytest.raises(NotFound):
        await world.desk.confirm_form(
            stranger,
            case,
            version=2,
            digest="0" * 64,
            materials=frozenset(),
            promise=True,
            request=world.key(),
        )
