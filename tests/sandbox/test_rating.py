"""The emulated rating interface (好差评): one matter, one rating."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.rating import create_app
from tests.sandbox.public_bodies import CALLER, Caller, now, open_body, the_city

CASE_NO = the_city().tasks[0].code + "202611210001"


def evaluation(**changed: str) -> dict[str, str]:
    task = the_city().tasks[0]
    return {
        "areaCode": "370285",
        "deptCode": task.body.uscc,
        "taskCode": task.code,
        "taskName": task.name,
        "projectNo": CASE_NO,
        "proStatus": "3",
        "proDepart": task.body.name,
        "acceptDate": "2026-11-20T09:00:00+08:00",
        "pf": "2",
        "userName": "甲子安",
        "userProp": "2",
        "certKeyGOV": "52370285MJ99000043",
        "userPageType": "001",
        "satisfaction": "5",
        "evalDetail": "510,517",
        "assessTime": "2026-11-21T09:00:00+08:00",
        "assessNumber": "1",
        "isProtion": "0",
        "dataSource": "165",
    } | changed


@pytest.fixture
async def rating() -> AsyncIterator[Caller]:
    with Books(":memory:") as books:
        async with open_body(create_app(books, caller=CALLER, now=now)) as caller:
            yield caller


async def test_a_rating_is_taken_and_can_be_asked_for(rating: Caller) -> None:
    given = await rating.call("POST", "/evaluations", evaluation())

    asked = await rating.call("GET", "/evaluations", query={"projectNo": CASE_NO, "assessNumber": "1"})
    assert given.code == "0"
    assert asked.data["evaluationId"] == given.data["evaluationId"]
    assert asked.data["satisfaction"] == "5"


async def test_a_rating_that_never_arrived_is_unknown(rating: Caller) -> None:
    asked = await rating.call("GET", "/evaluations", query={"projectNo": CASE_NO, "assessNumber": "1"})

    assert asked.code == "4040"


async def test_the_same_matter_is_rated_once(rating: Caller) -> None:
    first = await rating.call("POST", "/evaluations", evaluation())

    again = await rating.call("POST", "/evaluations", evaluation(satisfaction="1", evalDetail="108"))

    assert again.code == "duplicate"
    assert again.data["evaluationId"] == first.data["evaluationId"]
    assert again.data["satisfaction"] == "5"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"evalDetail": "406"}, "4001"),  # a code of another level
        ({"evalDetail": "501"}, "4001"),  # disabled
        ({"evalDetail": "510,510"}, "4001"),
        ({"satisfaction": "1", "evalDetail": ""}, "4001"),  # a bad rating says why
        ({"satisfaction": "6"}, "4000"),
        ({"pf": "8"}, "4000"),
        ({"dataSource": "1"}, "4000"),
        ({"deptCode": "11370285MB99900000"}, "4001"),
        ({"assessTime": "yesterday"}, "4001"),
        ({"assessNumber": "2"}, "4092"),
        ({"surprise": "x"}, "4000"),
    ],
)
async def test_a_rating_that_is_not_in_order_is_refused(
    rating: Caller, changed: dict[str, str], code: str
) -> None:
    answer = await rating.call("POST", "/evaluations", evaluation(**changed))

    assert (answer.status, answer.code) == (200, code)


async def test_a_bad_rating_may_be_given_in_words_and_rated_again_when_mended(rating: Caller) -> None:
    bad = await rating.call(
        "POST", "/evaluations", evaluation(satisfaction="2", evalDetail="", writingEvaluation="慢")
    )

    mended = await rating.call(
        "POST", "/evaluations", evaluation(assessNumber="2", satisfaction="4", evalDetail="406")
    )

    assert (bad.code, mended.code) == ("0", "0")


async def test_a_good_rating_is_not_given_twice(rating: Caller) -> None:
    await rating.call("POST", "/evaluations", evaluation())

    answer = await rating.call("POST", "/evaluations", evaluation(assessNumber="2"))

    assert answer.code == "4092"


async def test_a_wrong_secret_rates_nothing(rating: Caller) -> None:
    answer = await rating.call(
        "POST", "/evaluations", evaluation(), secret="invented-secret-of-the-palm-officE"
    )

    assert (answer.status, answer.code) == (401, "4014")
    assert await rating.look("/__books") == {"evaluations": []}


async def test_a_rating_whose_answer_was_lost_is_there_when_asked_for(rating: Caller) -> None:
    await rating.control("/__mode", {"mode": "wrong_content_type", "times": 1})
    await rating.call("POST", "/evaluations", evaluation())

    again = await rating.call("POST", "/evaluations", evaluation())

    assert again.code == "duplicate"


async def test_ratings_are_remembered_over_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "rating.sqlite3"
    with Books(path) as books:
        async with open_body(create_app(books, caller=CALLER, now=now)) as caller:
            first = await caller.call("POST", "/evaluations", evaluation())

    with Books(path) as books:
        async with open_body(create_app(books, caller=CALLER, now=now)) as caller:
            again = await caller.call("POST", "/evaluations", evaluation())

    assert (again.code, again.data["evaluationId"]) == ("duplicate", first.data["evaluationId"])
