"""The whole office on free ports, the push lists signed but one, and a phone to hold."""

import asyncio
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from adapters.sandbox.city import JOURNEY, City
from bff.cli.demo import asking
from bff.cli.demo.accounts import STEP, Keys, roster
from bff.cli.demo.casting import cast_of, levers
from bff.cli.demo.client import Client, within
from bff.cli.demo.morning import Morning, play
from bff.cli.demo.show import set_up
from bff.cli.demo.stage import Ports, Stage
from bff.cli.demo.walk import Walk
from tests.browser.desk import Rota
from tests.browser.paper import Paper
from tests.browser.phone import PATIENCE_SECONDS, Phone

TEMPO_SECONDS = 0.1
BUNDLE = "renamed-builder"  # one change, three licences
IN_CARE = "due-last-day"  # somebody who needs large letters
UNTOLD = "happy-18"  # due, but the list was sent back: nobody wrote to them
UNTOLD_RULE = "job-agency-expiry@1"
GRANTED = "happy-01"  # by the rules, before anybody looks
COMMANDS = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"  # the same engine without a window to draw: half the work


@dataclass(frozen=True, slots=True)
class Town:
    """An office that is open: its address, its people, the keys of its staff, the codes told, by story."""

    stage: Stage
    url: str
    people: City
    keys: Keys
    codes: Mapping[str, str]
    opened: float  # seconds since the epoch


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one there is nothing to see, except on CI, where there must be one."""
    for command in COMMANDS:
        if found := shutil.which(command):
            return found
    if os.environ.get("CI") == "true":
        pytest.fail("CI has no Chromium: the phone page was not looked at")
    pytest.skip("no Chromium on this machine")


@pytest.fixture(scope="session")
def town(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    assert chromium
    stage = Stage(tmp_path_factory.mktemp("town"), Ports.free(), tempo_seconds=TEMPO_SECONDS)
    try:
        keys, people = set_up(stage, lambda _: None)
        yield Town(stage, stage.ports.url, people, keys, asyncio.run(_told(stage, people, keys)), time.time())
    finally:
        stage.close()


async def _told(stage: Stage, people: City, keys: Keys) -> dict[str, str]:
    """The nine digits of each text message, once a second person has signed the lists."""
    async with Client(stage.ports.url) as client:
        at, told = levers(stage.ports), {}
        await _send_back(client, keys, UNTOLD_RULE)
        holders = {name: people.of(name) for name in (JOURNEY, IN_CARE)} | {BUNDLE: people.enterprise(BUNDLE)}
        for story, holder in holders.items():
            walk = Walk(client, cast_of(holder, keys), at, lambda *_: None)
            await asking.sign_off(walk)
            await asking.notice(walk)
            told[story] = walk.code
        return told


async def _send_back(client: Client, keys: Keys, rule: str) -> None:
    lists = await client.expect(200, "GET", "/v1/console/push-lists", token=keys.chief)
    [found] = [one for one in lists["pushLists"] if one["rule"] == rule]
    path = f"/v1/console/push-lists/{found['pushListId']}"
    read = await client.expect(200, "GET", path, token=keys.chief)
    decision = {"decision": "send_back", "digest": read["digest"], "note": "请再核对一遍。"}
    await client.expect(200, "POST", f"{path}/signature", token=keys.chief, json=decision, key=str(uuid4()))


@pytest.fixture(scope="session")
def morning(town: Town) -> Town:
    """The same town, with something to do in each of the eight queues."""
    with ThreadPoolExecutor(max_workers=1) as beside:  # Playwright may keep the loop of this thread running
        beside.submit(asyncio.run, _played(town)).result()
    return town


async def _played(town: Town) -> None:
    ports = town.stage.ports
    async with Client(town.url) as client:
        at, register = levers(ports), ports.vendor("enterprise_register")
        settings, folder = town.stage.settings, town.stage.folder
        made = Morning(folder, settings, client, town.people, town.keys, at, register, cast_of)
        await _granted_at_once(made)
        await play(made)


async def _granted_at_once(morning: Morning) -> None:
    """Something for the lot to be drawn from (抽查), however long the proposal takes on a busy machine."""
    firm = morning.people.enterprise(GRANTED)
    away = {"mode": "away", "match": {"applicantCode": firm.uscc, "status": "已受理"}}
    await morning.lever(f"{morning.at.approval}/__mode", away)
    walk = morning.walk(firm)
    for step in (asking.notice, asking.identity, asking.arrive, asking.say_yes, asking.confirm):
        await step(walk)
    await morning.until(walk, "accepted")
    number = (await walk.read())["number"]

    async def proposed() -> bool | None:
        told = await walk.client.expect(200, "GET", f"{morning.at.approval}/__books")
        return number in {one["case_no"] for one in told["proposals"]} or None

    await within(proposed, "the proposal")
    await morning.lever(f"{morning.at.approval}/__decide", {"caseNo": number, "outcome": "adopt"})
    await morning.until(walk, "delivered", "closed")


@pytest.fixture(scope="session")
def rota(browser: Browser, morning: Town) -> Iterator[Rota]:
    """Everybody of the office, each at a desk of their own."""
    held = Rota(browser, morning.url, roster(morning.stage.folder), morning.opened + STEP.total_seconds())
    yield held
    held.leave()


@pytest.fixture(scope="session")
def playwright(chromium: str, request: pytest.FixtureRequest) -> Iterator[Playwright]:
    """After the town, if there is to be one: that start needs an event loop, and this keeps one running."""
    assert chromium
    if any("town" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("town")
    with sync_playwright() as started:
        started.selectors.set_test_id_attribute("data-test")
        expect.set_options(timeout=PATIENCE_SECONDS * 1000)  # the machine may be busy with the other tests
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def light_browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """For the hundreds of pages on paper; whole walks are in Chromium itself."""
    launched = playwright.chromium.launch(executable_path=shutil.which(SHELL) or chromium)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def contract() -> Paper:
    """What an office of paper answers with."""
    return Paper.of_contract()


@pytest.fixture
def phone(playwright: Playwright, browser: Browser, town: Town) -> Iterator[Phone]:
    """Somebody's own phone: nothing of anybody else is on it."""
    held = Phone.new(playwright, browser, town.url)
    yield held
    held.put_away()


@pytest.fixture
def counter_phone(playwright: Playwright, browser: Browser, town: Town) -> Iterator[Phone]:
    """The phone of whoever verifies a licence."""
    held = Phone.new(playwright, browser, town.url)
    yield held
    held.put_away()
