"""One town for all journeys: real PostgreSQL, Valkey, worker, BFF and emulated vendors, each a process."""

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from bff.cli.demo import asking
from bff.cli.demo.client import Client
from bff.cli.demo.show import raise_curtain, sense
from bff.cli.demo.stage import Ports, Stage
from tests.journeys.town import Theatre, Town

TEMPO_SECONDS = 0.05


@pytest.fixture(scope="package")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    stage = Stage(tmp_path_factory.mktemp("journeys"), Ports.free(), tempo_seconds=TEMPO_SECONDS)
    try:
        keys, people = raise_curtain(stage, lambda _: None)
        made = Theatre(stage, keys, people)
        sense(stage, keys)
        _bad_weather_for_messages(made)
        asyncio.run(_sign_off(made))
        yield made
    finally:
        stage.close()
        structlog.reset_defaults()


@pytest.fixture
async def town(theatre: Theatre) -> AsyncIterator[Town]:
    theatre.stage.check()
    async with Client(theatre.stage.ports.url) as client:
        town = Town(theatre, client)
        yield town
        await town.calm()


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
