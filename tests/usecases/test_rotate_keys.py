"""Sealing everything anew: whole, restartable, and never in the way of who writes meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tortoise.connection import get_connection

from adapters.archive.folder import FolderArchiveStore
from adapters.archive.sealed_folder import SealedFolder
from adapters.keys.cipher import FieldCipher, SealBroken
from adapters.keys.ring_changes import without
from adapters.postgres.key_sweeps import PostgresSettling, PostgresSweeps
from adapters.postgres.ledger import PostgresEvidence
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sealed_places import SMALL_BYTES, sealed_columns
from bff.compose.core import Core
from domain.kernel.ids import ArchiveId, MatterId, PartyId
from domain.kernel.refusals import KeyLost
from domain.keys.ports import SealedPlace
from domain.keys.sweep import Sweep, Unopened
from domain.usecases.rotate_keys import BATCH, CountKeys, RotateKeys
from tests.support.house import RING
from tests.support.ring import HandRing, fill
from tests.support.server import Urls

NEVER = PostgresSettling(lambda: 0.0, tries=1)
ARCHIVE = ArchiveId(UUID(int=5))


class Bench:
    """One process that rotates; `others` is the ring of one that did not look yet."""

    def __init__(self, core: Core, urls: Urls, folder: Path) -> None:
        self.core, self.urls, self.folder = core, urls, folder
        self.ring, self.others = HandRing(RING), HandRing(RING)
        self.cipher, self.late = FieldCipher(self.ring), FieldCipher(self.others)
        self.places: Sequence[SealedPlace] = (
            *sealed_columns(self.cipher),
            SealedFolder(folder, self.cipher),
        )
        self.rotate = RotateKeys(self.places, PostgresSweeps(), self.cipher, NEVER, core.now)
        self.count = CountKeys(self.places)
        self.heard: list[Sweep] = []

    def parties(self, cipher: FieldCipher) -> PostgresParties:
        return PostgresParties(cipher, self.core.digests, self.core.now, self.core.new_id)

    async def write_of_every_kind(self) -> None:
        fill(self.urls, self.late, 3)
        matter = MatterId(self.core.new_id())
        async with self.core.atomic():
            for size in (1, SMALL_BYTES + 1):
                evidence = PostgresEvidence(self.late, self.core.now, self.core.new_id)
                await evidence.keep("shown", b"x" * size, matter=matter)
        await FolderArchiveStore(self.folder, self.late).put(ARCHIVE, b"bundle")

    async def versions(self) -> set[str]:
        return {version for counts in (await self.count()).values() for version in counts}


@pytest.fixture
def bench(core: Core, urls: Urls, tmp_path: Path) -> Bench:
    return Bench(core, urls, tmp_path)


async def test_everything_is_sealed_under_the_new_key_and_opens_as_before(bench: Bench) -> None:
    await bench.write_of_every_kind()
    version = bench.ring.add()

    done = await bench.rotate(bench.heard.append)

    assert (done.version, done.values, done.left, done.unopened) == (version, 9, 0, ())
    assert await bench.versions() == {version}
    bench.ring.ring = without(bench.ring.ring, "test")  # and the old key is needed no more
    rows = await get_connection("default").execute_query_dict("SELECT id FROM parties")
    known = [await bench.parties(bench.cipher).by_id(PartyId(row["id"])) for row in rows]
    assert "居民0" in [party.name.reveal() for party in known]
    papers = await get_connection("default").execute_query_dict("SELECT id, sealed FROM evidence")
    opened = [bench.cipher.open("evidence.sealed", one["id"], bytes(one["sealed"])) for one in papers]
    assert sorted(opened) == [b"x", b"x" * (SMALL_BYTES + 1)]
    assert await FolderArchiveStore(bench.folder, bench.cipher).open(ARCHIVE) == b"bundle"


async def test_what_was_copied_before_does_not_open_once_its_key_is_retired(bench: Bench) -> None:
    await bench.write_of_every_kind()
    [stolen] = await get_connection("default").execute_query_dict("SELECT id, name FROM parties LIMIT 1")
    bench.ring.add()
    await bench.rotate(bench.heard.append)

    bench.ring.ring = without(bench.ring.ring, "test")

    with pytest.raises(KeyLost):
        bench.cipher.open("parties.name", stolen["id"], bytes(stolen["name"]))


async def test_a_second_rotation_finds_nothing_to_do(bench: Bench) -> None:
    await bench.write_of_every_kind()
    bench.ring.add()
    await bench.rotate(bench.heard.append)
    bench.heard.clear()

    done = await bench.rotate(bench.heard.append)

    assert (done.values, done.left, bench.heard) == (0, 0, [])


async def test_a_rotation_that_died_goes_on_behind_its_last_batch(bench: Bench) -> None:
    fill(bench.urls, bench.late, BATCH + 50)
    bench.ring.add()

    class Died(Exception):
        pass

    def die(_: Sweep) -> None:
        raise Died

    with pytest.raises(Died):
        await bench.rotate(die)
    done = await bench.rotate(bench.heard.append)

    assert [(sweep.place, sweep.done, sweep.total) for sweep in bench.heard] == [
        ("parties.name", BATCH + 50, BATCH + 50),
        ("parties.number", BATCH, BATCH + 50),
        ("parties.number", BATCH + 50, BATCH + 50),
    ]
    assert (done.values, done.left) == (BATCH + 100, 0)


async def test_what_a_process_wrote_before_it_knew_the_key_is_found_by_another_pass(bench: Bench) -> None:
    fill(bench.urls, bench.late, 1)
    version = bench.ring.add()
    bench.rotate = replace(bench.rotate, settling=_Once(bench))

    done = await bench.rotate(bench.heard.append)

    assert (done.values, done.left) == (4, 0)
    assert await bench.versions() == {version}


class _Once:
    """While the sweep waits, a process that did not look yet writes one more person."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.is_over = bench, False

    async def settled(self) -> bool:
        if not self.is_over:
            self.is_over = True
            fill(self.bench.urls, self.bench.late, 1)
        return True


async def test_whoever_writes_between_reading_and_writing_wins(bench: Bench) -> None:
    [row] = fill(bench.urls, bench.late, 1)
    bench.ring.add()
    renamed = bench.late.seal("parties.name", UUID(row), "改过的名字".encode())

    class Interrupted(FieldCipher):
        def again(self, place: str, row: UUID, sealed: bytes) -> bytes | None:
            with psycopg.connect(bench.urls.runtime, autocommit=True) as connection:
                connection.execute("UPDATE parties SET name = %s WHERE name = %s", [renamed, sealed])
            return super().again(place, row, sealed)

    [place] = [one for one in sealed_columns(Interrupted(bench.ring)) if one.name == "parties.name"]
    await place.seal_again([UUID(row)])

    assert (await bench.parties(bench.cipher).by_id(PartyId(UUID(row)))).name.reveal() == "改过的名字"
    assert await place.left() == 1  # and the next pass finds it


async def test_what_does_not_open_is_named_and_left_as_it_was(bench: Bench) -> None:
    first, second, third = fill(bench.urls, bench.late, 3)
    stranger = FieldCipher(HandRing(type(RING).fresh("lost")))
    kept = stranger.seal("parties.name", UUID(first), b"x")
    with psycopg.connect(bench.urls.runtime, autocommit=True) as connection:
        connection.execute("UPDATE parties SET name = %s WHERE id = %s", [kept, first])
        connection.execute("UPDATE parties SET number = '\\x00' WHERE id = %s", [second])
    bench.ring.add()

    done = await bench.rotate(bench.heard.append)

    assert done.unopened == (Unopened("parties.name", UUID(first)), Unopened("parties.number", UUID(second)))
    assert (done.values, done.left) == (4, 2)
    assert (await bench.count())["parties.name"] == {"lost": 1, done.version: 2}
    assert (await bench.count())["parties.number"] == {"": 1, done.version: 2}
    [row] = await get_connection("default").execute_query_dict(
        "SELECT name FROM parties WHERE id = %s", [first]
    )
    assert bytes(row["name"]) == kept
    assert (await bench.parties(bench.cipher).by_id(PartyId(UUID(third)))).name.reveal() == "居民2"


async def test_two_columns_or_two_rows_exchanged_in_the_database_are_refused(bench: Bench) -> None:
    first, second = fill(bench.urls, bench.late, 2)
    exchanges = (
        f"UPDATE parties SET name = number, number = name WHERE id = '{first}'",  # noqa: S608 - our own id
        "UPDATE parties p SET name = o.name FROM parties o WHERE p.id <> o.id",
    )
    for exchange, row in zip(exchanges, (first, second), strict=True):
        with psycopg.connect(bench.urls.runtime, autocommit=True) as connection:
            connection.execute(exchange.encode())

        with pytest.raises(SealBroken):
            await bench.parties(bench.cipher).by_id(PartyId(UUID(row)))


async def test_a_transaction_from_before_is_waited_for(bench: Bench) -> None:
    settling = PostgresSettling(lambda: 0.0, tries=2)
    with psycopg.connect(bench.urls.runtime) as connection:
        connection.execute("SELECT 1")

        assert not await settling.settled()

    assert await settling.settled()
