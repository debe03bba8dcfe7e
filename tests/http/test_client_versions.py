"""The oldest client still understood is announced to ours, and an older one is told to be replaced."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bff.app import Door
from domain.kernel.client import oldest_in
from tests.http.caller import Caller
from tests.http.opening import application
from tests.http.town import Town

OLDEST = Door(clients=frozenset(oldest_in("h5=1.2,miniprogram=2.0.1").items()))
CHECK = {"code": "482 913 609", "receivingNumber": "19900000101"}


@pytest_asyncio.fixture
async def caller(town: Town) -> AsyncIterator[Caller]:
    async with application(town.office, name="with-an-oldest", door=OLDEST) as (_, caller):
        yield caller


def by(client: str) -> dict[str, str]:
    return {"Palm-Client": client}


@pytest.mark.parametrize(
    ("client", "oldest"),
    [
        *(("h5/1.1", "h5/1.2"), ("h5/1.1.9999", "h5/1.2"), ("h5/0.9", "h5/1.2")),
        ("miniprogram/2.0", "miniprogram/2.0.1"),
    ],
)
async def test_a_client_that_is_too_old_is_told_so_before_anything_else(
    caller: Caller, client: str, oldest: str
) -> None:
    reads = await caller.send("GET", "/v1/citizen/home", headers=by(client))
    writes = await caller.send("POST", "/v1/citizen/session", json={}, headers=by(client), key="")

    assert [(one.status, one.code) for one in (reads, writes)] == [(426, "client-too-old")] * 2
    assert {one.body["minimum"] for one in (reads, writes)} == {oldest}
    assert {one.raw.headers["palm-client-minimum"] for one in (reads, writes)} == {oldest}


@pytest.mark.parametrize("client", ["h5/1.2", "h5/1.2.0", "h5/1.10", "h5/2", "miniprogram/2.0.1"])
async def test_a_client_that_is_new_enough_is_answered_and_hears_of_the_oldest(
    caller: Caller, client: str
) -> None:
    told = await caller.send("GET", "/v1/citizen/counters", headers=by(client))

    assert told.status == 200
    assert told.raw.headers["palm-client-minimum"].startswith(client.partition("/")[0])


@pytest.mark.parametrize(
    "client", ["", "curl/8.0", "h5/", "h5/one", "h5/1.1, h5/9", "desk/0.1", "h5/" + "1." * 99]
)
async def test_who_names_no_client_of_ours_is_asked_for_none(caller: Caller, client: str) -> None:
    told = await caller.send("GET", "/v1/citizen/counters", headers=by(client))

    assert (told.status, "palm-client-minimum" in told.raw.headers) == (200, False)


async def test_whether_a_message_is_a_fraud_is_answered_to_the_oldest_client(caller: Caller) -> None:
    told = await caller.send("POST", "/v1/sms/messages/check", json=CHECK, headers=by("h5/0.1"), key="")

    assert told.status == 200


async def test_what_is_no_front_of_theirs_asks_no_version(caller: Caller) -> None:
    told = await caller.send("GET", "/live", headers=by("h5/0.1"))

    assert told.status == 200
