"""The staff's page (工作台) is served like the phone's: to everybody, and it shows nothing by itself."""

import pytest

from tests.http.caller import ALWAYS
from tests.http.town import Town


@pytest.mark.parametrize("path", ["/console", "/static/console/app.js", "/static/console/desk.css"])
async def test_the_page_of_the_desk_is_served_under_the_same_protection(town: Town, path: str) -> None:
    answer = await town.caller.send("GET", path)

    assert answer.status == 200
    assert {name: answer.raw.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "script-src 'self'" in answer.raw.headers["content-security-policy"]


async def test_the_page_of_the_desk_tells_nothing_of_the_office(town: Town) -> None:
    told = (await town.caller.send("GET", "/console")).raw.text

    assert "正在打开工作台" in told
    assert not any(one in told for one in ("list_0", "case_0", "甲"))


async def test_a_stroke_too_many_after_the_address_leads_to_the_same_page(town: Town) -> None:
    told = [(await town.caller.http.get(path)).text for path in ("/console", "/console/")]

    assert told[0] == told[1]
