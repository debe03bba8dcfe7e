# ruff: noqa: S608 - the statements are ours, word for word
"""A ledger with entries of both formats, its checkpoints, and somebody who owns the database and the key."""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import psycopg

from adapters.postgres.cases import PostgresCases
from adapters.postgres.ledger_anchors import PostgresAnchors
from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.work import held_connection
from bff.compose.core import Core
from domain.kernel.ids import CaseId, MatterId
from domain.ledger.digest import digest_after, genesis, statement_of
from domain.ledger.entry import Chain, Step
from domain.ledger.ports import Ledger
from domain.usecases.anchor_ledger import AnchorLedger
from domain.usecases.verify_ledger import VerifyLedger
from tests.support.first_ledger import FirstLedger, digest_of
from tests.support.house import RING, HandClock, checkpoint_file
from tests.support.server import Urls

MATTER = MatterId(UUID("01990000-0000-7000-8000-0000000000a5"))
CASE = CaseId(UUID("01990000-0000-7000-8000-0000000000c1"))
OTHER = CaseId(UUID("01990000-0000-7000-8000-0000000000c2"))
FIRST = 5  # the chain of MATTER in format 1


class Undo(Exception):
    """Whoever tampered puts everything back."""


class Vault:
    def __init__(self, core: Core, path: Path, clock: HandClock) -> None:
        self.core, self.path, self.clock = core, path, clock
        self.checkpoints = checkpoint_file(path, clock)
        self.anchors = PostgresAnchors(core.new_id)
        self.verify = VerifyLedger(core.chains, self.anchors, self.checkpoints, PostgresCases())
        self.anchor = AnchorLedger(self.anchors, self.checkpoints)
        self.before = FirstLedger(RING.ledger, clock, core.new_id)

    async def write(self, entries: int, *, matter: MatterId = MATTER, case: CaseId | None = None) -> None:
        await self._write(self.core.ledger, entries, matter, case)

    async def write_first(self, entries: int, *, matter: MatterId = MATTER) -> None:
        await self._write(self.before, entries, matter, None)

    async def _write(
        self, ledger: Ledger | FirstLedger, entries: int, matter: MatterId, case: CaseId | None
    ) -> None:
        for number in range(entries):
            self.clock.go_on(timedelta(seconds=1))
            async with self.core.atomic():
                shown = await self.core.evidence.keep("shown", f"页面{number}".encode(), matter=matter)
                await ledger.append(
                    Step("probe", matter=matter, case=case, evidence=shown, facts={"to": f"state-{number}"})
                )

    async def faults(self, case: CaseId | None = None) -> list[tuple[Chain, int, str]]:
        report = await self.verify(case)
        return [(fault.chain, fault.number, fault.what) for fault in report.faults]

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        """Whatever is done inside is rolled back; verify inside sees it."""
        with suppress(Undo):
            async with self.core.atomic():
                yield
                _undo()


def _undo() -> NoReturn:
    raise Undo


async def tamper(*statements: str) -> None:
    """On the connection that has a transaction open, as who owns the database."""
    for statement in statements:
        changed = await held_connection().execute(statement.encode())
        assert changed.rowcount != 0, statement


def change(urls: Urls, *statements: str) -> None:
    """For good, as who owns the database."""
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        for statement in statements:
            assert connection.execute(statement.encode()).rowcount != 0, statement


def where(chain: Chain, number: int) -> str:
    return f"WHERE {named(chain)} AND number = {number}"


def named(chain: Chain) -> str:
    return f"chain = {chain}" if isinstance(chain, int) else f"subject = '{chain}'"


def head(chain: Chain) -> str:
    return (
        f"ledger_heads SET {{}} WHERE chain = {chain}"
        if isinstance(chain, int)
        else f"ledger_chains SET {{}} WHERE id = '{chain}'"
    )


def cutting(chain: Chain, first: int) -> tuple[str, ...]:
    """Everything from `first` on is gone, and the head says so."""
    last = f"(SELECT digest FROM ledger_entries {where(chain, first - 1)})"
    change = f"number = {first - 1}, digest = coalesce({last}, digest)"
    return (
        f"DELETE FROM ledger_entries WHERE {named(chain)} AND number >= {first}",
        f"UPDATE {head(chain).format(change)}",
    )


async def rewriting(core: Core, chain: Chain, first: int, *, key: bytes = RING.ledger) -> tuple[str, ...]:
    """Entry `first` is changed, all behind it are counted anew: with `key`, ours or another."""
    changes = _first_anew(chain, first) if isinstance(chain, int) else _anew(core, chain, first, key)
    found = [one async for one in changes]
    _, last = found[-1]
    return (
        f"UPDATE ledger_entries SET kind = 'never-happened' {where(chain, first)}",
        *(
            f"UPDATE ledger_entries SET {change}, {_digest(digest)} {where(chain, number)}"
            for number, (change, digest) in enumerate(found, start=first)
        ),
        f"UPDATE {head(chain).format(_digest(last))}",
    )


async def _anew(core: Core, chain: UUID, first: int, key: bytes) -> AsyncIterator[tuple[str, bytes]]:
    before = genesis(chain)
    for entry in await core.ledger.of_chain(chain):
        if entry.number < first:
            before = entry.digest
            continue
        kind = "never-happened" if entry.number == first else entry.step.kind
        forged = replace(entry, step=replace(entry.step, kind=kind))
        before = digest_after(before, statement_of(forged))
        yield f"seal = '\\x{hmac.digest(key, before, 'sha256').hex()}'", before


async def _first_anew(chain: int, first: int) -> AsyncIterator[tuple[str, bytes]]:
    before = bytes(32)
    for row in await LedgerEntryRow.filter(chain=chain).order_by("number"):
        if row.number < first:
            before = row.digest
            continue
        row.kind = "never-happened" if row.number == first else row.kind
        before = digest_of(RING.ledger, before, row)
        yield "seal = NULL", before


def _digest(digest: bytes) -> str:
    return f"digest = '\\x{digest.hex()}'"
