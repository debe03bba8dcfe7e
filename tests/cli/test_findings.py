"""`palm findings`: the console's own use cases, for a clerk named by login; every «no» says what to do."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from adapters.postgres.accesses import PostgresAccesses
from bff.cli.findings import findings_commands
from bff.cli.findings_desk import READERS, SETTLERS, SIGNERS, Clerk, Proof, clerk, in_words, proved
from bff.compose.core import Core
from bff.compose.staff import staff_desk
from bff.desks.staff import StaffDesk
from domain.findings.doubt import DoubtState
from domain.findings.push_list import SignerIsPreparer
from domain.kernel.ids import FindingId, PushListId, short, unshort
from domain.kernel.limits import TooManyRequests
from domain.kernel.refusal import Refusal
from domain.staff.account import Role
from domain.staff.credentials import SignInFailed
from domain.usecases.note_access import NoteAccess
from tests.fakes.limits import FakeLimits
from tests.support.catalogue import shipped
from tests.support.house import HandClock, rows
from tests.support.staff import PASSWORD, cheap_passwords, enrolled
from tests.usecases.change_world import RENAMED_ROAD, WATER, a_licence, change, readdressed
from tests.usecases.notice_world import JIMO, World, a_record, a_world, refs

COMMANDS = ("list", "doubts", "clear", "moved", "sign")


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    world = await a_world(core, clock, tmp_path)
    world.knows(a_record(1), a_record(2, issuing_body_code=JIMO))
    return world


def noting(world: World) -> NoteAccess:
    return NoteAccess(PostgresAccesses(), world.clock, world.core.new_id)


async def the_chief(world: World) -> Clerk:
    return await clerk(world.desk, noting(world), "chief-1", SIGNERS)


async def test_a_list_shows_everybody_with_the_reason_and_how_to_sign_it(world: World) -> None:
    text = short("list", await world.listed())
    reader = await clerk(world.desk, noting(world), "business-1", READERS)

    [line] = await reader.lists()
    lines = await reader.one_list(text, None)

    assert text in line
    assert "应提示 1，暂不提示 1" in line
    assert any(one.startswith("  应提示  莱西市虚构第1学校") for one in lines)
    assert any(one.startswith("  不在实施范围  莱西市虚构第2学校") for one in lines)
    assert f"palm findings sign {text} --as LOGIN --digest " in lines[-1]


async def test_whoever_was_told_reads_that_a_colleague_went_through_the_list(world: World) -> None:
    text = short("list", await world.listed())
    reader = await clerk(world.desk, noting(world), "business-1", READERS)
    await reader.one_list(text, None)
    assert await rows("data_accesses") == []  # nobody on it is a party yet
    await world.decide(PushListId(unshort("list", text) or UUID(int=0)))
    [finding] = await refs("invite-holder")
    await world.desk.invite_holder(FindingId(finding))

    await reader.one_list(text, None)

    [look] = await rows("data_accesses")
    assert (look["by_ref"], look["purpose"], look["operation"]) == (
        "business-1",
        "reminder",
        "palm findings list",
    )


async def test_a_second_person_signs_what_was_read(world: World) -> None:
    push_list = await world.listed()
    chief = await the_chief(world)
    digest = (await chief.one_list(short("list", push_list), None))[-1].rpartition(" ")[2]

    [line] = await chief.sign(short("list", push_list), digest)

    assert "signed by 审批一科乙, 1 finding(s)" in line
    assert len(await refs("invite-holder")) == 1


async def test_who_prepared_a_list_cannot_sign_it_here_either(world: World) -> None:
    await world.staff.add_staff("both", "审批一科丙", frozenset({Role.CHIEF}))
    both = await clerk(world.desk, noting(world), "both", SIGNERS)
    await world.sensing.take_snapshot()
    prepared = await world.sensing.prepare_push_list(both.staff)
    [push_list] = [one.push_list for one in prepared if one.push_list]

    with pytest.raises(SignerIsPreparer) as refused:
        await both.sign(short("list", push_list), await world.read_digest(push_list))

    assert in_words(refused.value).startswith("signer-is-preparer: 编制人不能签发同一份清单；请由另一位")


async def test_a_doubt_is_read_side_by_side_settled_by_name_and_listed_next(world: World) -> None:
    world.register.records.clear()
    world.knows(a_licence("w1", WATER))
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    settler = await clerk(world.desk, noting(world), "chief-1", SETTLERS)

    head, before, after = await settler.doubts(settled_too=False)
    [told] = await settler.settle(head.split()[0], DoubtState.CLEARED, "道路更名")

    assert (before.split()[-1], after.split()[-1]) == RENAMED_ROAD
    assert "非迁移" in told
    assert await settler.doubts(settled_too=False) == ["no doubt is open"]
    assert (await settler.doubts(settled_too=True))[-1] == "  审批一科乙：道路更名"
    world.clock.go_on(timedelta(days=1))
    assert (await world.desk.read_push_list(await world.listed())).due == 1


async def test_who_settled_by_mistake_reads_that_a_colleague_may_correct_it(world: World) -> None:
    world.register.records.clear()
    world.knows(a_licence("w1", WATER))
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    await world.staff.add_staff("clerk-2", "审批一科丙", frozenset({Role.CLERK}))
    first = await clerk(world.desk, noting(world), "chief-1", SETTLERS)
    second = await clerk(world.desk, noting(world), "clerk-2", SETTLERS)
    doubt = (await first.doubts(settled_too=False))[0].split()[0]
    await first.settle(doubt, DoubtState.MOVED, "看错了门牌")

    with pytest.raises(ValueError, match=r"another clerk may correct it, once.*same command"):
        await first.settle(doubt, DoubtState.CLEARED, "道路更名")
    [told] = await second.settle(doubt, DoubtState.CLEARED, "道路更名")

    assert "非迁移" in told
    assert (await first.doubts(settled_too=True))[-1] == "  审批一科丙：道路更名"


@pytest.mark.parametrize(
    ("login", "what"), [("nobody", "no such login; palm staff add"), ("business-1", "only chief may do this")]
)
async def test_a_stranger_and_a_wrong_role_are_told_what_to_do(world: World, login: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        await clerk(world.desk, noting(world), login, SIGNERS)


async def test_a_number_of_another_kind_is_refused_with_where_to_find_it(world: World) -> None:
    chief = await the_chief(world)

    with pytest.raises(ValueError, match="palm findings doubts shows them"):
        await chief.settle("list_x", DoubtState.MOVED, "实为迁移")
    with pytest.raises(ValueError, match="palm findings list shows them"):
        await chief.one_list("dbt_x", None)


async def test_a_reason_nobody_knows_is_answered_with_all_there_are(world: World) -> None:
    text = short("list", await world.listed())
    chief = await the_chief(world)

    with pytest.raises(ValueError, match=r"say due or one of .*out-of-scope.*needs-clerk"):
        await chief.one_list(text, "whatever")


async def test_only_one_reason_is_shown_when_asked_for(world: World) -> None:
    text = short("list", await world.listed())
    chief = await the_chief(world)

    lines = await chief.one_list(text, "out-of-scope")

    assert [line.split()[0] for line in lines if line.startswith("  ")] == ["不在实施范围"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_asks_who_does_it(command: str) -> None:
    said = CliRunner().invoke(findings_commands, [command, "--help"], prog_name="palm findings")

    assert said.exit_code == 0
    assert "--as" in said.output


def test_a_reason_too_short_is_refused_before_anything_is_opened() -> None:
    said = CliRunner().invoke(findings_commands, ["clear", "dbt_x", "--as", "clerk-1", "--why", "x"])

    assert said.exit_code == 2
    assert "--why: 2 to 200 characters" in said.output


async def test_whoever_signs_here_proves_who_they_are_and_is_signed_out_again(
    core: Core, clock: HandClock
) -> None:
    desk = staff_desk(core, FakeLimits(), cheap_passwords(), shipped())
    chief = await enrolled(desk, clock, "chief-2", "审批二科丁", Role.CHIEF)
    clock.go_on(timedelta(minutes=1))
    before = await desk.list_sessions(chief.account)

    async with proved(desk, "chief-2", Proof(PASSWORD, chief.code)):
        meanwhile = await desk.list_sessions(chief.account)

    assert (len(meanwhile), await desk.list_sessions(chief.account)) == (len(before) + 1, before)
    kinds = [row["kind"] for row in await rows("ledger_entries") if row["staff"] == "chief-2"]
    assert kinds[-2:] == ["staff-signed-in", "staff-signed-out"]


async def test_a_login_alone_signs_nothing_and_guessing_is_counted(core: Core, clock: HandClock) -> None:
    desk = staff_desk(core, FakeLimits(), cheap_passwords(), shipped())
    chief = await enrolled(desk, clock, "chief-2", "审批二科丁", Role.CHIEF)
    clock.go_on(timedelta(minutes=1))

    wrong = (Proof("", chief.code), Proof(PASSWORD, "000000"), Proof("猜的口令", chief.code))
    refused = [await refusal_of(desk, one) for one in wrong]
    guessed = [await refusal_of(desk, Proof("猜的口令", "000000")) for _ in range(20)]

    assert {type(one) for one in refused} == {SignInFailed}
    assert isinstance(guessed[-1], TooManyRequests)


async def refusal_of(desk: StaffDesk, proof: Proof) -> Refusal | None:
    try:
        async with proved(desk, "chief-2", proof):
            return None
    except Refusal as refusal:
        return refusal


@pytest.mark.parametrize(
    "asked",
    [
        ["sign", "list_x", "--as", "chief-1", "--digest", "0"],
        ["clear", "dbt_x", "--as", "chief-1", "--why", "道路更名"],
        ["moved", "dbt_x", "--as", "chief-1", "--why", "实为迁移"],
    ],
)
def test_what_changes_anything_asks_for_password_and_code_first(asked: list[str]) -> None:
    said = CliRunner().invoke(findings_commands, asked, input="secret\n")

    assert said.exit_code == 1
    assert "Six digits" in said.output
    assert "secret" not in said.output
