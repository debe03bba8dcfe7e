"""Another way of equal weight: an appointment at the counter (窗口预约) instead of the face."""

import secrets
from typing import Any

from bff.cli.demo import asking
from bff.cli.demo.walk import Walk
from domain.invitations.code import AddressCode
from tests.journeys.town import Town, known


async def test_who_shows_no_face_books_a_counter_with_the_code_and_nothing_is_spent(town: Town) -> None:
    organisation = town.theatre.each("due-pingdu")[0]
    walk = town.walk(organisation)
    await asking.notice(walk)
    consent = await town.client.expect(200, "GET", "/v1/citizen/consents/face")
    [counter, *_] = (await town.client.expect(200, "GET", "/v1/citizen/counters"))["counters"]

    with_code = await _book(walk, counter, walk.code)
    with_nobodys = await _book(walk, counter, str(AddressCode.mint(secrets.randbelow)))

    assert [way["kind"] for way in consent["alternatives"]] == ["bank", "network", "counter", "call"]
    assert _all_but_the_number(with_code) == _all_but_the_number(with_nobodys)
    assert with_code["bring"]
    matter = (await town.notice_of(organisation))["matter_id"]
    assert _matter_of(town, with_code) == matter
    assert _matter_of(town, with_nobodys) is None
    await known(walk)  # the way by the phone is still open
    assert (await walk.get("/v1/citizen/home"))["matters"][0]["next"]["action"] == "answer"


def _all_but_the_number(booked: Any) -> Any:
    return {name: value for name, value in booked.items() if name != "appointmentNumber"}


async def _book(walk: Walk, counter: Any, code: str) -> Any:
    wish = {
        "name": walk.cast.name,
        "phone": walk.cast.phone,
        "day": counter["firstDay"],
        "window": counter["windows"][0],
        "counter": counter["counter"],
        "code": code,
    }
    return await walk.client.expect(201, "POST", "/v1/citizen/appointments", json=wish)


def _matter_of(town: Town, booked: Any) -> Any:
    number = booked["appointmentNumber"]
    [row] = town.rows("SELECT matter_id FROM appointments WHERE number = %s", number)
    return row["matter_id"]
