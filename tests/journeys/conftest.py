"""One town for all journeys: real PostgreSQL, Valkey, worker, BFF and emulated vendors, each a process."""

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace

import pytest
import structlog

from bff.cli.demo import asking
from bff.cli.demo.casting import meet
from bff.cli.demo.client import Client
from bff.cli.demo.show import raise_curtain, sense
from bff.cli.demo.stage import Ports, Stage
from tests.journeys.town import Theatre, Town, another_line

TEMPO_SECONDS = 0.05
MET = ("renamed-builder",)  # whose responsible person was in the mini-program before; others get a text


@pytest.fixture(scope="package")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    stage = Stage(tmp_path_factory.mktemp("journeys"), Ports.free(), tempo_seconds=TEMPO_SECONDS)
    try:
        keys, people = raise_curtain(stage, lambda _: None)
        made = Theatre(stage, keys, people)
        asyncio.run(_meet_the_mini_program(made))
        told = (sense(stage, keys), sense(stage, keys))  # whoever is listed already is not listed again
        made = replace(made, sensed=told, before_signing=asyncio.run(_all_that_left(made)))
        _bad_weather_for_messages(made)
        asyncio.run(_sign_off(made))
        yield made
    finally:
        stage.close()
        structlog.reset_defaults()


@pytest.fixture
async def town(theatre: Theatre) -> AsyncIterator[Town]:
    theatre.stage.check()
    async with Client(theatre.stage.ports.url, line=another_line()) as client:
        town = Town(theatre, client)
        yield town
        await town.calm()


async def _meet_the_mini_program(theatre: Theatre) -> None:
    async with Client(theatre.stage.ports.url) as client:
        for story in MET:
            await meet(Town(theatre, client).mini_program(story))


async def _all_that_left(theatre: Theatre) -> Mapping[str, int]:
    """Counted before anybody signed: nothing may have gone to anybody by then."""
    async with Client(theatre.stage.ports.url) as client:
        town = Town(theatre, client)
        await town.quiet()
        return {
            "text messages": len((await town.book("sms"))["messages"]),
            "subscribe messages": len((await town.book("wechat"))["messages"]),
            "notices": town.count("notices", "true"),
            "invitations": town.count("invitations", "true"),
            "matters": town.count("matters", "true"),
        }


def _bad_weather_for_messages(theatre: Theatre) -> None:
    """All notices leave together, when the list is signed: who has bad luck is settled before.

    谷雨: the operator takes the message, and its answer is lost. 秋实: its answer comes after its report.
    """
    _, lost, late = theatre.each("due")
    for organisation, fault in ((lost, {"mode": "reset_after"}), (late, {"mode": "slow", "seconds": 2.0})):
        match = {"PhoneNumbers": organisation.contact_phone}
        _set_mode(theatre.stage.ports.vendor("sms"), {**fault, "times": 1, "match": match})


def _set_mode(vendor: str, body: object) -> None:
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{vendor}/__mode", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request):  # noqa: S310 - likewise
        pass


async def _sign_off(theatre: Theatre) -> None:
    async with Client(theatre.stage.ports.url) as client:
        await asking.sign_off(Town(theatre, client).walk(theatre.people.of("journey")))
