"""Keys are changed under a working office, by a process that is killed again and again: nothing is lost."""

import asyncio
import itertools
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from adapters.keys.cipher import FieldCipher
from adapters.keys.ring import KeyRing
from adapters.keys.ring_changes import with_new_key, without
from adapters.keys.ring_file import RingFile, alone, replaced
from adapters.postgres.parties import PostgresParties
from bff.compose.core import Core
from domain.kernel.ids import PartyId
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusals import KeyLost
from tests.cli.palm import ROOT, production
from tests.support.ring import fill
from tests.support.server import Urls


class Desk:
    """The office's own process: it reads everybody, renames some, and meets new people."""

    def __init__(self, parties: PostgresParties, names: dict[str, str]) -> None:
        self.parties, self.names = parties, names
        self.reads = self.writes = 0
        self._chance = random.Random(7)  # noqa: S311 - spreads the reads

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        is_over = asyncio.Event()
        going = asyncio.create_task(self._work(is_over))
        yield
        is_over.set()  # a cancelled write might have come about, and nobody here would know
        await going

    async def _work(self, is_over: asyncio.Event) -> None:
        for turn in itertools.count():
            if is_over.is_set():
                return
            await self.read(self._chance.choice([*self.names]))
            number = f"3702851991{turn % 40:08}"  # new at first, renamed afterwards
            party = await self.parties.remember_person(PersonName(f"来人{turn}"), DocumentNumber(number))
            self.names[str(party.party_id)] = f"来人{turn}"
            self.writes += 1
            await asyncio.sleep(0.005)

    async def read(self, row: str) -> None:
        before = self.names[row]
        assert (await self.parties.by_id(PartyId(UUID(row)))).name.reveal() == before
        self.reads += 1


class Rotation:
    """`palm keys rotate` as an operator runs it."""

    def __init__(self, urls: Urls, folder: Path) -> None:
        self._urls = urls
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PALM_")}
        self._environment = {**clean, "PYTHONPATH": str(ROOT), **production(folder, urls.runtime)}

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "bff", "keys", "rotate"],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def done(self) -> int:
        with psycopg.connect(self._urls.runtime) as connection:
            row = connection.execute("SELECT coalesce(sum(done), 0) FROM key_sweeps").fetchone()
        return int(row[0]) if row else 0

    async def dies(self) -> None:
        """In the middle: at least one more batch than at its start, and not finished."""
        begun, process = self.done(), self.start()
        while self.done() <= begun and process.poll() is None:  # noqa: ASYNC110 - another process's progress
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.communicate)
        assert process.returncode == -signal.SIGKILL

    async def ends(self) -> tuple[int, str]:
        process = self.start()
        told, complaints = await asyncio.to_thread(process.communicate)
        return process.returncode, told + complaints


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ring with one key."""
    KeyRing.fresh("1").write(tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.mark.parametrize(
    ("people", "deaths"),
    [(400, 1), pytest.param(1500, 5, marks=pytest.mark.wide)],
    ids=["once", "five times"],
)
async def test_a_rotation_killed_under_work_loses_nothing(
    core: Core, urls: Urls, path: Path, people: int, deaths: int
) -> None:
    cipher = FieldCipher(RingFile(path))
    desk = Desk(PostgresParties(cipher, core.digests, core.now, core.new_id), fill(urls, cipher, people))
    rotation = Rotation(urls, path.parent)
    [(row, stolen)] = _all(urls, "SELECT id, name FROM parties LIMIT 1")
    with alone(path):
        replaced(path, with_new_key(KeyRing.read(path), None, is_current=True)[0])
    cipher.version()
    os.utime(path, (0, 0))  # the office has known it for a while

    async with desk.working():
        for _ in range(deaths):
            await rotation.dies()
        code, told = await rotation.ends()

    assert code == 0, told
    assert "; 0 left as they were" in told
    assert min(desk.reads, desk.writes) > deaths
    for known in desk.names:
        await desk.read(known)
    retired = FieldCipher(without(KeyRing.read(path), "1"))
    for one, name in _all(urls, "SELECT id, name FROM parties"):
        assert retired.open("parties.name", one, bytes(name)).decode() == desk.names[str(one)]
    with pytest.raises(KeyLost):
        retired.open("parties.name", row, bytes(stolen))


def _all(urls: Urls, query: str) -> list[tuple[UUID, bytes]]:
    with psycopg.connect(urls.runtime) as connection:
        return connection.execute(query.encode()).fetchall()
