"""`palm ledger`: verify, anchor and export as an operator types them; each «no» is one line."""

from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from adapters.postgres.accesses import PostgresAccesses
from bff.cli import ledger_desk
from bff.cli.ledger_desk import Request
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import CaseId, short
from domain.ledger.entry import Step
from domain.staff.account import Role
from domain.usecases.note_access import NoteAccess
from tests.cli.palm import palm_here, production
from tests.support.house import HandClock, rows
from tests.support.server import Urls
from tests.usecases.grievance_world import colleague
from tests.usecases.wallet_world import World, wallet_world

NOBODYS = short("case", CaseId(UUID(int=1)))
NOWHERE = "postgresql://nobody@127.0.0.1:1/x"


def noting(world: World) -> NoteAccess:
    return NoteAccess(PostgresAccesses(), world.clock, world.core.new_id)


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(core, clock, tmp_path)


async def a_case(world: World, steps: int = 3) -> CaseId:
    case = await world.case(CaseState.FILED)
    for _ in range(steps):
        async with world.core.atomic():
            await world.core.ledger.append(Step("case-filed", None, case))
    return case


def _told() -> tuple[list[tuple[int, int]], ledger_desk.Told]:
    heard: list[tuple[int, int]] = []
    return heard, lambda read, whole: heard.append((read, whole))


async def test_a_whole_ledger_is_said_in_one_line_all_of_it_or_one_case(world: World) -> None:
    case, _ = await a_case(world), await a_case(world, 2)
    await world.desk.anchor_ledger()
    heard, told = _told()

    whole = await ledger_desk.verified(world.desk, None, told)
    one = await ledger_desk.verified(world.desk, case, told)

    assert whole == (
        "ledger verify: ok, 5 entries, 5 of them under a checkpoint kept outside the database",
        True,
    )
    assert one == (
        "ledger verify: ok, 3 entries, 3 of them under a checkpoint kept outside the database",
        True,
    )
    assert all(read <= of for read, of in heard)


async def test_a_bad_entry_is_named_by_its_case(world: World, urls: Urls) -> None:
    case = await a_case(world)
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("UPDATE ledger_entries SET staff = 'nobody' WHERE subject = %s AND number = 2", [case])

    line, is_ok = await ledger_desk.verified(world.desk, None, lambda _, __: None)

    assert not is_ok
    assert f"{short('case', case)} #2: " in line


async def test_a_case_nobody_knows_is_not_called_whole(world: World) -> None:
    with pytest.raises(ValueError, match="no such case"):
        await ledger_desk.verified(world.desk, CaseId(UUID(int=1)), lambda _, __: None)


@pytest.mark.parametrize("role", [Role.CHIEF, Role.AUDIT])
async def test_a_chief_or_an_auditor_hands_out_a_bundle_under_their_own_login(
    world: World, role: Role
) -> None:
    case = await a_case(world)
    await colleague(world.core, "hand-1", role)

    made = await ledger_desk.exported(
        world.desk, noting(world), Request(short("case", case), "hand-1", "行政复议"), case
    )

    last = (await rows("ledger_entries"))[-1]
    assert made.content.startswith(b"PK")
    assert made.entries == 4
    assert (last["kind"], last["staff"], last["facts"]["why"]) == ("ledger-exported", "hand-1", "行政复议")
    assert {(one["by_ref"], one["operation"]) for one in await rows("data_accesses")} == {
        ("hand-1", "palm ledger export")
    }


@pytest.mark.parametrize("role", [Role.CLERK, Role.BUSINESS, Role.SECURITY])
async def test_nobody_else_hands_one_out(world: World, role: Role) -> None:
    case = await a_case(world)
    await colleague(world.core, "hand-1", role)

    with pytest.raises(ValueError, match="hand-1: only audit, chief may do this"):
        await ledger_desk.exported(
            world.desk, noting(world), Request(short("case", case), "hand-1", "好奇"), case
        )

    assert len(await rows("ledger_entries")) == 3


async def test_a_login_and_a_case_of_nobodys_are_each_said(world: World) -> None:
    await colleague(world.core, "chief-1", Role.CHIEF)
    asked = Request(NOBODYS, "chief-1", "复议")

    with pytest.raises(ValueError, match="chief-9: no such login"):
        await ledger_desk.exported(
            world.desk, noting(world), Request(NOBODYS, "chief-9", "复议"), CaseId(UUID(int=1))
        )
    with pytest.raises(ValueError, match=f"{NOBODYS}: no such case"):
        await ledger_desk.exported(world.desk, noting(world), asked, CaseId(UUID(int=1)))


def test_a_bundle_is_never_written_over_another_file(tmp_path: Path) -> None:
    there = tmp_path / "case.zip"
    there.write_text("mine")
    words = ("export", "--case", NOBODYS, "--out", str(there), "--as", "chief-1", "--why", "复议")

    told = palm_here("ledger", *words, environment=production(tmp_path, NOWHERE))

    assert (told.exit_code, told.stderr, there.read_text()) == (2, f"{there} is there already\n", "mine")


def test_a_missing_configuration_is_said_in_one_go() -> None:
    for command in (("verify",), ("anchor",)):
        told = palm_here("ledger", *command, environment={"PALM_MODE": "nonsense"})

        assert (told.exit_code, "The configuration has problems:" in told.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "--case", "15"), "15: not a case number (case_…)"),
        (
            ("export", "--case", "case_1", "--out", "x.zip", "--as", "a", "--why", "?"),
            "--why: 2 to 200 characters",
        ),
    ],
    ids=["verify", "export"],
)
def test_what_cannot_be_asked_is_refused_before_anything_opens(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    told = palm_here("ledger", *words, environment=production(tmp_path, NOWHERE))

    assert (told.exit_code, told.stderr) == (2, f"{said}\n")
