"""What may be promised instead of handed in (容缺受理, 告知承诺), and what follows from it."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.forms.form import FormConfirmed, FormIncomplete
from domain.kernel.ids import CaseId, MatterId, StaffId
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.promises.promise import PromiseOver, PromiseState, Reminder
from domain.promises.texts import digest_of
from domain.staff.account import Role, StaffAccount
from domain.supplements.supplement import MaterialUnreadable
from domain.usecases.make_promises import PromiseSaid
from domain.usecases.require_face import FaceForThisMatter
from tests.fakes.approval import sm3
from tests.support.house import HandClock, count
from tests.usecases.promise_world import COMMITMENT, INSTEAD, LATER, PDF, Promising, promising

CLERK = StaffAccount(StaffId(UUID(int=7)), "clerk-7", "丁", frozenset({Role.CLERK}))


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Promising:
    return await promising(core, clock)


async def test_the_form_shows_each_promise_whole_as_it_would_be_signed(world: Promising) -> None:
    form = await world.world.desk.read_form(world.jia, world.case)

    by_key = {one.key: one for one in form.materials}
    [later], [instead] = by_key["annual_report"].pledges, by_key["appointment"].pledges
    assert (later.kind, later.days, instead.kind, instead.days) == ("defer", 10, "instead", None)
    assert "10个工作日" in later.text
    assert "「年度报告」" in later.text
    assert "国办发〔2020〕42号" in instead.text
    assert by_key["application_form"].pledges == ()


async def test_what_is_neither_handed_in_nor_promised_stands_in_the_way(world: Promising) -> None:
    with pytest.raises(FormIncomplete) as refused:
        await world.confirm(LATER)

    assert "任职文件" in str(refused.value.data["fields"])
    assert "年度报告" not in str(refused.value.data["fields"])
    assert await world.promises.of_case(world.case) == ()


@pytest.mark.parametrize(
    "said",
    [
        PromiseSaid("appointment", "defer", "deferral-1"),
        PromiseSaid("annual_report", "defer", "deferral-0"),
        PromiseSaid("application_form", "defer", "deferral-1"),
        PromiseSaid("nothing", "instead", COMMITMENT),
    ],
)
async def test_a_promise_nobody_offered_is_refused(world: Promising, said: PromiseSaid) -> None:
    with pytest.raises(FormIncomplete):
        await world.confirm(LATER, INSTEAD, said)


async def test_a_material_is_promised_once_and_not_when_it_was_handed_in(world: Promising) -> None:
    with pytest.raises(FormIncomplete):
        await world.confirm(LATER, LATER, INSTEAD)
    await world.world.desk.give_form_material(world.jia, world.case, "annual_report", PDF)

    with pytest.raises(FormIncomplete):
        await world.confirm(LATER, INSTEAD)


async def test_what_was_signed_is_kept_with_the_confirmation(world: Promising) -> None:
    await world.confirm(LATER, INSTEAD)

    entries = await world.world.core.ledger.of_case(world.case)
    made = [entry.step for entry in entries if entry.step.kind == "promise-made"]
    promises = await world.promises.of_case(world.case)
    assert [one.material for one in promises] == ["annual_report", "appointment"]
    assert [step.facts["digest"] for step in made] == [digest_of(one.text) for one in promises]
    assert made[0].evidence is not None
    kept = json.loads(await world.world.core.evidence.read(made[0].evidence) or b"")
    assert [one["text"] for one in kept["promises"]] == [one.text for one in promises]


async def test_a_material_handed_in_before_is_filed_and_changes_what_is_confirmed(world: Promising) -> None:
    before = await world.world.desk.read_form(world.jia, world.case)
    await world.world.desk.give_form_material(world.jia, world.case, "annual_report", b"\xff\xd8\xff first")
    after = await world.world.desk.give_form_material(world.jia, world.case, "annual_report", PDF)
    assert before.digest != after.digest
    assert after.version == before.version + 2

    await world.filed(INSTEAD)

    [(filing, filed)] = world.approval.filings.values()
    assert (filing.materials[0].name, filing.materials[0].promise) == ("年度报告", None)
    assert filing.materials[0].digest == sm3(PDF)
    assert world.approval.materials[filed.number, 0] == PDF


async def test_only_photographs_and_papers_are_taken_and_only_until_the_confirmation(
    world: Promising,
) -> None:
    give = world.world.desk.give_form_material
    with pytest.raises(MaterialUnreadable):
        await give(world.jia, world.case, "annual_report", b"MZ a program")
    with pytest.raises(NotFound):
        await give(world.jia, world.case, "application_form", PDF)
    await world.confirm(LATER, INSTEAD)

    with pytest.raises(FormConfirmed):
        await give(world.jia, world.case, "annual_report", PDF)


async def test_the_back_end_reads_what_is_promised_behind_the_files(world: Promising) -> None:
    await world.filed(INSTEAD, LATER)

    [(filing, _)] = world.approval.filings.values()
    later, instead = filing.materials[-2:]
    assert filing.materials[0].promise is None
    assert later.promise is not None
    assert instead.promise is not None
    assert (later.promise.kind, later.promise.days, later.size) == ("defer", 10, 0)
    assert (instead.promise.kind, instead.promise.days) == ("instead", None)


async def test_the_printed_form_says_which_material_comes_later_and_which_is_committed_to(
    world: Promising,
) -> None:
    await world.filed(LATER, INSTEAD)

    [paper] = world.printer.printed
    assert [(one.name, one.kind, one.origin) for one in paper.materials[-2:]] == [
        ("年度报告", "容缺后补", "承诺自受理之日起10个工作日内补交"),
        ("任职文件", "告知承诺", "以告知承诺书代替"),
    ]


async def test_the_printed_form_says_what_was_handed_in(world: Promising) -> None:
    await world.world.desk.give_form_material(world.jia, world.case, "annual_report", PDF)
    await world.filed(INSTEAD)

    [paper] = world.printer.printed
    assert [(one.name, one.kind, one.origin) for one in paper.materials[-2:-1]] == [
        ("年度报告", "申请人材料", "申请人提交")
    ]


async def test_what_was_promised_is_brought_and_put_before_the_back_end(world: Promising) -> None:
    later, _ = await world.accepted(LATER, INSTEAD)

    given = await world.desk.bring_promised(world.jia, world.case, later.promise_id, PDF)
    again = await world.desk.bring_promised(world.jia, world.case, later.promise_id, PDF)
    await world.desk.tell_promise(later.promise_id)
    await world.desk.tell_promise(later.promise_id)

    number = next(iter(world.approval.filings.values()))[1].number
    assert (given.state, again.state, given.may_give) == ("given", "given", False)
    assert world.back_end.outcomes == {(number, 1): "kept"}
    assert world.approval.materials[number, 1] == PDF
    assert (await world.promise(later.promise_id)).state is PromiseState.KEPT
    assert await world.told() == ["promise-made", "promise-made", "promise-brought", "promise-told"]
    with pytest.raises(PromiseOver):
        await world.desk.bring_promised(world.jia, world.case, later.promise_id, b"%PDF-1.7 another")


async def test_two_taps_at_once_bring_one_material(world: Promising) -> None:
    later, _ = await world.accepted(LATER, INSTEAD)

    bring = world.desk.bring_promised
    await asyncio.gather(*(bring(world.jia, world.case, later.promise_id, PDF) for _ in range(2)))

    assert await count("promised_files") == 1
    assert (await world.told()).count("promise-brought") == 1


async def test_a_lost_answer_is_told_again_and_a_refusal_stands_in_the_story_once(world: Promising) -> None:
    later, _ = await world.accepted(LATER, INSTEAD)
    await world.desk.bring_promised(world.jia, world.case, later.promise_id, PDF)
    world.approval.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.desk.tell_promise(later.promise_id)
    for _ in range(2):
        world.approval.trouble.before.append(Refused("approval", "4092"))
        with pytest.raises(Refused):
            await world.desk.tell_promise(later.promise_id)

    await world.desk.tell_promise(later.promise_id)

    assert (await world.promise(later.promise_id)).state is PromiseState.KEPT
    assert (await world.told()).count("promise-refused") == 1


async def test_nothing_is_told_before_the_case_is_filed(world: Promising) -> None:
    await world.confirm(LATER, INSTEAD)
    later, _ = await world.promises.of_case(world.case)
    await world.desk.bring_promised(world.jia, world.case, later.promise_id, PDF)

    with pytest.raises(Unavailable):
        await world.desk.tell_promise(later.promise_id)


async def test_a_deferral_is_remembered_at_half_time_two_days_before_and_on_the_day(
    world: Promising, clock: HandClock
) -> None:
    later, _ = await world.accepted(
        LATER, INSTEAD
    )  # on Monday 2026-11-23: the tenth working day after it is 2026-12-07
    said = []

    for _ in range(15):
        await world.desk.watch_promises()
        await world.desk.watch_promises()
        said.append((clock().date().day, str((await world.promise(later.promise_id)).reminded or "")))
        clock.go_on(timedelta(days=1))

    firsts = {reminder: day for day, reminder in reversed(said)}
    assert list(firsts) == ["last-day", "two-days", "half-time", ""]
    assert await count("notices") == 3


async def test_two_workers_at_once_remember_a_deferral_once_before_its_day(
    world: Promising, clock: HandClock
) -> None:
    later, _ = await world.accepted(LATER, INSTEAD)
    clock.go_on(timedelta(days=8))

    done = await asyncio.gather(*(world.desk.watch_promises() for _ in range(2)))

    known = await world.promise(later.promise_id)
    assert sorted(done) == [0, 1]
    assert (known.state, known.reminded) == (PromiseState.OPEN, Reminder.HALF_TIME)
    assert await count("notices") == 1


async def test_what_is_not_brought_in_time_is_late_and_the_case_is_returned(
    world: Promising, clock: HandClock
) -> None:
    later, _ = await world.accepted(LATER, INSTEAD)
    [shown, _] = await world.desk.list_promises(world.jia, world.case)
    assert shown.due is not None
    clock.go_on(timedelta(days=40))

    await world.desk.watch_promises()
    await world.desk.watch_promises()
    await world.desk.tell_promise(later.promise_id)

    asked = await world.returning()
    assert asked is not None
    assert asked.reason == "promise-late"
    assert set(world.back_end.outcomes.values()) == {"late"}
    assert (await world.told())[2:] == ["promise-late", "return-asked", "promise-told"]
    with pytest.raises(PromiseOver):
        await world.desk.bring_promised(world.jia, world.case, later.promise_id, PDF)


async def test_no_day_runs_before_the_case_is_accepted(world: Promising, clock: HandClock) -> None:
    later, _ = await world.filed(LATER, INSTEAD)
    clock.go_on(timedelta(days=90))

    await world.desk.watch_promises()

    assert (await world.promise(later.promise_id)).state is PromiseState.OPEN


async def test_a_commitment_is_taken_back_before_the_decision_and_the_back_end_hears_it(
    world: Promising,
) -> None:
    _, instead = await world.accepted(LATER, INSTEAD)
    key = world.world.key("withdraw_promise", text="one tap")

    withdraw = world.desk.withdraw_promise
    first = await withdraw(world.jia, world.case, instead.promise_id, key)
    again = await withdraw(world.jia, world.case, instead.promise_id, key)
    await world.desk.tell_promise(instead.promise_id)

    assert first == again
    assert first.state == "withdrawn"
    assert set(world.back_end.outcomes.values()) == {"withdrawn"}
    with pytest.raises(PromiseOver):
        await withdraw(world.jia, world.case, instead.promise_id, world.world.key())


async def test_a_deferral_is_not_taken_back_and_nothing_after_the_decision(world: Promising) -> None:
    later, instead = await world.accepted(LATER, INSTEAD)
    withdraw = world.desk.withdraw_promise
    with pytest.raises(PromiseOver):
        await withdraw(world.jia, world.case, later.promise_id, world.world.key())
    await world.moved(CaseState.GRANTED)

    with pytest.raises(PromiseOver):
        await withdraw(world.jia, world.case, instead.promise_id, world.world.key())


async def test_taking_back_needs_a_face_for_this_matter(world: Promising) -> None:
    _, instead = await world.accepted(LATER, INSTEAD)
    other = await world.world.phone(world.world.jia, matter=MatterId(world.world.core.new_id()))

    with pytest.raises(FaceForThisMatter):
        await world.desk.withdraw_promise(other, world.case, instead.promise_id, world.world.key())


async def test_strangers_find_no_promise_and_none_is_found_under_another_case(world: Promising) -> None:
    later, _ = await world.accepted(LATER, INSTEAD)
    yi = await world.world.phone(world.world.yi, world.world.yi)

    with pytest.raises(NotFound):
        await world.desk.list_promises(yi, world.case)
    with pytest.raises(NotFound):
        await world.desk.bring_promised(yi, world.case, later.promise_id, PDF)
    with pytest.raises(NotFound):
        await world.desk.bring_promised(world.jia, CaseId(world.world.core.new_id()), later.promise_id, PDF)


async def test_a_commitment_is_checked_once_after_the_grant_by_a_named_clerk(world: Promising) -> None:
    _, instead = await world.accepted(LATER, INSTEAD)
    check, clerk = world.desk.check_promise, CLERK
    with pytest.raises(StepNotAllowed):
        await check(clerk, instead.promise_id, PromiseState.KEPT, note="太早", request=world.world.key())
    await world.moved(CaseState.GRANTED)

    told = await check(
        clerk, instead.promise_id, PromiseState.UNTRUE, note="与任职文件不符", request=world.world.key()
    )
    await world.desk.tell_promise(instead.promise_id)

    assert (told.promise.state, told.may_check, told.checked_by) == ("untrue", False, clerk.login)
    assert set(world.back_end.outcomes.values()) == {"untrue"}
    with pytest.raises(StepNotAllowed):
        await check(clerk, instead.promise_id, PromiseState.KEPT, note="再查", request=world.world.key())


async def test_nothing_is_owed_for_a_case_that_ended_without_a_grant(
    world: Promising, clock: HandClock
) -> None:
    later, instead = await world.accepted(LATER, INSTEAD)
    await world.moved(CaseState.DENIED)
    clock.go_on(timedelta(days=40))

    await world.desk.watch_promises()

    states = {(await world.promise(one.promise_id)).state for one in (later, instead)}
    assert states == {PromiseState.WITHDRAWN}
    assert (await world.told())[2:] == ["promise-needless", "promise-needless"]
    assert world.back_end.outcomes == {}


async def test_the_case_says_what_is_owed_and_what_to_do_next(world: Promising) -> None:
    await world.accepted(LATER, INSTEAD)

    case = await world.world.desk.read_case(world.jia, world.case)

    assert [(one.material, one.state, one.due is None) for one in case.promises] == [
        ("年度报告", "open", False),
        ("任职文件", "open", True),
    ]
