"""The mini-program's own calls against an office that runs: right on the wire, not only on paper."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.city import City, Enterprise
from bff.cli.demo import asking
from bff.cli.demo.accounts import Keys
from bff.cli.demo.casting import cast_of, in_mini_program, levers
from bff.cli.demo.client import Client
from bff.cli.demo.mini_program import MiniProgram
from bff.cli.demo.show import raise_curtain, sense
from bff.cli.demo.stage import Ports, Stage

pytestmark = pytest.mark.wide

HERE = Path(__file__).resolve().parent
RENAMED = "renamed-builder"
PATIENCE = 120


@pytest.fixture(scope="module")
def node() -> str:
    """Where Node is. Without one the shell's calls are not tried, except on CI, where there must be one."""
    if found := shutil.which("node"):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("CI has no Node: the mini-program's calls were not tried")
    pytest.skip("no Node on this machine (Debian: nodejs)")


@dataclass(frozen=True, slots=True)
class Office:
    """Everything stands, nobody was told anything yet."""

    stage: Stage
    keys: Keys
    people: City
    node: str

    @property
    def firm(self) -> Enterprise:
        return self.people.enterprise(RENAMED)

    @property
    def openid(self) -> str:
        return f"sandbox-openid-{self.firm.uscc.lower()}"

    def run(self, page: str = "") -> Any:
        """What wire.js saw, on a phone that was just switched on."""
        ports, who = self.stage.ports, self.firm.responsible
        told = {
            "OFFICE": ports.url,
            "WECHAT": ports.vendor("wechat"),
            "OPENID": self.openid,
            "NAME": who.name,
            "ID_NUMBER": who.id_number,
            "PAGE": page,
        }
        ended = subprocess.run(  # noqa: S603 - Node, with a file of ours
            [self.node, str(HERE / "wire.js")],
            env={**os.environ, **told},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    async def notified(self) -> str:
        """The lists are signed, the message is out: the page it opens."""
        at, players = levers(self.stage.ports), cast_of(self.firm, self.keys)
        async with Client(self.stage.ports.url) as client:
            phone: MiniProgram = in_mini_program(client, self.firm, players, at, lambda *_: None)
            await asking.sign_off(phone.walk)
            return await phone.notified()

    async def has_a_phone(self) -> None:
        """WeChat knows them and their number."""
        user = {"openid": self.openid, "phone": "19900000777"}
        async with Client(self.stage.ports.url) as client:
            await client.expect(200, "POST", f"{self.stage.ports.vendor('wechat')}/__user", json=user)


@pytest.fixture(scope="module")
def office(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    stage = Stage(tmp_path_factory.mktemp("office"), Ports.free(), tempo_seconds=0.05)
    try:
        keys, people = raise_curtain(stage, lambda _: None)
        made = Office(stage, keys, people, node)
        asyncio.run(made.has_a_phone())
        yield made
    finally:
        stage.close()


def test_a_visitor_becomes_known_is_reachable_and_goes_on_in_the_h5_and_later_opens_a_notice(
    office: Office,
) -> None:
    met = office.run()

    assert (met["visitor"], met["before"], met["noTicket"]) == ("none", "401 face-needed", "401 face-needed")
    assert (met["state"], met["known"]) == ("passed", "face")
    assert met["name"] == met["inside"]["name"] != ""
    assert (met["phone"], met["wrong"]) == ("199****0777", "404 not-found")
    assert met["url"].startswith(f"{office.stage.ports.url}/#/enter?ticket=")
    assert met["inside"]["path"] == "/wallet"
    assert (met["again"], met["nowhere"]) == ("401 ticket-refused", "422 malformed-body")
    assert (met["strange"], met["message"]) == ("404 not-found", False)
    # one sign-in at the start, one when the session had ended; the question was asked again
    sessions = [one for one in met["wire"] if one["path"] == "/v1/enterprise/session"]
    assert [one["status"] for one in sessions] == [200, 200]

    sense(office.stage, office.keys)
    page = asyncio.run(office.notified())
    opened = office.run(page)

    assert page == f"pages/matter/matter?m={opened['matterId']}"
    assert (opened["items"], opened["isListed"], opened["state"]) == (3, True, "passed")
    assert (opened["isFor"], opened["isAllowed"]) == (True, "ticket")
    assert opened["inside"] == {"level": "face", "path": f"/matters/{opened['matterId']}"}
    assert opened["same"]
    # signed out of the mini-program, the page in its web-view is signed out too, and the account is nobody's
    assert (opened["ended"], opened["after"]) == ("401 session-ended", "none")
