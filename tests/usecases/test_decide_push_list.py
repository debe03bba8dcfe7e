"""Nothing goes to people before a second person signed the list they read."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.findings.push_list import PushListChanged, SignerIsPreparer
from domain.kernel.ids import FindingId, PushListId
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import IdempotencyKeyReused, NotFound, StepNotAllowed
from domain.usecases.decide_push_list import Decision
from tests.support.house import HandClock, count
from tests.usecases.notice_world import JIMO, World, a_record, a_world, refs, rows


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    world = await a_world(core, clock, tmp_path)
    world.knows(a_record(1), a_record(2), a_record(3, issuing_body_code=JIMO))
    return world


async def test_a_signed_list_sets_out_one_job_for_each_who_is_due(world: World) -> None:
    view = await world.decide(await world.listed())

    due = {row["id"] for row in await rows("findings") if row["reason"] is None}
    assert (view.state, view.decided_by, view.sample) == ("signed", "审批一科乙", ())
    assert set(await refs("invite-holder")) == due
    assert len(due) == 2


async def test_before_the_signature_nobody_is_invited_and_no_register_asked(world: World) -> None:
    push_list = await world.listed()
    asked = len(world.register.purposes)

    for row in await rows("findings"):
        await world.desk.invite_holder(FindingId(row["id"]))

    assert await count("matters") == 0
    assert len(world.register.purposes) == asked
    assert (await world.desk.list_push_lists())[0][0].push_list_id == push_list


async def test_who_prepared_the_list_does_not_sign_it(world: World) -> None:
    push_list = await world.listed()
    digest = await world.read_digest(push_list)
    request = RequestKey("business-1", "decide_push_list", "k", bytes(32))

    with pytest.raises(SignerIsPreparer):
        await world.desk.decide_push_list(
            world.preparer, push_list, Decision.SIGN, digest=digest, note="", request=request
        )

    assert await refs("invite-holder") == []


async def test_a_list_whose_rows_were_changed_is_not_signed(world: World) -> None:
    push_list = await world.listed()
    await get_connection("default").execute_query("UPDATE findings SET reason = NULL")

    with pytest.raises(PushListChanged):
        await world.decide(push_list)

    assert await refs("invite-holder") == []


@pytest.mark.parametrize("decision", list(Decision))
async def test_a_decision_names_the_list_that_was_read(world: World, decision: Decision) -> None:
    push_list = await world.listed()
    request = RequestKey("chief-1", "decide_push_list", "k", bytes(32))

    with pytest.raises(PushListChanged):
        await world.desk.decide_push_list(
            world.signer, push_list, decision, digest="0" * 64, note="", request=request
        )

    assert (await world.desk.read_push_list(push_list)).state == "prepared"


async def test_two_signatures_at_once_count_once(world: World) -> None:
    push_list = await world.listed()

    signed = await asyncio.gather(
        *(world.decide(push_list, key=f"k{n}") for n in range(3)), return_exceptions=True
    )

    assert sum(isinstance(one, StepNotAllowed) for one in signed) == 2
    assert len(await refs("invite-holder")) == 2


async def test_the_same_key_gets_the_same_answer_and_no_second_effect(world: World) -> None:
    push_list = await world.listed()

    answers = [await world.decide(push_list) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(await refs("invite-holder")) == 2


async def test_the_same_key_for_another_decision_is_refused(world: World) -> None:
    push_list = await world.listed()
    await world.decide(push_list)
    digest = await world.read_digest(push_list)
    other = RequestKey(str(world.signer.staff_id), "decide_push_list", "k1", b"x" * 32)

    with pytest.raises(IdempotencyKeyReused):
        await world.desk.decide_push_list(
            world.signer, push_list, Decision.STOP, digest=digest, note="", request=other
        )


async def test_a_note_is_read_back_and_lies_sealed(world: World) -> None:
    push_list = await world.listed()

    await world.decide(push_list, Decision.SEND_BACK, note="样本中有一家已注销")

    assert (await world.desk.read_push_list(push_list)).note == "样本中有一家已注销"
    [row] = await rows("push_lists")
    assert "样本".encode() not in bytes(row["remark"])


async def test_an_unknown_list_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        await world.decide(PushListId(UUID(int=7)))


async def test_the_ledger_names_who_prepared_and_who_signed(world: World) -> None:
    await world.decide(await world.listed())

    told = [(row["kind"], row["staff"]) for row in await rows("ledger_entries")]
    assert ("push-list-prepared", "business-1") in told
    assert ("push-list-signed", "chief-1") in told
