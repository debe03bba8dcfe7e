"""A case's bundle proves every entry to somebody with one file and a key; whatever is done to it is named."""

import ast
import asyncio
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from adapters.files.checkpoints import CheckpointKeys
from adapters.keys.ring import fresh_signing_key
from adapters.postgres.cases import PostgresCases
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import CaseId, EvidenceId, IdentityCheckId, MatterId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusals import NotFound
from domain.ledger.anchor import LedgerRewritten
from domain.ledger.digest import canonical, digest_after, genesis
from domain.ledger.entry import Step
from tests.support import bundles
from tests.support.house import RING, HandClock
from tests.support.server import Urls
from tests.usecases.wallet_world import World, wallet_world

SHOWN, WHY = "本单位的证书有效期至2027年2月28日，是否继续办理？", "行政复议"
ENTRIES = 7  # of the case: six and the export's own
DEVICE = bytes(range(16))


@dataclass
class Desk:
    """A case with something in its ledger, and whoever hands out what proves it."""

    world: World
    case: CaseId
    matter: MatterId
    shown: EvidenceId
    folder: Path
    owner: str

    async def export(self, name: str = "case.zip", *, with_evidence: bool = False) -> Path:
        made = await self.world.desk.export_ledger(
            self.case, staff="chief-1", why=WHY, with_evidence=with_evidence
        )
        out = self.folder / name
        out.write_bytes(made.content)
        return out

    def check(self, bundle: Path, *words: str) -> tuple[int, str]:
        return bundles.checked(bundle, "--key", str(self.folder / "checkpoint.pem"), *words)

    def check_files(self, files: bundles.Files, *words: str) -> tuple[int, str]:
        return self.check(bundles.write(self.folder / "forged.zip", files), *words)

    @property
    def copies(self) -> tuple[str, ...]:
        """Of the checkpoints and their leaves, as somebody else keeps them."""
        kept = self.folder / "checkpoints.jsonl"
        return "--checkpoints", str(kept), "--leaves", f"{kept}.leaves"

    async def append(self, *steps: Step) -> None:
        for step in steps:
            async with self.world.core.atomic():
                await self.world.core.ledger.append(step)

    def tamper(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.owner, autocommit=True) as connection:
            assert connection.execute(statement.encode(), values).rowcount


@pytest.fixture
async def desk(core: Core, clock: HandClock, tmp_path: Path, urls: Urls) -> Desk:
    world = await wallet_world(core, clock, tmp_path)
    case = await world.case(CaseState.FILED)
    matter = (await PostgresCases().by_id(case)).matter
    (tmp_path / "checkpoint.pem").write_text(CheckpointKeys(RING.checkpoint_key).public_pem)
    async with core.atomic():
        shown = await core.evidence.keep("intent", SHOWN.encode(), matter=matter)
    made = Desk(world, case, matter, shown, tmp_path, urls.owner)
    person, party = world.director.party_id, world.school.party_id
    check, session = IdentityCheckId(core.new_id()), SessionId(core.new_id())
    by_phone = Acting(person, party, Level.FACE, Channel.H5, session, device=DEVICE, check=check)
    at_counter = Acting(person, party, Level.COUNTER, Channel.COUNTER, session, "clerk-1")
    await made.append(
        Step("matter-found", matter),
        Step("invitation-issued", matter),
        Step("intent-given", matter, case, by_phone, evidence=shown, facts={"answer": "yes"}),
        Step("form-prefilled", matter, case, facts={"asOf": "2026-11-20T16:00:00+00:00"}),
        Step("form-confirmed", matter, case, at_counter, facts={"desk": "A-07"}),
        Step("case-filed", matter, case, facts={"number": "N-1\u2028\u001b[2J"}),
        Step("case-accepted", matter, case),
        Step("document-kept", matter, case, facts={"kind": "accepted"}),
    )
    return made


async def test_a_bundle_is_checked_in_an_empty_folder_by_one_file(desk: Desk, tmp_path: Path) -> None:
    bundle = await desk.export()
    empty = tmp_path / "empty"
    empty.mkdir()
    command = [
        sys.executable,
        "-I",
        str(bundles.VERIFIER),
        str(bundle),
        "--key",
        str(tmp_path / "checkpoint.pem"),
    ]

    ended = await asyncio.to_thread(
        subprocess.run, command, cwd=empty, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1] == "成立：每一条都在，内容未改，次序未变"


def test_the_verifier_needs_python_and_one_package_alone() -> None:
    tree = ast.parse(bundles.VERIFIER.read_text())
    plain = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    needed = {name.partition(".")[0] for name in plain | named} - sys.stdlib_module_names

    assert needed == {"cryptography"}


async def test_each_entry_is_told_in_words(desk: Desk) -> None:
    code, said = desk.check(await desk.export())

    entries = [line for line in said.splitlines() if "链第" in line and "✓" in line]
    person, party = str(desk.world.director.party_id)[-8:], str(desk.world.school.party_id)[-8:]
    yes = f"已确认办理意向 · {person} 代表 {party} · 实人认证 · 手机网页 · 核验 "
    assert (code, len(entries)) == (0, ENTRIES + 2)
    assert entries[0].startswith("  ✓ 事由链第 1 条　2026-11-23 12:00:00　发现证照需要办理 · 系统")
    assert [yes in line for line in entries].count(True) == 1
    assert any(
        "窗口手写" in line or "（工作人员 clerk-1代为操作） · 窗口核验 · 窗口" in line for line in entries
    )
    assert "设备 08090a0b0c0d0e0f"[-8:] in said
    assert "导出留痕证明，供他人核对 · 工作人员 chief-1" in entries[-1]
    assert f"why={WHY}" in entries[-1]
    assert "\x1b" not in said
    assert "\u2028" not in said


async def test_a_bundle_names_nobody_and_its_last_entry_is_who_handed_it_out(desk: Desk) -> None:
    content = (await desk.export()).read_bytes()

    world = desk.world
    names = (world.director.name, world.director.number, world.school.name, world.school.number)
    assert not any(name.reveal().encode() in content for name in names)
    assert SHOWN.encode() not in content
    last = bundles.lines(bundles.read(desk.folder / "case.zip")["entries.jsonl"])[-1]
    assert (last["kind"], last["staff"], last["facts"]) == (
        "ledger-exported",
        "chief-1",
        {"why": WHY, "evidence": False},
    )


async def test_evidence_that_was_asked_for_is_in_clear_and_fits_its_digest(desk: Desk) -> None:
    files = bundles.read(await desk.export(with_evidence=True))
    path = f"evidence/{desk.shown}"

    whole = desk.check_files(files)
    changed = desk.check_files(bundles.relisted({**files, path: files[path] + b"!"}))
    salted = desk.check_files(bundles.relisted({**files, f"{path}.salt": bytes(16)}))

    assert files[path].decode() == SHOWN
    assert (whole[0], f"凭证 {desk.shown}，" in whole[1]) == (0, True)
    for code, said in (changed, salted):
        assert (code, f"✗ 凭证 {desk.shown}" in said, "与记录里的摘要不符" in said) == (1, True, True)


async def test_erased_evidence_is_left_out_and_the_rest_still_holds(desk: Desk) -> None:
    desk.tamper("UPDATE evidence SET sealed = NULL WHERE id = %s", desk.shown)

    bundle = await desk.export(with_evidence=True)

    assert desk.check(bundle)[0] == 0
    assert [name for name in bundles.read(bundle) if name.startswith("evidence/")] == []


async def test_entries_of_the_format_before_are_counted_and_not_in_it(desk: Desk) -> None:
    desk.tamper(
        "INSERT INTO ledger_entries"
        " (id, format, chain, number, at, kind, matter_id, level, channel, facts, digest)"
        " VALUES (gen_random_uuid(), 1, 5, 1, now(), 'matter-found', %s, 0, 'system', '{}', sha256('old'))",
        desk.matter,
    )

    code, said = desk.check(await desk.export())

    assert (code, "另有 1 条旧格式的记录" in said) == (0, True)


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


@pytest.mark.parametrize(
    "change",
    ["digest = sha256(digest)", "staff = 'nobody'", "number = 1000", "subject = gen_random_uuid()"],
)
async def test_a_case_whose_entries_were_touched_is_not_handed_out(desk: Desk, change: str) -> None:
    await desk.export()
    sql = f"UPDATE ledger_entries SET {change} WHERE subject = %s AND number = 3"  # noqa: S608 - our own words
    desk.tamper(sql, desk.case)

    with pytest.raises(LedgerRewritten):
        await desk.export("again.zip")


async def test_another_cases_fault_keeps_nobody_from_their_proof(desk: Desk) -> None:
    other = await desk.world.case(CaseState.FILED, tail="b")
    await desk.append(Step("case-filed", None, other), Step("case-accepted", None, other))
    await desk.export()
    desk.tamper("UPDATE ledger_entries SET digest = sha256(digest) WHERE subject = %s AND number = 2", other)
    await desk.append(Step("document-kept", None, other))

    assert desk.check(await desk.export("again.zip"))[0] == 0


async def test_a_case_there_is_none_of_leaves_no_trace(desk: Desk) -> None:
    before = len(await desk.world.steps())

    with pytest.raises(NotFound):
        await desk.world.desk.export_ledger(CaseId(UUID(int=1)), staff="chief-1", why=WHY)

    assert len(await desk.world.steps()) == before


async def test_another_cases_entries_are_not_in_it(desk: Desk) -> None:
    other = await desk.world.case(CaseState.FILED, tail="b")
    await desk.append(Step("case-filed", None, other))

    files = bundles.read(await desk.export())

    assert str(other).encode() not in files["entries.jsonl"] + files["proofs.jsonl"]
