"""A case's bundle proves every entry to somebody with one file and a key."""

import ast
import asyncio
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import CaseId
from domain.kernel.refusals import NotFound
from domain.ledger.anchor import LedgerRewritten
from domain.ledger.entry import Step
from tests.support import bundles
from tests.support.house import HandClock
from tests.support.server import Urls
from tests.usecases.bundle_world import ENTRIES, SHOWN, WHY, Desk, a_desk


@pytest.fixture
async def desk(core: Core, clock: HandClock, tmp_path: Path, urls: Urls) -> Desk:
    return await a_desk(core, clock, tmp_path, urls)


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
