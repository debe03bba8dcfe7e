"""Each decision reaches its regulator once, in a row without gaps, and both sides can prove it (审管衔接)."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from tortoise.connection import get_connection

from adapters.postgres.results import PostgresResults
from bff.compose.core import Core
from bff.compose.supervision import supervision_desk
from bff.desks.supervision import SupervisionDesk
from domain.clock.clock import beijing_date
from domain.decisions.push import PushStatus
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.ids import CaseId, MatterId, ResultId, StaffId
from domain.kernel.ports import RequestKey
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.staff.account import Role, StaffAccount
from domain.supervision.outside import GapAsked
from domain.supervision.result import (
    RegulatorResult,
    ResultDraft,
    ResultKind,
    ResultRangeWrong,
    ResultState,
    canonical_result,
)
from tests.fakes.regulator import FakeRegulator
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.decided import confirmed

BODY = "11370285MB9990012C"
STAFF = StaffAccount(StaffId(UUID(int=5)), "business-1", "业务甲", frozenset({Role.BUSINESS}))


class Killed(BaseException):
    pass


class MortalRegulator(FakeRegulator):
    """They have it, and our machine goes down."""

    killed = False

    async def push(self, result: RegulatorResult) -> object:  # type: ignore[override] # never answers once
        receipt = await super().push(result)
        if self.killed:
            self.killed = False
            raise Killed
        return receipt


class SignedGaps:
    async def parse(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> GapAsked:
        del method, target
        if headers.get("x-signature") != "theirs":
            raise SignatureWrong("signature")
        told = json.loads(body)
        return GapAsked(told["body"], told["from"], told["to"])


class World:
    def __init__(self, core: Core, clock: HandClock) -> None:
        self.core, self.clock = core, clock
        self.regulator = MortalRegulator(clock)
        self.results = PostgresResults(core.cipher, core.now, core.new_id)
        self.desk: SupervisionDesk = supervision_desk(core, self.regulator, SignedGaps())  # type: ignore[arg-type] # as above

    async def made(self, seq: int = 1) -> ResultId:
        """The next result of the body; `seq` only makes it another case's."""
        draft = ResultDraft(
            BODY,
            CaseId(UUID(int=seq)),
            MatterId(UUID(int=seq)),
            ResultKind.GRANTED,
            beijing_date(self.clock()),
            canonical_result({"kind": "granted", "case": seq}),
        )
        async with self.core.atomic():
            result = await self.results.add(draft)
        assert result is not None
        return result

    async def given_up(self) -> None:
        """A number is taken, and the transaction does not come to its end."""
        day = beijing_date(self.clock())
        draft = ResultDraft(BODY, CaseId(UUID(int=2)), MatterId(UUID(int=2)), ResultKind.DENIED, day, b"{}")
        async with self.core.atomic():
            await self.results.add(draft)
            raise Killed

    async def read(self, result: ResultId) -> RegulatorResult:
        async with self.core.atomic():
            return await self.results.take(result)

    async def seqs(self) -> list[int]:
        rows = await get_connection("default").execute_query_dict("SELECT seq FROM results ORDER BY seq")
        return [row["seq"] for row in rows]


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return World(core, clock)


async def test_a_pushed_result_is_receipted_once(world: World) -> None:
    result = await world.made()

    for _ in range(2):
        await world.desk.push_result(result)

    kept = await world.read(result)
    assert (kept.state, kept.receipt) == (ResultState.RECEIPTED, "JG00000001")
    assert world.regulator.pushed == [(BODY, 1)]


async def test_numbers_have_no_gap_when_a_transaction_is_given_up(world: World) -> None:
    await world.made(1)
    with pytest.raises(Killed):
        await world.given_up()
    await asyncio.gather(*(world.made(case) for case in range(3, 8)))

    assert await world.seqs() == [1, 2, 3, 4, 5, 6]


async def test_killed_before_the_receipt_was_written_it_is_asked_for_and_not_told_again(world: World) -> None:
    result = await world.made()
    world.regulator.killed = True
    with pytest.raises(Killed):
        await world.desk.push_result(result)

    await world.desk.push_result(result)

    assert (await world.read(result)).state is ResultState.RECEIPTED
    assert world.regulator.pushed == [(BODY, 1)]


async def test_an_answer_that_was_lost_is_asked_for(world: World) -> None:
    result = await world.made()
    world.regulator.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.desk.push_result(result)
    in_between = (await world.read(result)).state

    await world.desk.push_result(result)

    assert in_between is ResultState.UNKNOWN
    assert (await world.read(result)).state is ResultState.RECEIPTED
    assert world.regulator.pushed == [(BODY, 1)]


async def test_a_platform_that_is_away_is_tried_again_later(world: World) -> None:
    result = await world.made()
    world.regulator.trouble.before.append(Unavailable("regulator", "502"))
    with pytest.raises(Unavailable):
        await world.desk.push_result(result)

    assert (await world.read(result)).state is ResultState.QUEUED


async def test_a_doubt_stays_one_while_the_platform_is_away(world: World) -> None:
    result = await world.made()
    world.regulator.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.desk.push_result(result)
    world.regulator.trouble.before.append(Unavailable("regulator", "502"))

    with pytest.raises(Unavailable):
        await world.desk.push_result(result)

    assert (await world.read(result)).state is ResultState.UNKNOWN


async def test_a_refused_result_waits_for_a_person(world: World) -> None:
    result = await world.made()
    world.regulator.trouble.before.append(Refused("regulator", "4220"))

    await world.desk.push_result(result)

    kept = await world.read(result)
    assert (kept.state, kept.refused_with) == (ResultState.REFUSED, "4220")


async def test_their_gap_is_filled_with_exactly_those_numbers(world: World) -> None:
    made = [await world.made(case) for case in range(1, 6)]
    for result in made:
        await world.desk.push_result(result)
    for seq in (2, 3):
        del world.regulator.kept[(BODY, seq)]
    world.regulator.pushed.clear()
    body = json.dumps({"body": BODY, "from": 2, "to": 3}).encode()

    replayed = await world.desk.replay_results.hear("POST", "/gaps", {"x-signature": "theirs"}, body)
    for result in made:
        await world.desk.push_result(result)

    assert replayed.count == 2
    assert world.regulator.pushed == [(BODY, 2), (BODY, 3)]
    wanted = [ref["result_id"] for name, ref in await jobs_deferred() if name == "push-result"]
    assert wanted == [str(made[1]), str(made[2])]


async def test_a_gap_nobody_signed_is_not_filled(world: World) -> None:
    with pytest.raises(SignatureWrong):
        await world.desk.replay_results.hear("POST", "/gaps", {}, b"{}")

    assert await jobs_deferred() == []


async def test_a_colleague_sends_a_range_again_once_and_the_ledger_names_them(world: World) -> None:
    result = await world.made()
    await world.desk.push_result(result)
    request = RequestKey("staff", "replay_results", "k", b"d" * 32)
    asked = GapAsked(BODY, 1, 1)

    answers = [await world.desk.replay_results(asked, STAFF, request) for _ in range(2)]

    kept = await world.read(result)
    assert [one.count for one in answers] == [1, 1]
    assert (kept.state, kept.replays) == (ResultState.QUEUED, 1)
    rows = await get_connection("default").execute_query_dict(
        "SELECT staff FROM ledger_entries WHERE kind = 'results-replayed'"
    )
    assert [row["staff"] for row in rows] == ["business-1"]


@pytest.mark.parametrize(("first", "last"), [(0, 1), (3, 2), (1, 1001)])
async def test_a_range_that_is_none_is_refused(world: World, first: int, last: int) -> None:
    request = RequestKey("staff", "replay_results", "k", b"d" * 32)

    with pytest.raises(ResultRangeWrong):
        await world.desk.replay_results(GapAsked(BODY, first, last), STAFF, request)


async def test_a_day_on_which_both_sides_have_the_same_agrees(world: World) -> None:
    for case in (1, 2):
        await world.desk.push_result(await world.made(case))

    differing = await world.desk.reconcile_results()

    [day] = await world.desk.list_reconciled_days()
    assert differing == 0
    assert (day.agrees, day.ours, day.receipted, day.theirs) == (True, 2, 2, 2)


async def test_what_they_lack_is_named_and_after_sending_it_again_the_day_agrees(world: World) -> None:
    made = [await world.made(case) for case in (1, 2, 3)]
    for result in made:
        await world.desk.push_result(result)
    del world.regulator.kept[(BODY, 2)]

    differing = await world.desk.reconcile_results()
    [before] = await world.desk.list_reconciled_days()
    request = RequestKey("staff", "replay_results", "k", b"d" * 32)
    await world.desk.replay_results(GapAsked(BODY, 2, 2), STAFF, request)
    await world.desk.push_result(made[1])
    world.clock.go_on(timedelta(hours=1))
    await world.desk.reconcile_results()
    [after] = await world.desk.list_reconciled_days()

    assert (differing, before.agrees, before.missing, before.theirs) == (1, False, (2,), 2)
    assert (after.agrees, after.missing) == (True, ())


async def test_a_silent_platform_leaves_the_day_as_it_was(world: World) -> None:
    await world.desk.push_result(await world.made())
    world.regulator.trouble.before.append(Unavailable("regulator", "502"))

    assert await world.desk.reconcile_results() == 0
    assert await world.desk.list_reconciled_days() == ()


async def test_what_has_no_receipt_after_an_hour_is_gone_after(world: World) -> None:
    result = await world.made()
    early = await world.desk.chase_receipts()
    world.clock.go_on(timedelta(minutes=61))

    late = await world.desk.chase_receipts()

    assert (early, late) == (0, 1)
    assert (await world.read(result)).state is ResultState.RECEIPTED


async def test_a_granted_case_makes_its_result_in_the_same_transaction(core: Core, clock: HandClock) -> None:
    made = await confirmed(core, clock)
    await made.desk.file_case(made.case)

    await made.hear(made.push(PushStatus.ACCEPTED, 1), made.push(PushStatus.GRANTED, 2))
    await made.hear(made.push(PushStatus.GRANTED, 3))

    rows = await get_connection("default").execute_query_dict("SELECT id, body, seq, kind FROM results")
    assert [(row["body"], row["seq"], row["kind"]) for row in rows] == [(BODY, 1, "granted")]
    assert [name for name, _ in await jobs_deferred()].count("push-result") == 1
    async with core.atomic():
        told = json.loads(
            (await PostgresResults(core.cipher, core.now, core.new_id).take(ResultId(rows[0]["id"]))).content
        )
    assert told["licenceNo"]
    assert told["holderCode"]


async def test_of_a_refusal_the_regulator_learns_no_name(core: Core, clock: HandClock) -> None:
    made = await confirmed(core, clock)
    await made.desk.file_case(made.case)

    await made.hear(made.push(PushStatus.ACCEPTED, 1), made.push(PushStatus.DENIED, 2))

    [row] = await get_connection("default").execute_query_dict("SELECT id, kind FROM results")
    async with core.atomic():
        kept = await PostgresResults(core.cipher, core.now, core.new_id).take(ResultId(row["id"]))
    assert row["kind"] == "denied"
    assert "holder" not in json.loads(kept.content)
