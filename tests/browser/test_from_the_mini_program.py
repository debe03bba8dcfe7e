"""From the mini-program into the page (web-view) by its ticket, to the form that is confirmed there."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Playwright

from adapters.sandbox.city import Person
from bff.cli.demo import asking
from bff.cli.demo.casting import cast_of, in_mini_program, levers
from bff.cli.demo.client import Client
from bff.cli.demo.mini_program import FRONT
from tests.browser.conftest import Town
from tests.browser.phone import Phone

STORY, ITEM = "due-elsewhere", "wg-15-minban-renewal"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 5) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0"
    " Mobile Safari/537.36 MicroMessenger/8.0.47 NetType/WIFI Language/zh_CN miniProgram/wx0000000000000000"
)


@pytest.fixture
def web_view(playwright: Playwright, browser: Browser, town: Town) -> Iterator[Phone]:
    held = Phone.new(playwright, browser, town.url, user_agent=WECHAT)
    yield held
    held.put_away()


def test_a_ticket_of_the_mini_program_leads_to_the_matter_and_on_to_the_filed_form(
    web_view: Phone, town: Town
) -> None:
    person = town.people.of(STORY).responsible
    with ThreadPoolExecutor(max_workers=1) as beside:  # Playwright keeps the loop of this thread running
        address = beside.submit(asyncio.run, _ticket(town)).result()

    web_view.page.goto(address)
    _say_yes(web_view)
    _confirm(web_view, person)

    assert web_view.asked("/identity-checks") == 0  # the face was WeChat's own
    assert web_view.asked("/confirmation") == 1
    web_view.page.reload()
    web_view.on("case-head")
    assert urlsplit(address).fragment.rpartition("=")[2] not in str(web_view.written_down())
    assert web_view.tells_of(person) == []
    assert web_view.complaints == []


async def _ticket(town: Town) -> str:
    """The address its web-view opens: signed in by WeChat, known by the face for this matter."""
    school = town.people.of(STORY)
    async with Client(town.url) as client:
        cast, at = cast_of(school, town.keys), levers(town.stage.ports)
        mini_program = in_mini_program(client, school, cast, at, lambda *_: None)
        walk = mini_program.walk
        await asking.notice(walk)
        await mini_program.enter()
        await mini_program.prove()
        await asking.arrive(walk)
        await mini_program.prove(matter=walk.matter)
        wish = {"path": f"/matters/{walk.matter}"}
        told = await client.expect(201, "POST", f"{FRONT}/web-view-tickets", json=wish, token=walk.token)
        return str(told["url"])


def _say_yes(phone: Phone) -> None:
    phone.on("why")
    assert "ticket" not in phone.page.url
    phone.check_screen()
    phone.tick(f"answer-{ITEM}-yes")
    phone.tick("promise")
    phone.tap("answer-submit")


def _confirm(phone: Phone, person: Person) -> None:
    phone.on("form-confirm")
    assert phone.on("value-responsible_name").inner_text() == person.name
    phone.tick("material-all")
    phone.tick("promise")
    phone.tap("form-confirm")
    phone.on("case-head")
