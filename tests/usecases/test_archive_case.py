"""An ended case is filed away once, whole and sealed, and whatever is done to it afterwards is found."""

import asyncio
import json
from pathlib import Path
from uuid import UUID

import pytest
from tortoise.connection import get_connection

from adapters.archive.folder import PLACE, FolderArchiveStore
from bff.compose.core import Core
from bff.compose.today import today_desk
from domain.archives.archive import Part, archive_id
from domain.archives.bundle import MANIFEST, unpack
from domain.cases.case import CaseState
from domain.kernel.ids import ArchiveId, StaffId
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.staff.account import Role, StaffAccount
from domain.staff.today import Queue
from tests.support.catalogue import shipped
from tests.support.house import HandClock, count
from tests.usecases.archive_world import Archive
from tests.usecases.wallet_world import wallet_world

MENDER = StaffAccount(StaffId(UUID(int=5)), "business-1", "业务甲", frozenset({Role.BUSINESS}))


class Killed(BaseException):
    pass


class MortalStore(FolderArchiveStore):
    """The file is there, and the machine goes down."""

    async def put(self, archive: ArchiveId, bundle: bytes) -> None:
        await super().put(archive, bundle)
        raise Killed


@pytest.fixture
async def archive(core: Core, clock: HandClock, tmp_path: Path) -> Archive:
    return Archive(core, await wallet_world(core, clock, tmp_path), tmp_path / "archive")


async def test_a_closed_case_is_archived_and_the_archive_is_whole(archive: Archive) -> None:
    case, number = await archive.archived()

    files = unpack(await archive.store.open(number))
    manifest = json.loads(files[MANIFEST])

    assert await archive.faults() == []
    assert manifest["endedAs"] == "delivered"
    assert manifest["retention"]["years"] == 10
    assert {"case.json", "ledger.json", "rating.json"} <= set(files)
    slice_ = json.loads(files["ledger.json"])
    assert slice_[-1]["step"]["kind"] == "case-closed"
    assert slice_[-1]["digest"]
    kinds = [entry.step.kind for entry in await archive.core.ledger.of_case(case)]
    assert kinds.count("case-archived") == 1


async def test_the_raters_own_words_are_not_in_the_archive(archive: Archive) -> None:
    _, number = await archive.archived()

    bundle = await archive.store.open(number)

    assert "只有评价的人说过的话".encode() not in bundle


async def test_the_file_is_sealed_and_nobody_elses(archive: Archive) -> None:
    _, number = await archive.archived()
    path = archive.store.path(number)

    assert b"manifest.json" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_a_case_that_goes_on_is_not_archived(archive: Archive) -> None:
    case = await archive.world.case(CaseState.DELIVERED)

    await archive.desk.archive_case(case)

    assert await count("archives") == 0
    with pytest.raises(NotFound):
        await archive.store.open(archive_id(case, Part.CLOSED))


async def test_archived_again_by_two_workers_it_is_one_archive(archive: Archive) -> None:
    case = await archive.closed()

    await asyncio.gather(*(archive.desk.archive_case(case) for _ in range(3)))

    assert await count("archives") == 1
    assert await archive.faults() == []


async def test_killed_after_the_file_was_written_the_next_try_gives_the_same_bytes(archive: Archive) -> None:
    case = await archive.closed()
    number = archive_id(case, Part.CLOSED)
    with pytest.raises(Killed):
        await archive.on(
            MortalStore(archive.store.path(number).parents[1], archive.core.cipher)
        ).archive_case(case)
    first = await archive.store.open(number)

    left = await count("archives"), await archive.faults()
    await archive.desk.archive_case(case)

    assert left == (0, ["没有登记的归档包"])
    assert await archive.store.open(number) == first
    assert await archive.faults() == []


async def test_a_revoked_case_is_archived_once_its_sealed_decision_is_there(archive: Archive) -> None:
    case = await archive.revoked()
    with pytest.raises(Unavailable, match="revocation-document-missing"):
        await archive.desk.archive_case(case)
    early = await count("archives")
    await archive.sealed(case)

    await archive.desk.archive_case(case)

    files = unpack(await archive.store.open(archive_id(case, Part.REVOKED)))
    assert early == 0
    assert files["documents/01-revocation.pdf"] == b"%PDF-1.4 sealed"
    assert await archive.faults() == []


async def test_what_ended_without_a_job_gets_one_each_and_no_second(archive: Archive) -> None:
    cases = [await archive.revoked() for _ in range(21)]
    going_on = await archive.world.case(CaseState.DELIVERED)

    found = [await archive.desk.archive_ended() for _ in range(3)]

    assert found == [20, 1, 0]
    assert sorted(await archive.jobs()) == sorted(cases)
    assert going_on not in await archive.jobs()


async def test_a_case_that_cannot_be_archived_keeps_no_other_waiting_and_is_seen_as_stuck(
    archive: Archive,
) -> None:
    broken, whole = await archive.revoked(), await archive.revoked()
    await archive.sealed(whole)
    await archive.desk.archive_ended()
    for case in await archive.jobs():
        if case == broken:
            await archive.given_up(case)
        else:
            await archive.desk.archive_case(case)

    again = await archive.desk.archive_ended()

    stuck = (await today_desk(archive.core, shipped(), {}).read_queue(MENDER, Queue.STUCK)).backlog
    assert again == 0
    assert [one.case for one in await archive.desk.read_archive.all()] == [whole]
    assert [row.title for row in stuck.rows] == ["办件归档"]
    assert "撤销决定书还没有送来" in stuck.rows[0].detail


async def test_one_touched_byte_of_the_sealed_file_is_found(archive: Archive) -> None:
    case, number = await archive.archived()
    path = archive.store.path(number)
    sealed = bytearray(path.read_bytes())
    sealed[-40] ^= 1
    path.write_bytes(sealed)

    [fault] = await archive.faults(case)

    assert fault.startswith("归档包无法打开")


async def test_who_has_the_key_and_touches_one_byte_is_found_with_the_file(archive: Archive) -> None:
    _, number = await archive.archived()
    clear = bytearray(await archive.store.open(number))
    clear[clear.index(b'"capacity"') + 3] ^= 1
    archive.store.path(number).write_bytes(archive.core.cipher.seal(PLACE, number, bytes(clear)))

    assert await archive.faults() == ["case.json 被改动"]


async def test_an_archive_that_vanished_is_found(archive: Archive) -> None:
    _, number = await archive.archived()
    archive.store.path(number).unlink()

    assert await archive.faults() == ["归档包缺失"]


async def test_a_ledger_that_says_something_else_today_is_found(archive: Archive) -> None:
    case, _ = await archive.archived()
    database = get_connection("default")
    now = await archive.core.ledger.of_case(case)
    archived = next(entry for entry in now if entry.step.kind == "case-closed")

    class Rewritten:
        def __getattr__(self, name: str) -> object:
            return getattr(archive.core.ledger, name)

        async def of_matter(self, matter: object) -> tuple[object, ...]:
            del matter
            return tuple(entry for entry in now if entry != archived)

    desk = archive.desk.verify_archive
    found = await type(desk)(
        desk.archives,
        desk.store,
        desk.seal,
        desk.sm3,
        desk.cases,
        Rewritten(),  # type: ignore[arg-type] # the ledger but for one entry
    )()

    assert database is not None
    assert any("与留痕账不符" in fault.what for fault in found.faults)


async def test_the_manifest_names_nobody_and_to_see_more_leaves_a_trace(archive: Archive) -> None:
    case, number = await archive.archived()

    manifest = await archive.desk.read_archive.manifest(number)
    files = await archive.desk.read_archive.reveal(number, staff="audit-1", why="复议")

    assert "甲" not in manifest
    assert "case.json" in files
    last: Step = (await archive.core.ledger.of_case(case))[-1].step
    assert (last.kind, last.staff) == ("archive-opened", "audit-1")


async def test_only_what_is_past_its_retention_is_due(archive: Archive, clock: HandClock) -> None:
    await archive.archived()
    early = await archive.desk.read_archive.due()
    clock.at = clock.at.replace(year=2037)

    _, late = await archive.desk.read_archive.due()

    assert (len(early[1]), len(late)) == (0, 1)
