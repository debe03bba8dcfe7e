"""When a part we cannot do without is away: 503 with a time to come back, and nothing half done."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.embedded.valkey import EmbeddedValkey
from adapters.redis.connect import connected
from adapters.redis.limits import RedisLimits
from bff.compose.core import Core
from domain.kernel.refusal import Refused, Unavailable
from tests.http.opening import open_town
from tests.http.town import CONSENT, META, Town
from tests.support.house import HandClock
from tests.support.server import TestServer, Urls
from tests.usecases.case_world import YI

HOME = "/v1/citizen/home"
CHECK = {"code": "482 913 609", "receivingNumber": "19900000101"}


class Door:
    """Closes and opens one test database, as a restart of the server would."""

    def __init__(self, server: TestServer, urls: Urls) -> None:
        self._server, self._name = server, urls.runtime.rpartition("/")[2]

    def close(self) -> None:
        self._server.run(
            f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'",  # noqa: S608 - our own name
        )

    def open(self) -> None:
        self._server.run(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS true")


async def test_a_database_that_restarts_costs_a_retry_and_no_error_of_ours(
    town: Town, server: TestServer, urls: Urls
) -> None:
    yi = await town.sign_in(YI)
    door = Door(server, urls)

    door.close()
    with capture_logs() as logged:
        away = await yi.send("GET", HOME)
    ready = await town.caller.send("GET", "/live")
    door.open()
    back = [(await yi.send("GET", HOME)).status for _ in range(8)]

    assert (away.status, away.code) == (503, "temporarily-unavailable")
    assert int(away.raw.headers["retry-after"]) > 0
    assert ready.status == 200
    assert set(back) <= {200, 503}
    assert back[-1] == 200
    [event] = [one for one in logged if one["event"] == "database-unreachable"]
    assert set(event) == {"event", "log_level", "request_id", "kind"}


async def test_an_effect_that_met_a_closed_database_can_be_sent_again(
    town: Town, server: TestServer, urls: Urls
) -> None:
    door = Door(server, urls)
    door.close()
    statuses = []

    for attempt in range(12):
        if attempt == 1:
            door.open()
        answer = await town.caller.send(
            "POST",
            "/v1/citizen/identity-checks",
            json=_check(),
            key="one",
        )
        statuses.append(answer.status)

    assert statuses[0] == 503
    assert statuses[-1] == 201
    assert set(statuses) == {201, 503}
    assert len(town.face.checks) == 1


@pytest.fixture
async def limited(core: Core, clock: HandClock, tmp_path: Path) -> AsyncIterator[tuple[Town, EmbeddedValkey]]:
    """The town with real limits."""
    valkey = EmbeddedValkey(tmp_path / "valkey")
    url = valkey.start()
    try:
        async with (
            connected(url) as redis,
            open_town(core, clock, tmp_path, limits=RedisLimits(redis)) as town,
        ):
            yield town, valkey
    finally:
        valkey.stop()


async def test_without_the_counter_what_must_be_limited_is_closed_and_the_rest_goes_on(
    limited: tuple[Town, EmbeddedValkey],
) -> None:
    town, valkey = limited
    yi = await town.sign_in(YI)
    open_before = await town.caller.send("POST", "/v1/sms/messages/check", json=CHECK, key="")
    valkey.stop()

    closed = [
        await town.caller.send("POST", "/v1/sms/messages/check", json=CHECK, key=""),
        await town.caller.send("POST", "/v1/citizen/identity-checks", json=_check(), key="k"),
    ]
    home = await yi.send("GET", HOME)

    assert open_before.status in (200, 422)
    assert {(one.status, one.code) for one in closed} == {(503, "limits-unavailable")}
    assert all(int(one.raw.headers["retry-after"]) > 0 for one in closed)
    assert home.status == 200
    assert len(town.face.checks) == 1


def _check() -> dict[str, object]:
    return {
        "name": "乙丑宁",
        "idNumber": YI[1].reveal(),
        "consentVersion": CONSENT,
        "agreed": True,
        "metaInfo": META,
    }


async def test_a_vendor_that_is_away_is_told_apart_from_one_that_said_no(town: Town) -> None:
    town.face.trouble.before += [Unavailable("face", "timeout"), Refused("face", "meta")]

    away = await town.caller.send("POST", "/v1/citizen/identity-checks", json=_check(), key="a")
    refused = await town.caller.send("POST", "/v1/citizen/identity-checks", json=_check(), key="b")

    assert (away.status, away.code) == (503, "outside-unavailable")
    assert (refused.status, refused.code) == (502, "outside-refused")
    assert "timeout" not in away.raw.text


async def test_ready_says_which_part_does_not_answer(town: Town, server: TestServer, urls: Urls) -> None:
    up = await town.caller.send("GET", "/ready")
    Door(server, urls).close()

    down = await town.caller.send("GET", "/ready")

    Door(server, urls).open()
    assert (up.status, up.body) == (200, {"status": "ok"})
    assert (down.status, down.body) == (503, {"status": "failing", "failing": ["database"]})
