"""The counter appointment: on a working day within two weeks, for everybody, code or no code."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tortoise.connection import get_connection

from adapters.postgres.rows.identity import AppointmentRow
from bff.compose.core import Core
from domain.identity.appointment import AppointmentDayInvalid, HalfDay
from domain.invitations.code import AddressCode
from domain.kernel.identifiers import IdentifierInvalid
from domain.kernel.limits import TooManyRequests
from domain.kernel.personal import PersonName
from domain.kernel.ports import RequestKey
from domain.usecases.book_appointment import Booked, Wish, WriteAppointment
from tests.support.house import HandClock, count
from tests.usecases.identity_world import ADDRESS, World, identity_world

WISH = Wish(PersonName("丙寅"), "19900000101", "laixi-hall", date(2026, 11, 24), HalfDay.MORNING, None)


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def book(world: World, wish: Wish = WISH, *, key: str = "") -> Booked:
    request = RequestKey("public", "book_appointment", key or f"key-{next(world.keys)}", bytes(32))
    return await world.desk.book_appointment(request, wish, address=ADDRESS)


async def test_what_is_booked_is_told_with_number_place_and_what_to_bring(world: World) -> None:
    booked = await book(world)

    assert booked.number[0] == "A"
    assert booked.number[1:].isdigit()
    assert len(booked.number) == 8
    assert (booked.counter, booked.day, booked.half) == ("laixi-hall", WISH.day, "am")
    assert booked.bring


async def test_name_and_phone_are_sealed(world: World) -> None:
    await book(world)

    [row] = await get_connection("default").execute_query_dict("SELECT a::text AS told FROM appointments a")
    assert "丙寅".encode().hex() not in row["told"]
    assert b"19900000101".hex() not in row["told"]


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 28), date(2026, 12, 8)],
    ids=["today", "last week", "a Saturday", "beyond two weeks"],
)
async def test_other_days_are_refused(world: World, day: date) -> None:
    with pytest.raises(AppointmentDayInvalid):
        await book(world, replace(WISH, day=day))

    assert await count("appointments") == 0


async def test_a_saturday_that_is_worked_may_be_booked(world: World) -> None:
    world.clock.at = world.clock.at.replace(month=10, day=5)

    assert await book(world, replace(WISH, day=date(2026, 10, 10)))


async def test_an_unknown_counter_is_refused(world: World) -> None:
    with pytest.raises(AppointmentDayInvalid):
        await book(world, replace(WISH, counter="nowhere"))


async def test_a_landline_is_refused(world: World) -> None:
    with pytest.raises(IdentifierInvalid):
        await book(world, replace(WISH, phone="05320000012"))


async def test_known_and_unknown_codes_are_answered_alike(world: World) -> None:
    matter, known = await world.invited()
    unknown = str(AddressCode.mint(world.core.randomness.below))

    told = [await book(world, replace(WISH, code=code)) for code in (known, unknown, None)]

    assert len({replace(one, number="") for one in told}) == 1
    rows = await AppointmentRow.all().order_by("id")
    assert [row.matter_id for row in rows] == [matter, None, None]
    assert [entry.step.kind for entry in await world.core.ledger.of_matter(matter)] == ["appointment-booked"]


async def test_the_same_request_books_once(world: World) -> None:
    first = await book(world, key="again")
    world.clock.go_on(timedelta(hours=1))

    assert await book(world, key="again") == first

    assert await count("appointments") == 1


async def test_no_two_appointments_share_a_number(world: World) -> None:
    write = world.desk.book_appointment.write
    async with world.core.atomic():
        first = await WriteAppointment(write.appointments, write.ledger, Dice(7, 7), write.now, write.new_id)(
            WISH, None
        )
    async with world.core.atomic():
        second = await WriteAppointment(
            write.appointments, write.ledger, Dice(7, 8), write.now, write.new_id
        )(WISH, None)

    assert (first, second) == ("A0000007", "A0000008")


class Dice:
    """Falls as it is told."""

    def __init__(self, *numbers: int) -> None:
        self._numbers = iter(numbers)

    def below(self, bound: int) -> int:
        return next(self._numbers) % bound

    def token(self) -> str:
        raise NotImplementedError


async def test_one_address_books_thirty_times_and_no_more(world: World) -> None:
    world.limits.tries["appointment", world.desk.book_appointment.spend_try.subject(ADDRESS)] = 30

    with pytest.raises(TooManyRequests):
        await book(world)


async def test_the_counters_say_which_days_may_be_booked(world: World) -> None:
    [hall] = await world.desk.list_counters()

    assert (hall.first_day, hall.last_day) == (date(2026, 11, 24), date(2026, 12, 7))


async def test_days_no_notice_has_arranged_yet_are_not_promised(world: World) -> None:
    world.clock.at = world.clock.at.replace(month=12, day=31)

    assert await world.desk.list_counters() == ()


async def test_the_consent_names_a_way_without_a_face(world: World) -> None:
    consent = await world.desk.read_face_consent()

    assert "counter" in {way.kind for way in consent.alternatives}
    assert "不同意" in consent.text
    assert "撤回" in consent.text
