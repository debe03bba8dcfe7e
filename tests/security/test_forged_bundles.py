"""Whatever is done to a bundle that proves a case is named, at the very place."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.files.checkpoints import CheckpointKeys
from adapters.keys.ring import fresh_signing_key
from bff.compose.core import Core
from domain.ledger.digest import canonical, digest_after, genesis
from tests.support import bundles
from tests.support.house import RING, HandClock
from tests.support.server import Urls
from tests.usecases.bundle_world import ENTRIES, Desk, a_desk


@pytest.fixture
async def desk(core: Core, clock: HandClock, tmp_path: Path, urls: Urls) -> Desk:
    return await a_desk(core, clock, tmp_path, urls)


CHANGED: dict[str, object] = {
    "format": 3,
    "subject": "00000000-0000-7000-8000-000000000000",
    "number": 99,
    "id": "00000000-0000-7000-8000-000000000000",
    "at": "2026-11-23T04:00:00.000001+00:00",
    "kind": "intent-taken-back",
    "matter": None,
    "case": "00000000-0000-7000-8000-000000000000",
    "person": "00000000-0000-7000-8000-000000000000",
    "party": "00000000-0000-7000-8000-000000000000",
    "level": 3,
    "channel": "system",
    "session": None,
    "check": None,
    "device": "00",
    "staff": "nobody",
    "evidence": None,
    "evidence_digest": "00",
    "facts": {"answer": "not_now"},
}


async def test_whatever_an_entry_says_no_part_of_it_can_be_changed(desk: Desk) -> None:
    files = bundles.read(await desk.export())
    told, named = bundles.lines(files["entries.jsonl"]), {}
    at = next(place for place, one in enumerate(told) if one["kind"] == "intent-given")

    for key, changed in CHANGED.items():
        forged = [*told[:at], {**told[at], key: changed}, *told[at + 1 :]]
        code, said = desk.check_files(bundles.relisted({**files, "entries.jsonl": bundles.text(forged)}))
        named[key] = (code, _first(said))

    assert set(told[at]) == set(CHANGED)
    assert named == dict.fromkeys(CHANGED, (1, "办件链第 1 条"))


def _first(said: str) -> str:
    """The first bad entry by the verdict."""
    found = re.search("第一条不对的记录是(\\S+链第 \\d+ 条)", said.splitlines()[-1])
    return found[1] if found else ""


def _without(told: list[Any], place: int) -> list[Any]:
    return told[:place] + told[place + 1 :]


def _swapped(told: list[Any], place: int) -> list[Any]:
    return [*told[:place], told[place + 2], told[place + 1], told[place], *told[place + 3 :]]


def _twice(told: list[Any], place: int) -> list[Any]:
    return [*told[: place + 1], told[place], *told[place + 1 :]]


def _cut(told: list[Any], place: int) -> list[Any]:
    return told[:place]


def _closed_up(told: list[Any], place: int) -> list[Any]:
    """One taken out, and those behind it counted anew."""
    rest = [{**one, "number": one["number"] - 1} for one in told[place + 1 :]]
    return [*told[:place], *rest]


@pytest.mark.parametrize(
    ("forge", "named"),
    [(_without, 3), (_swapped, 3), (_twice, 4), (_cut, 3), (_closed_up, 3)],
    ids=lambda value: value.__name__.strip("_") if callable(value) else None,
)
@pytest.mark.parametrize("proofs_too", [False, True], ids=["proofs kept", "proofs fitted"])
async def test_dropped_swapped_doubled_cut_and_counted_anew_are_each_named(
    desk: Desk, forge: Callable[[list[Any], int], list[Any]], named: int, *, proofs_too: bool
) -> None:
    files = bundles.read(await desk.export())
    told = bundles.lines(files["entries.jsonl"])
    own = [one for one in told if one["subject"] == str(desk.case)]
    others = [one for one in told if one["subject"] != str(desk.case)]
    forged = [*others, *forge(own, 2)]
    kept = {(one["subject"], one["number"]) for one in forged}
    proofs = [one for one in bundles.lines(files["proofs.jsonl"]) if (one["subject"], one["number"]) in kept]
    changed = {**files, "entries.jsonl": bundles.text(forged)}
    if proofs_too:
        changed["proofs.jsonl"] = bundles.text(proofs)

    code, said = desk.check_files(bundles.relisted(changed))

    assert (code, _first(said)) == (1, f"办件链第 {named} 条")


async def test_a_head_moved_back_needs_the_offices_signature(desk: Desk) -> None:
    files = bundles.read(await desk.export())

    code, said = desk.check_files(_cut_by_the_office(desk, files))

    assert (code, "manifest.json 的签名" in said.splitlines()[-1]) == (1, True)


async def test_what_the_office_itself_hides_is_found_by_who_keeps_a_copy(desk: Desk) -> None:
    forged = _cut_by_the_office(desk, bundles.read(await desk.export()))
    hidden = bundles.signed_again(forged, RING.checkpoint_key)

    alone, with_copy = desk.check_files(hidden), desk.check_files(hidden, *desk.copies)

    assert alone[0] == 0
    assert (with_copy[0], _first(with_copy[1])) == (1, f"办件链第 {ENTRIES - 1} 条")


def _cut_by_the_office(desk: Desk, files: bundles.Files) -> bundles.Files:
    """The last two entries gone, and the head said to be further back."""
    told = bundles.lines(files["entries.jsonl"])
    gone = {(one["subject"], one["number"]) for one in told if one["subject"] == str(desk.case)}
    gone = {one for one in gone if one[1] > ENTRIES - 2}
    proofs = bundles.lines(files["proofs.jsonl"])
    kept = {
        name: bundles.text([one for one in content if (one["subject"], one["number"]) not in gone])
        for name, content in (("entries.jsonl", told), ("proofs.jsonl", proofs))
    }
    chains = json.loads(files["manifest.json"])["chains"]
    [last] = [one for one in _digests(desk, told) if one[0] == ENTRIES - 2]
    for chain in chains:
        if chain["subject"] == str(desk.case):
            chain |= {"number": last[0], "digest": last[1]}
    return bundles.relisted({**files, **kept}, chains=chains)


def _digests(desk: Desk, told: list[Any]) -> list[tuple[int, str]]:
    """Computed as docs/ledger.md says, by a second hand."""
    before, found = genesis(desk.case), list[tuple[int, str]]()
    for one in told:
        if one["subject"] == str(desk.case):
            before = digest_after(before, canonical(one))
            found.append((one["number"], before.hex()))
    return found


async def test_the_past_written_anew_with_every_key_is_found_by_who_keeps_a_copy(
    desk: Desk, tmp_path: Path
) -> None:
    await desk.export()
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes((tmp_path / "checkpoints.jsonl").read_bytes())
    files = bundles.read(await desk.export("later.zip"))
    [first, *_] = lines = bundles.lines(files["checkpoints.jsonl"])
    said_anew = {name: one for name, one in first.items() if name not in ("signature", "kid", "v")}
    lines[0] = json.loads(CheckpointKeys(RING.checkpoint_key).sign({**said_anew, "before": "00" * 32}))
    forged = bundles.relisted({**files, "checkpoints.jsonl": bundles.text(lines)})

    code, said = desk.check_files(
        bundles.signed_again(forged, RING.checkpoint_key), "--checkpoints", str(kept)
    )

    assert code == 1
    assert "✗ 第 1 个检查点" in said
    assert "与另存的副本不符" in said


async def test_a_bundle_newer_than_the_copy_is_told_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_bytes(b"")

    code, said = desk.check(await desk.export(), "--checkpoints", str(tmp_path / "old.jsonl"))

    assert (code, "比另存的副本新" in said) == (0, True)


async def test_a_bundle_under_another_key_is_refused(desk: Desk, tmp_path: Path) -> None:
    bundle = await desk.export()
    (tmp_path / "checkpoint.pem").write_text(CheckpointKeys(fresh_signing_key()).public_pem)

    code, said = desk.check(bundle)

    assert (code, "manifest.json 的签名" in said.splitlines()[-1] or bool(_first(said))) == (1, True)


async def test_a_key_changed_half_way_is_named_once_more(desk: Desk, tmp_path: Path) -> None:
    bundle = await desk.export()
    (tmp_path / "newer.pem").write_text(CheckpointKeys(fresh_signing_key()).public_pem)

    assert desk.check(bundle, "--key", str(tmp_path / "newer.pem"))[0] == 0


PARTS = ("manifest.json", "manifest.sig", "entries.jsonl", "checkpoints.jsonl", "proofs.jsonl")


async def test_no_byte_of_any_file_can_be_changed(desk: Desk) -> None:
    chance = random.Random(20261122)  # noqa: S311 - repeatable on purpose
    files = bundles.read(await desk.export())
    unseen = []

    for part, at in ((one, at) for one in PARTS for at in chance.sample(range(len(files[one])), 80)):
        changed = bytearray(files[part])
        changed[at] ^= 1 << chance.randrange(8)
        code, said = desk.check_files({**files, part: bytes(changed)})
        if code != 1 or "✗" not in said:
            unseen.append((part, at, code, said))

    assert unseen == []


async def test_a_file_that_is_missing_is_named(desk: Desk) -> None:
    files, unsaid = bundles.read(await desk.export()), []

    for part in PARTS:
        code, said = desk.check_files({name: one for name, one in files.items() if name != part})
        if code != 1 or f"✗ {part.replace('.sig', '.json')}" not in said:
            unsaid.append((part, said))

    assert unsaid == []


async def test_a_file_too_many_is_named(desk: Desk) -> None:
    code, said = desk.check_files({**bundles.read(await desk.export()), "evidence/x": b"x"})

    assert (code, "evidence/x：不在清单内" in said) == (1, True)


async def test_every_region_of_the_zip_shows_a_changed_bit_or_holds_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    whole = (await desk.export()).read_bytes()
    files, unseen = bundles.read(tmp_path / "case.zip"), []

    for at in range(0, len(whole), 41):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        (tmp_path / "changed.zip").write_bytes(changed)
        code, said = desk.check(tmp_path / "changed.zip")
        if code == 0 and bundles.read(tmp_path / "changed.zip") != files:
            unseen.append((at, said))

    assert unseen == []


JUNK: tuple[object, ...] = (None, True, -1, 2**80, 1.5, "", "zz", [], {}, [[]], {"line": {}})


@pytest.mark.parametrize("part", ["manifest.json", "entries.jsonl", "checkpoints.jsonl", "proofs.jsonl"])
async def test_nonsense_is_told_and_never_a_traceback(desk: Desk, part: str) -> None:
    files = bundles.read(await desk.export())
    told = [json.loads(files[part])] if part == "manifest.json" else bundles.lines(files[part])
    wrong = []

    for key, junk in ((one, junk) for one in told[0] for junk in JUNK if junk != told[0][one]):
        content = bundles.text([{**told[0], key: junk}, *told[1:]])
        code, said = desk.check_files(
            {**files, part: content.rstrip(b"\n") if part == "manifest.json" else content}
        )
        if code != 1 or "✗" not in said:
            wrong.append((key, junk, said))

    assert wrong == []


@pytest.mark.parametrize("junk", [b"", b"PK", b"{}", b"\x00" * 100], ids=["nothing", "PK", "JSON", "zeros"])
def test_what_is_no_bundle_is_said_in_one_line(junk: bytes, tmp_path: Path) -> None:
    (tmp_path / "checkpoint.pem").write_text(CheckpointKeys(RING.checkpoint_key).public_pem)
    (tmp_path / "x.zip").write_bytes(junk)

    code, said = bundles.checked(tmp_path / "x.zip", "--key", str(tmp_path / "checkpoint.pem"))

    assert (code, said) == (1, f"✗ 证明包打不开（{'BadZipFile'}）\n")


def test_a_question_about_no_file_ends_in_two(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"")

    code, _ = bundles.checked(tmp_path / "x.zip", "--key", str(tmp_path / "nowhere.pem"))

    assert code == 2
