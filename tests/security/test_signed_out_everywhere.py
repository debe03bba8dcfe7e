"""Who is signed out is out in every process at once (SE-2), whatever Redis says; keys rotate (SE-4)."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic

import httpx
import pytest
from redis.asyncio import Redis

from adapters.embedded.processes import stop
from adapters.keys.cipher import FieldCipher
from adapters.keys.ring import KeyRing
from adapters.keys.ring_changes import with_new_token_key
from adapters.keys.ring_file import RingFile, alone, replaced
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.tokens.es256 import Es256AccessTokens
from bff.compose.core import Core
from bff.compose.now import now
from domain.identity.ports import Claims
from domain.identity.session import ACCESS, LIFE, Session
from domain.kernel.ids import PartyId, SessionId, short
from domain.kernel.personal import DocumentNumber, PersonName
from tests.cli.palm import ROOT, production
from tests.support.server import Urls
from tests.support.valkey import address, client

__all__ = ["address", "client"]  # fixtures
PROCESSES, PATIENCE_SECONDS = 2, 60
MINE = "/v1/citizen/sessions"


@dataclass
class Houses:
    """Two `palm serve` on one database, and people signed in there."""

    core: Core
    ring: Path
    doors: tuple[httpx.AsyncClient, ...]
    parties: PostgresParties

    async def sign_in(self, number: str) -> tuple[SessionId, PartyId]:
        async with self.core.atomic():
            person = await self.parties.remember_person(PersonName("乙丑宁"), DocumentNumber(number))
            session = SessionId(self.core.new_id())
            begun = Session(
                session,
                person.party_id,
                now(),
                now() + LIFE,
                None,
                None,
                refresh=session.bytes,
                refresh_family=session.bytes,
            )
            await PostgresSessions().add(begun)
        return session, person.party_id

    def token(self, session: SessionId, person: PartyId) -> str:
        """By the key that the file has now."""
        tokens = Es256AccessTokens(RingFile(self.ring), now)
        return tokens.issue(Claims(session, person, now() + ACCESS - timedelta(seconds=1)))

    async def statuses(self, token: str) -> list[int]:
        return [(await door.get(MINE, headers=bearer(token))).status_code for door in self.doors]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """One process that answers: its address."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PALM_")}
    child = subprocess.Popen(
        [sys.executable, "-m", "bff", "serve"],
        cwd=ROOT,
        env={**clean, "PYTHONPATH": str(ROOT), **environment, "PALM_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(child, signal.SIGTERM, seconds=10)


async def is_up(door: httpx.AsyncClient) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        try:
            if (await door.get("/ready")).status_code == 200:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.05)
    pytest.fail("the process did not come up")


@pytest.fixture
async def houses(core: Core, urls: Urls, address: str, tmp_path: Path) -> AsyncIterator[Houses]:
    ring = tmp_path / "keys.json"
    KeyRing.fresh("1").write(ring)
    told = production(tmp_path, urls.runtime) | {"PALM_MODE": "sandbox", "PALM_REDIS_URL": address}
    parties = PostgresParties(FieldCipher(RingFile(ring)), core.digests, core.now, core.new_id)
    with ExitStack() as stack:
        addresses = [stack.enter_context(serving(told)) for _ in range(PROCESSES)]
        doors = tuple(httpx.AsyncClient(base_url=one, trust_env=False) for one in addresses)
        await asyncio.gather(*(is_up(door) for door in doors))
        yield Houses(core, ring, doors, parties)
        await asyncio.gather(*(door.aclose() for door in doors))


async def test_who_is_signed_out_in_one_process_is_out_in_the_other_and_without_redis_too(
    houses: Houses, client: Redis
) -> None:
    lost, person = await houses.sign_in("999999190001010007")
    phone, _ = await houses.sign_in("999999190001010007")
    other = houses.token(*await houses.sign_in("370285196001059983"))
    stolen, own = houses.token(lost, person), houses.token(phone, person)
    first, second = houses.doors
    for token in (stolen, own, other):
        assert await houses.statuses(token) == [200, 200]

    # one device, from the other
    ended = await first.delete(f"{MINE}/{short('ses', lost)}", headers=bearer(own))
    assert (ended.status_code, await houses.statuses(stolen)) == (204, [401, 401])  # the very next request
    # a wiped Redis lets nobody in and puts nobody out
    await client.flushdb()
    assert await houses.statuses(stolen) == [401, 401]
    assert await houses.statuses(own) == [200, 200]
    # all of one person
    ended = await second.delete(MINE, headers=bearer(own))
    assert (ended.status_code, await houses.statuses(own)) == (204, [401, 401])
    assert await houses.statuses(other) == [200, 200]


async def test_keys_rotate_under_work_and_no_request_fails(houses: Houses) -> None:
    session = await houses.sign_in("999999190001010007")
    before, failed, answered = houses.token(*session), [], 0
    going = True

    async def knocks(door: httpx.AsyncClient) -> None:
        nonlocal answered
        while going:
            for token in (before, houses.token(*session)):
                status = (await door.get(MINE, headers=bearer(token))).status_code
                answered += 1
                failed.extend([status] if status != 200 else [])

    knocking = [asyncio.create_task(knocks(door)) for door in houses.doors]
    for rotations in range(2):
        while answered < 20 * (rotations + 1):  # noqa: ASYNC110 - another process's progress
            await asyncio.sleep(0.01)
        with alone(houses.ring):
            replaced(houses.ring, with_new_token_key(KeyRing.read(houses.ring), is_stolen=False))
    while answered < 80:  # noqa: ASYNC110 - likewise
        await asyncio.sleep(0.01)
    going = False
    await asyncio.gather(*knocking)

    assert failed == []
    published = (await houses.doors[0].get("/.well-known/jwks.json")).json()["keys"]
    assert len({one["kid"] for one in published}) == 3
    with alone(houses.ring):
        replaced(houses.ring, with_new_token_key(KeyRing.read(houses.ring), is_stolen=True))
    assert await houses.statuses(houses.token(*session)) == [200, 200]  # and so they look at the file
    assert await houses.statuses(before) == [401, 401]
