"""Guarding the door: how much one line or one person may ask, whose word about an address is believed,
which pages may read our answers, and who waits when the house is full."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bff.app import Door
from bff.http.limits import LONGEST_QUERY, MOST_HEADERS, LocalWindows, SharedOrLocal
from bff.http.request import Traffic
from bff.http.shedding import Shedder
from domain.kernel.limits import LimitsUnavailable
from domain.usecases.spend_try import line_of
from tests.http.caller import Caller
from tests.http.hand import Hand
from tests.http.opening import application
from tests.http.town import Town
from tests.security.test_silence import a_code, ask, calling_from
from tests.security.test_slow_clients import until
from tests.unit.test_shedding import HandWatch
from tests.usecases.case_world import YI

COUNTERS = "/v1/citizen/counters"
HOME = "/v1/citizen/home"
ENOUGH = 3


@dataclass
class Few:
    """Implements Limits: whatever is allowed, three are."""

    watch: HandWatch = field(default_factory=HandWatch)
    is_away: bool = False

    def __post_init__(self) -> None:
        self.windows = LocalWindows(self.watch)

    async def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        if self.is_away:
            raise LimitsUnavailable("ConnectionError")
        self.windows.spend(purpose, subject, allowed=min(allowed, ENOUGH), seconds=seconds)


@pytest.fixture
def few(town: Town) -> Few:
    limits = Few()
    town.app.ctx.traffic = Traffic(limits, line_of)
    return limits


async def test_a_line_that_asks_too_much_is_told_when_to_come_again(town: Town, few: Few) -> None:
    answers = [await town.caller.send("GET", COUNTERS) for _ in range(4)]

    few.watch.at += 60
    later = await town.caller.send("GET", COUNTERS)

    assert [one.status for one in answers] == [200, 200, 200, 429]
    assert answers[-1].code == "too-many-requests"
    assert answers[-1].raw.headers["retry-after"] == "60"
    assert later.status == 200


@pytest.mark.usefixtures("few")
async def test_another_line_waits_for_nobody(town: Town) -> None:
    for _ in range(4):
        await town.caller.send("GET", COUNTERS)

    async with calling_from(town, "203.0.113.9") as other:
        answer = await other.send("GET", COUNTERS)

    assert answer.status == 200


@pytest.mark.parametrize("path", ["/v1/citizen/nothing-here", "/problems/not-found", "/static/app.js", HOME])
@pytest.mark.usefixtures("few")
async def test_whatever_a_line_asks_for_is_counted(town: Town, path: str) -> None:
    statuses = [(await town.caller.send("GET", path)).status for _ in range(4)]

    assert 429 not in statuses[:3]
    assert statuses[3] == 429


@pytest.mark.parametrize("path", ["/live", "/ready", "/metrics"])
@pytest.mark.usefixtures("few")
async def test_whoever_asks_whether_we_live_is_never_told_to_wait(town: Town, path: str) -> None:
    assert {(await town.caller.send("GET", path)).status for _ in range(6)} == {200}


async def test_a_person_is_one_on_all_their_lines_and_sessions(town: Town) -> None:
    first, second = await town.sign_in(YI), await town.sign_in(YI)
    town.app.ctx.traffic = Traffic(Few(), line_of)
    statuses = []

    for n in range(4):
        async with calling_from(town, f"203.0.113.{n + 1}") as caller:
            token = (first, second)[n % 2].token
            statuses.append((await caller.send("GET", HOME, token=token)).status)

    assert statuses == [200, 200, 200, 429]


async def test_a_stranger_without_a_token_spends_nobodys_tries(town: Town) -> None:
    yi = await town.sign_in(YI)
    town.app.ctx.traffic = Traffic(Few(), line_of)
    for n in range(6):
        async with calling_from(town, f"198.51.100.{n + 20}") as stranger:
            await stranger.send("GET", HOME, token=f"{yi.token}x")

    assert (await yi.send("GET", HOME)).status == 200


async def test_without_the_shared_counter_reads_go_on_under_this_processs_own(town: Town, few: Few) -> None:
    few.is_away = True
    town.app.ctx.traffic = Traffic(SharedOrLocal(few, few.watch), line_of)

    statuses = {(await town.caller.send("GET", COUNTERS)).status for _ in range(10)}

    assert statuses == {200}


@pytest.fixture
async def proxied(town: Town) -> AsyncIterator[Town]:
    """Behind a proxy whose word is believed."""
    town.app.config.FORWARDED_SECRET = "invented-proxy-secret"
    yield town
    town.app.config.FORWARDED_SECRET = None


async def tries(town: Town, **headers: str) -> list[int]:
    """Thirty questions about a message, each with these headers, {n} counted on."""
    return [
        (
            await ask(
                town.caller,
                a_code(n),
                f"139000001{n:02d}",
                **{name: value.format(n=n) for name, value in headers.items()},
            )
        ).status
        for n in range(30)
    ]


async def test_the_proxy_that_knows_the_secret_is_believed(proxied: Town) -> None:
    statuses = await tries(proxied, Forwarded="for=203.0.113.{n};secret=invented-proxy-secret")

    assert statuses == [200] * 30


async def test_one_caller_behind_the_proxy_is_one(proxied: Town) -> None:
    statuses = await tries(proxied, Forwarded='for="[2001:db8::1]:47{n:02d}";secret=invented-proxy-secret')

    assert statuses == [200] * 20 + [429] * 10


@pytest.mark.parametrize(
    "headers",
    [
        {"Forwarded": "for=203.0.113.{n}"},
        {"Forwarded": "for=203.0.113.{n};secret=guessed"},
        {"Forwarded": "for=203.0.113.{n};secret=invented-proxy-secre"},
        {"Forwarded": "for=203.0.113.{n}, for=198.51.100.7;secret=invented-proxy-secret"},
        {"X-Forwarded-For": "203.0.113.{n}"},
        {"X-Forwarded-For": "203.0.113.{n}", "Forwarded": "for=198.51.100.7;secret=invented-proxy-secret"},
        {"X-Real-IP": "203.0.113.{n}"},
    ],
    ids=["no secret", "wrong", "cut short", "what a caller wrote before", "XFF", "XFF beside", "X-Real-IP"],
)
async def test_behind_a_proxy_only_its_own_word_counts(proxied: Town, headers: dict[str, str]) -> None:
    assert await tries(proxied, **headers) == [200] * 20 + [429] * 10


async def test_more_headers_than_any_client_of_ours_has_are_refused(town: Town) -> None:
    usual = len((await town.caller.send("GET", COUNTERS)).raw.request.headers)
    most = {f"X-A-{n}": "1" for n in range(MOST_HEADERS - usual)}

    enough = await town.caller.send("GET", COUNTERS, headers=most)
    more = await town.caller.send("GET", COUNTERS, headers={**most, "X-B": "1"})

    assert enough.status == 200
    assert (more.status, more.code) == (400, "malformed-request")


async def test_a_longer_query_than_any_client_of_ours_writes_is_refused(town: Town) -> None:
    longest = await town.caller.send("GET", f"{COUNTERS}?{'a' * LONGEST_QUERY}")
    longer = await town.caller.send("GET", f"{COUNTERS}?{'a' * (LONGEST_QUERY + 1)}")

    assert longest.status in (200, 422)
    assert (longer.status, longer.code) == (400, "malformed-request")


PARTNER = "https://city.example"


@pytest.fixture
async def open_to(town: Town) -> AsyncIterator[Caller]:
    """An application that one page elsewhere may read."""
    door = Door(origins=frozenset({PARTNER}))
    async with application(town.office, name="open-to-another-page", door=door) as (_, caller):
        yield caller


async def preflight(caller: Caller, origin: str, path: str = HOME) -> Any:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,idempotency-key",
    }
    return await caller.http.request("OPTIONS", path, headers=asked)


async def test_a_configured_page_may_ask_and_read_and_brings_no_cookie(open_to: Caller) -> None:
    before = await preflight(open_to, PARTNER)
    read = await open_to.send("GET", COUNTERS, headers={"Origin": PARTNER})
    refused = await open_to.send("GET", HOME, headers={"Origin": PARTNER})

    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == PARTNER
    assert "Idempotency-Key" in before.headers["access-control-allow-headers"]
    for one in (read, refused):
        assert one.raw.headers["access-control-allow-origin"] == PARTNER
        assert "Origin" in one.raw.headers["vary"].split(", ")
        assert "Retry-After" in one.raw.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in {**before.headers, **read.raw.headers}


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "*",
        "https://evil.test",
        "https://city.example.evil.test",
        "https://evil-city.example",
        "https://sub.city.example",
        "http://city.example",
        "https://city.example:8443",
        "https://city.example/",
        "HTTPS://CITY.EXAMPLE",
    ],
)
async def test_a_page_that_only_looks_like_a_configured_one_reads_nothing(
    open_to: Caller, origin: str
) -> None:
    before = await preflight(open_to, origin)
    answer = await open_to.send("GET", COUNTERS, headers={"Origin": origin})

    assert before.status_code == 405
    for headers in (before.headers, answer.raw.headers):
        assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "path", ["/v1/console/today", "/v1/console/session", "/v1/callbacks/approval", "/console", "/metrics"]
)
async def test_what_is_for_staff_and_vendors_is_for_no_other_page(open_to: Caller, path: str) -> None:
    before = await preflight(open_to, PARTNER, path)
    answer = await open_to.send("GET", path, headers={"Origin": PARTNER})

    for headers in (before.headers, answer.raw.headers):
        assert "access-control-allow-origin" not in headers


@pytest.fixture
async def full(town: Town) -> AsyncIterator[tuple[Caller, Shedder]]:
    """A house with ten places, whose watch stands still."""
    shedder = Shedder(10, HandWatch())
    name = f"full-{id(shedder)}"
    async with application(town.office, name=name, door=Door(shedder=shedder)) as (_, caller):
        yield caller, shedder


@pytest.mark.parametrize(
    ("taken", "page", "thing", "step"),
    [(5, 200, 200, 200), (6, 503, 200, 200), (8, 503, 503, 200), (10, 503, 503, 503)],
)
async def test_a_full_house_turns_lists_away_first_and_steps_last(
    full: tuple[Caller, Shedder], taken: int, page: int, thing: int, step: int
) -> None:
    caller, shedder = full
    shedder.in_flight = taken

    listed = await caller.send("GET", COUNTERS)
    one = await caller.send("GET", "/problems/not-found")
    done = await ask(caller, a_code(1))
    alive = await caller.send("GET", "/live")

    assert (listed.status, one.status, done.status, alive.status) == (page, thing, step, 200)
    for answer in (listed, one, done):
        if answer.status == 503:
            assert answer.code == "overloaded"
            assert int(answer.raw.headers["retry-after"]) > 0
    assert shedder.in_flight == taken


async def test_who_is_turned_away_has_changed_nothing_and_may_send_the_same_again(
    town: Town, full: tuple[Caller, Shedder]
) -> None:
    caller, shedder = full
    yi = Hand(caller, (await town.sign_in(YI)).token)
    said = {"kind": "complaint", "words": "窗口排队太久"}
    shedder.in_flight = 10

    away = await yi.send("POST", "/v1/citizen/grievances", json=said, key="once")
    shedder.in_flight = 0
    taken = await yi.send("POST", "/v1/citizen/grievances", json=said, key="once")

    assert (away.status, taken.status) == (503, 201)
    assert len((await yi.get("/v1/citizen/grievances"))["grievances"]) == 1


async def test_places_are_taken_while_one_waits_and_free_when_all_are_answered(town: Town) -> None:
    open_up = asyncio.Event()

    async def waits(*_: object, **__: object) -> object:
        await open_up.wait()
        return await town.office.notices.check_message(a_code(1), "19900000118", origin="203.0.113.1")

    desk = dataclasses.replace(town.office.notices, check_message=cast(Any, waits))
    office = dataclasses.replace(town.office, notices=desk)
    shedder = Shedder(3, HandWatch())
    async with application(office, name="three-places", door=Door(shedder=shedder)) as (_, caller):
        three = [asyncio.create_task(ask(caller, a_code(n))) for n in range(3)]
        await until(lambda: shedder.in_flight == 3)
        fourth = await ask(caller, a_code(4))
        open_up.set()
        answered = [one.status for one in await asyncio.gather(*three)]

    assert (fourth.status, fourth.code) == (503, "overloaded")
    assert answered == [200] * 3
    assert shedder.in_flight == 0


async def test_an_answer_over_plain_http_promises_no_https(town: Town) -> None:
    async with application(town.office, name="plain", door=Door(by_https=False)) as (_, caller):
        answer = await caller.http.get("/live")

    assert answer.status_code == 200
    assert "strict-transport-security" not in answer.headers


async def test_signing_out_clears_what_the_browser_kept(town: Town) -> None:
    yi = await town.sign_in(YI)

    answer = await yi.send("DELETE", "/v1/citizen/session", headers={"Cookie": yi.cookie})

    assert answer.status == 204
    told = {part.strip() for part in answer.raw.headers["clear-site-data"].split(",")}
    assert told == {'"cache"', '"storage"'}
    assert "Max-Age=0" in answer.raw.headers["set-cookie"]
