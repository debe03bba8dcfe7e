"""The proof at the end: a case's bundle checked by the stand-alone verifier, then five forgeries, each found.

Each is done to the demonstration's own database as its owner, within a transaction that ends in ROLLBACK; the
ledger is verified on that very connection, so what was forged is what is read, and nothing of it stays.
"""

import asyncio
import hmac
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from tortoise.connection import get_connection

from adapters.files.checkpoints import CheckpointKeys
from adapters.keys.ring import KeyRing
from bff import logs
from bff.cli.demo.accounts import Enrolled, sign_in
from bff.cli.demo.stage import Stage
from bff.cli.ledger_desk import Request, case_id, exported
from bff.compose.core import Core
from bff.compose.house import open_house
from bff.compose.servers import Servers, owner, servers
from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic
from domain.ledger.digest import digest_after, genesis, statement_of
from domain.ledger.entry import Entry, Fault
from domain.ledger.words import words_of
from domain.usecases.verify_ledger import VerifyLedger

VERIFIER = Path(__file__).resolve().parents[3] / "tools" / "verify_bundle.py"
WHY = "演示：把这件事的留痕交给别人核对"
YES = "已确认办理意向"
FEWEST = 6  # entries: one in the middle, and others behind it
Say = Callable[[str, str], None]


class NotProved(RuntimeError):
    """The bundle did not check, or a forgery went unseen; the text says which."""


@dataclass(frozen=True, slots=True)
class Target:
    """The chain that is forged, and the place where that has to show; `key`: the ledger's, for who has it."""

    case: CaseId
    entries: tuple[Entry, ...]
    at: int
    key: bytes


Forge = Callable[[Target], Awaitable[int]]
"""Done on the running transaction; the number of the first entry that is not what it was."""


async def prove(stage: Stage, case: str, hand: Enrolled, say: Say) -> None:
    """Raises NotProved."""
    settings = stage.settings
    logs.configure("warning", process="command")
    with servers(settings) as where, owner(settings) as owner_url:
        async with open_house(settings, where, pool=2) as house:
            await sign_in(house, hand)
            made = await exported(
                house.office.wallet,
                house.office.privacy.note_access,
                Request(case, hand.login, WHY),
                case_id(case),
            )
        bundle = stage.folder / f"{case}.zip"
        bundle.unlink(missing_ok=True)
        bundle.write_bytes(made.content)
        say("证明包", f"{case} 的 {made.entries} 条记录写进 {bundle}，截至第 {made.line} 个检查点")
        for line in await asyncio.to_thread(checked_alone, stage, bundle):
            say("核对", line)
        async with open_house(settings, Servers(owner_url, where.redis_url), pool=2) as house:
            key = KeyRing.read(settings.keys_file).ledger
            await forge_all(house.core, house.office.wallet.verify_ledger, key, case_id(case), say)


def checked_alone(stage: Stage, bundle: Path) -> list[str]:
    """In an empty folder, with nothing of ours but one file: what it says of the yes, and its last two lines.

    Raises NotProved.
    """
    key, settings = stage.folder / "checkpoint.pem", stage.settings
    signing = settings.checkpoint_key or KeyRing.read(settings.keys_file).checkpoint_key
    key.write_text(CheckpointKeys(signing).public_pem)
    kept = settings.checkpoints_file.resolve()
    named = [str(one.resolve()) for one in (bundle, key)]
    copies = ["--checkpoints", str(kept), "--leaves", f"{kept}.leaves"]
    with tempfile.TemporaryDirectory() as empty:
        ended = subprocess.run(  # noqa: S603 - our own interpreter and file
            [sys.executable, "-I", str(VERIFIER), named[0], "--key", named[1], *copies],
            cwd=empty,
            capture_output=True,
            text=True,
            check=False,
        )
    if ended.returncode:
        raise NotProved(f"{VERIFIER.name}: {ended.stdout}{ended.stderr}")
    told = ended.stdout.splitlines()
    return [*(line.removeprefix("  ✓ ") for line in told if YES in line), *told[-2:]]


async def forge_all(core: Core, verify: VerifyLedger, key: bytes, case: CaseId, say: Say) -> None:
    """Each of the five, seen and undone; in the end the ledger is as it was. Raises NotProved."""
    entries = await core.ledger.of_chain(case)
    if len(entries) < FEWEST:
        raise NotProved(f"{len(entries)} entries are too few to forge")
    target = Target(case, entries, len(entries) // 2, key)
    for what, forge in FORGERIES.items():
        number, fault = await forged(core.atomic, verify, target, forge)
        if fault is None or fault.number != number:
            raise NotProved(f"{what}: {fault}")
        say("篡改", f"{what}：查出，第 {number} 条「{_title(entries[number - 1])}」，{fault.what}")
    report = await verify()
    if report.faults:
        raise NotProved(f"after ROLLBACK: {report.faults}")
    say("撤销", f"五次改动都已撤销，{report.entries} 条重新核对无误")


def _title(entry: Entry) -> str:
    words = words_of(entry.step)
    return words.title if words else entry.step.kind


async def forged(
    atomic: Atomic, verify: VerifyLedger, target: Target, forge: Forge
) -> tuple[int, Fault | None]:
    """Where it was done, and what the ledger's own check says of that chain; then undone."""
    done: list[tuple[int, Fault | None]] = []
    with suppress(_Undone):
        async with atomic():
            number = await forge(target)
            report = await verify()
            done.append((number, next((one for one in report.faults if one.chain == target.case), None)))
            raise _Undone
    return done[0]


class _Undone(Exception):
    """Ends a transaction without a trace."""


async def edit(target: Target) -> int:
    """A word in one entry."""
    await _do(
        "UPDATE ledger_entries SET staff = 'nobody' WHERE subject = %s AND number = %s",
        target.case,
        target.at,
    )
    return target.at


async def drop(target: Target) -> int:
    """One entry taken out."""
    await _do("DELETE FROM ledger_entries WHERE subject = %s AND number = %s", target.case, target.at)
    return target.at


async def swap(target: Target) -> int:
    """Two entries in each other's place."""
    for number, to in ((target.at, 0), (target.at + 2, target.at), (0, target.at + 2)):
        await _move(target.case, number, to)
    return target.at


async def cut_tail(target: Target) -> int:
    """The last three, and the chain's head with them."""
    last = target.entries[-4]
    await _do("DELETE FROM ledger_entries WHERE subject = %s AND number > %s", target.case, last.number)
    await _head(target.case, last.number, last.digest)
    return last.number + 1


async def rewrite(target: Target) -> int:
    """By somebody who has the key: one entry changed, and all behind it digested and sealed anew."""
    before = target.entries[target.at - 2].digest if target.at > 1 else genesis(target.case)
    for entry in target.entries[target.at - 1 :]:
        facts = {**entry.step.facts, "said": "otherwise"} if entry.number == target.at else entry.step.facts
        now = replace(entry, step=replace(entry.step, facts=facts))
        before = digest_after(before, statement_of(now))
        await _rewritten(target, now, before)
    await _head(target.case, target.entries[-1].number, before)
    return target.at


FORGERIES: Mapping[str, Forge] = {
    "改一条": edit,
    "删一条": drop,
    "换两条的次序": swap,
    "截去链尾，链头也改": cut_tail,
    "拿着账本密钥，把后面的都重写": rewrite,
}


async def _rewritten(target: Target, entry: Entry, digest: bytes) -> None:
    sql = (
        "UPDATE ledger_entries SET facts = facts || %s::jsonb, digest = %s, seal = %s"
        " WHERE subject = %s AND number = %s"
    )
    said = '{"said": "otherwise"}' if entry.number == target.at else "{}"
    seal = hmac.digest(target.key, digest, "sha256")
    await _do(sql, said, digest, seal, target.case, entry.number)


async def _head(subject: UUID, number: int, digest: bytes) -> None:
    sql = "UPDATE ledger_chains SET number = %s, digest = %s, anchored = least(anchored, %s) WHERE id = %s"
    await _do(sql, number, digest, number, subject)


async def _move(subject: UUID, number: int, to: int) -> None:
    await _do("UPDATE ledger_entries SET number = %s WHERE subject = %s AND number = %s", to, subject, number)


async def _do(statement: str, *values: object) -> None:
    """On the running transaction. Raises NotProved when it changes nothing."""
    changed, _ = await get_connection("default").execute_query(statement, list(values))
    if not changed:
        raise NotProved(f"nothing to forge: {statement}")
