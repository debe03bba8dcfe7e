"""What real processes leave behind (PI-1, SL-1): logs, Redis, the database and every file name nobody.

The name of this file lets it come last: it looks at what all other journeys wrote, and walks one of its own.
"""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from adapters.embedded.passwords import read_password
from adapters.embedded.postgres import attach
from adapters.sandbox.city import City, Enterprise, Organisation
from bff.cli.demo import fulfilling
from bff.cli.demo.client import Client
from bff.settings_production import secrets_of
from tests.journeys import ends
from tests.journeys.town import Theatre, Town, another_line, applied
from tests.security import pii

OTHERS = ("sandbox/", "log/sandbox.log")  # the vendors' own books and lines: they know whom they serve
SERVERS = ("pg", "valkey/")  # too large for every form; each column is looked through in all of them
OURS = ("log/serve.log", "log/worker.log")


@pytest.fixture(scope="module")
def walked(theatre: Theatre) -> Theatre:
    """An association has its new certificate, and the worker has filed the case away."""
    asyncio.run(_walk(theatre))
    return theatre


async def _walk(theatre: Theatre) -> None:
    async with Client(theatre.stage.ports.url, line=another_line()) as client:
        town = Town(theatre, client)
        walk = town.walk(theatre.each("due-society")[0])
        await applied(walk)
        await fulfilling.collected(walk)
        await fulfilling.decided(walk)
        await fulfilling.delivered(walk)
        await fulfilling.rate(walk)
        await ends.reads(walk, "closed")
        await town.quiet()


def test_the_database_the_files_and_the_logs_name_nobody_of_the_city(walked: Theatre) -> None:
    people, folder = pii.Scanner(_of(walked.people)), walked.stage.folder

    found = {hit for place, blob in _dumped(folder).items() for hit in people.hits(".".join(place), blob)}
    for name, blob in _files(folder):
        found |= people.plain(name, blob) if name.startswith(SERVERS) else people.hits(name, blob)

    assert found == set()
    assert len(people.seeds) > 200
    assert {".palmarchive", ".parquet", ".log"} <= {Path(name).suffix for name, _ in _files(folder)}


def test_redis_holds_nobodys_data(walked: Theatre) -> None:
    people = pii.Scanner(_of(walked.people))

    kept = _in_redis(walked.stage.folder)

    assert {hit for key, value in kept for hit in people.hits("redis", key + b"\n" + value)} == set()
    assert kept


def test_every_line_of_a_process_is_one_event_in_json(walked: Theatre) -> None:
    lines = [line for log in OURS for line in (walked.stage.folder / log).read_text().splitlines()]

    assert all(json.loads(line)["event"] for line in lines)
    assert len(lines) > 50


def test_no_command_line_and_no_server_carries_a_secret(walked: Theatre) -> None:
    """Whoever may sign in to the machine may list its processes."""
    secrets = pii.Scanner(secret for _, secret in secrets_of(walked.stage.settings) if secret)
    servers = [pid for pid in (walked.stage._postgres.pid(), walked.stage._valkey.pid()) if pid]
    ours = [child.pid for child in walked.stage._running.values()]

    told = {f"cmdline {pid}": Path(f"/proc/{pid}/cmdline").read_bytes() for pid in (*servers, *ours)}
    told |= {f"environ {pid}": Path(f"/proc/{pid}/environ").read_bytes() for pid in servers}

    assert {hit for where, blob in told.items() for hit in secrets.hits(where, blob)} == set()
    assert (len(servers), len(ours)) == (2, 3)


def test_nobodys_face_was_kept(walked: Theatre) -> None:
    kept = [
        *_files(walked.stage.folder),
        *((".".join(at), cell) for at, cell in _dumped(walked.stage.folder).items()),
    ]

    assert {hit for where, blob in kept for hit in pii.pictures(where, blob)} == set()


def _of(city: City) -> set[str]:
    """Whatever tells one person or organisation of the city from others."""
    holders: list[Organisation | Enterprise] = [*city.organisations, *city.enterprises]
    people = [*city.people, *(one.responsible for one in holders)]
    seeds = {part for one in people for part in (one.name, one.id_number, one.phone, one.address)}
    for holder in holders:
        seeds |= {holder.name, holder.uscc, holder.contact_phone, holder.address}
    seeds |= {one.certificate.number for one in city.organisations}
    seeds |= {one.certificate.number for one in city.held}
    return {seed for seed in seeds if seed}


def _dumped(folder: Path) -> dict[tuple[str, str], bytes]:
    running = attach(folder)
    assert running is not None
    return dict(pii.dumped(running.owner_url))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    return ((name, blob) for name, blob in pii.files(folder) if not name.startswith(OTHERS))


def _in_redis(folder: Path) -> list[tuple[bytes, bytes]]:
    """Every key and what it holds."""
    with Redis.from_url(read_password(folder / "valkey" / "address")) as client:
        return [(key, _held(client, key)) for key in client.scan_iter()]


def _held(client: Any, key: bytes) -> bytes:
    match client.type(key):
        case b"string":
            return bytes(client.get(key) or b"")
        case b"hash":
            return b"\n".join(part for pair in client.hgetall(key).items() for part in pair)
        case b"list":
            return b"\n".join(client.lrange(key, 0, -1))
        case b"set":
            return b"\n".join(client.smembers(key))
        case b"zset":
            return b"\n".join(client.zrange(key, 0, -1))
    raise AssertionError(f"a kind of value nobody looked into: {client.type(key)!r}")
