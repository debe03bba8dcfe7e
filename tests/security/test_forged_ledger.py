# ruff: noqa: S608 - the statements are ours, word for word
"""Hundreds of times each: what is done to the ledger behind the office's back is found, at the very entry.

By somebody who owns the database, and for the last by somebody who has the ledger's key as well.
"""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from psycopg.errors import InsufficientPrivilege
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.ledger.entry import Chain
from tests.support.house import HandClock, house, rows
from tests.support.server import Urls
from tests.usecases.ledger_vault import (
    CASE,
    FIRST,
    MATTER,
    OTHER,
    Vault,
    cutting,
    head,
    named,
    rewriting,
    tamper,
    where,
)

ENTRIES = 9
CHAINS: tuple[Chain, ...] = (CASE, OTHER, MATTER, FIRST)
OTHER_KEY = bytes(range(32))

# makes one change, and says the first number at which it must be named
Forgery = Callable[[Core, random.Random, Chain, int], Awaitable[int]]


@pytest.fixture
async def vault(urls: Urls, clock: HandClock, tmp_path: Path) -> AsyncIterator[Vault]:
    """Nine entries in each of four chains, one of them of format 1, all under a checkpoint."""
    async with house(urls.owner, clock) as core:
        made = Vault(core, tmp_path / "checkpoints.jsonl", clock)
        await made.write_first(ENTRIES)
        await made.write(ENTRIES)
        await made.write(ENTRIES, case=CASE)
        await made.write(ENTRIES, case=OTHER)
        await made.anchor()
        assert await made.faults() == []
        yield made


async def _edit(_: Core, chance: random.Random, chain: Chain, number: int) -> int:
    change = chance.choice(
        (
            "kind = 'prober'",
            "at = at + interval '1 microsecond'",
            "matter_id = gen_random_uuid()",
            "matter_id = NULL",
            "case_id = gen_random_uuid()",
            "person_id = gen_random_uuid()",
            "party_id = gen_random_uuid()",
            "session_id = gen_random_uuid()",
            "check_id = gen_random_uuid()",
            "device = '\\x00'",
            "staff = 'somebody'",
            "level = level + 1",
            "channel = 'h5'",
            "evidence_id = NULL",
            "evidence_digest = NULL",
            """facts = '{"to": "granted"}'""",
            """facts = facts || '{"more": null}'""",
            "digest = sha256(digest)",
            "seal = sha256(digest)",
            "seal = NULL, digest = sha256(digest)",
            "format = 3 - format",
            "id = gen_random_uuid()",
        )
    )
    await tamper(f"UPDATE ledger_entries SET {change} {where(chain, number)}")
    return number


async def _drop(_: Core, __: random.Random, chain: Chain, number: int) -> int:
    await tamper(f"DELETE FROM ledger_entries {where(chain, number)}")
    return number


async def _swap(_: Core, chance: random.Random, chain: Chain, number: int) -> int:
    other = chance.choice([n for n in range(1, ENTRIES + 1) if n != number])
    for at, to in ((number, 0), (other, number), (0, other)):
        await tamper(f"UPDATE ledger_entries SET number = {to} {where(chain, at)}")
    return min(number, other)


async def _cut_tail(_: Core, __: random.Random, chain: Chain, number: int) -> int:
    await tamper(*cutting(chain, number))
    return number


async def _rewrite_with_the_key(core: Core, _: random.Random, chain: Chain, number: int) -> int:
    await tamper(*await rewriting(core, chain, number))
    return number


async def _rewrite_without_the_key(core: Core, _: random.Random, chain: Chain, number: int) -> int:
    await tamper(*await rewriting(core, chain, number, key=OTHER_KEY))
    return number


async def _exchange_evidence(_: Core, chance: random.Random, chain: Chain, number: int) -> int:
    change = chance.choice(("digest = sha256(digest)", "id = gen_random_uuid()"))
    which = f"WHERE id = (SELECT evidence_id FROM ledger_entries {where(chain, number)})"
    await tamper(f"UPDATE evidence SET {change} {which}")
    return number


async def _insert(_: Core, chance: random.Random, chain: Chain, number: int) -> int:
    to = chance.choice((0, -number, ENTRIES + 1, ENTRIES + 100))
    columns = (
        "format, chain, subject, at, kind, matter_id, case_id, level, channel, evidence_id, evidence_digest,"
        " facts, digest, seal"
    )
    copy = f"SELECT gen_random_uuid(), {to}, {columns} FROM ledger_entries {where(chain, number)}"
    await tamper(f"INSERT INTO ledger_entries (id, number, {columns}) {copy}")
    return to


async def _unsettle_head(_: Core, chance: random.Random, chain: Chain, number: int) -> int:
    if chance.random() < 0.5:
        await tamper(f"UPDATE {head(chain).format(f'number = {ENTRIES + number}')}")
        return ENTRIES + 1
    await tamper(f"UPDATE {head(chain).format('digest = sha256(digest)')}")
    return ENTRIES


@pytest.mark.parametrize(
    ("forge", "times"),
    [
        (_edit, 200),
        (_drop, 200),
        (_swap, 200),
        (_insert, 200),
        (_cut_tail, 200),
        (_rewrite_with_the_key, 200),
        (_rewrite_without_the_key, 40),
        (_exchange_evidence, 40),
        (_unsettle_head, 40),
    ],
)
async def test_each_forgery_of_a_kind_is_named_at_its_first_entry(
    vault: Vault, forge: Forgery, times: int
) -> None:
    chance = random.Random(20261123)  # noqa: S311 - repeatable on purpose
    missed = []

    for turn in range(times):
        chain, number = CHAINS[turn % len(CHAINS)], chance.randint(1, ENTRIES)
        async with vault.undone():
            expected = await forge(vault.core, chance, chain, number)
            found = [(at, first) for at, first, _ in await vault.faults()]
        if found != [(chain, expected)]:
            missed.append((turn, chain, number, expected, found))

    assert missed == []
    assert await vault.faults() == []


async def test_a_chain_taken_away_whole_is_named_from_its_first_entry(vault: Vault) -> None:
    for chain in CHAINS:
        gone = "ledger_heads WHERE chain" if isinstance(chain, int) else "ledger_chains WHERE id"
        async with vault.undone():
            await tamper(
                f"DELETE FROM ledger_entries WHERE {named(chain)}",
                f"DELETE FROM {gone} = '{chain}'",
            )
            assert await vault.faults() == [(chain, 1, "记录缺失")]


async def test_entries_hidden_from_the_checkpoint_are_named(vault: Vault) -> None:
    await vault.write(3, case=CASE)
    async with vault.core.atomic():  # as if a checkpoint held them already
        await tamper(f"UPDATE ledger_chains SET anchored = number WHERE id = '{CASE}'")
    await vault.anchor()

    found = await vault.faults()

    assert found == [(CASE, ENTRIES + 1, "早该进入库外检查点而没有")]


async def test_entries_of_two_chains_that_change_places_are_named_in_both(vault: Vault) -> None:
    async with vault.undone():
        await tamper(
            f"UPDATE ledger_entries SET number = 0 {where(CASE, 4)}",
            f"UPDATE ledger_entries SET number = 4, subject = '{CASE}' {where(OTHER, 6)}",
            f"UPDATE ledger_entries SET number = 6, subject = '{OTHER}' {where(CASE, 0)}",
        )
        found = await vault.faults()

    assert [(chain, number) for chain, number, _ in found] == [(CASE, 4), (OTHER, 6)]


async def test_the_order_across_chains_cannot_be_turned_round_within_one(vault: Vault) -> None:
    async with vault.undone():
        await tamper(f"UPDATE ledger_entries SET seq = seq + 1000 {where(CASE, 4)}")

        assert await vault.faults() == [(CASE, 5, "记录次序被改动")]


@pytest.mark.parametrize(
    "statement",
    [
        *(
            f"{what} {table}{more}"
            for table in ("ledger_entries", "ledger_anchors")
            for what, more in (("UPDATE", " SET at = now()"), ("DELETE FROM", ""), ("TRUNCATE", ""))
        ),
        *(
            f"{what} {table}"
            for table in ("ledger_chains", "ledger_heads")
            for what in ("DELETE FROM", "TRUNCATE")
        ),
        "DELETE FROM evidence",
        "TRUNCATE evidence",
        "UPDATE evidence SET salt = ''",
        "UPDATE evidence SET digest = ''",
        "UPDATE evidence SET kind = ''",
        "UPDATE evidence SET matter_id = NULL",
    ],
)
@pytest.mark.usefixtures("core")
async def test_the_running_office_cannot_change_what_it_wrote(statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        await get_connection("default").execute_query(statement)


async def test_the_running_office_can_erase_what_was_shown_and_nothing_else_of_it(core: Core) -> None:
    shown = await core.evidence.keep("shown", "页面".encode(), matter=None)
    [before] = await rows("evidence")

    await get_connection("default").execute_query("UPDATE evidence SET sealed = NULL")

    assert await core.evidence.read(shown) is None
    assert await rows("evidence") == [before | {"sealed": None}]
