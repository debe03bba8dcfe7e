"""What the rules (秒批) left to people, what is drawn for a second look, and rules tried in the shadow."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.postgres.shadows import PostgresShadows
from bff.compose.core import Core
from domain.catalogue.instant import Input, InstantRule, Op
from domain.catalogue.item import InstantAuthorisation, Item
from domain.decisions.push import PushStatus
from domain.decisions.recheck import RecheckState
from domain.kernel.ids import ItemCode
from domain.kernel.personal import Free
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.ledger.entry import Step
from domain.usecases.hands_in import HandledTheCase
from tests.support.house import HandClock, count
from tests.usecases.beside_world import Beside, beside
from tests.usecases.decided import ITEM
from tests.usecases.grievance_world import request_key
from tests.usecases.instant_world import DOCUMENT, RECORD, RECORD_OF_SCHOOL, RULES, Authorised, accepted

UNMET = InstantRule("moved-away", Input.REGISTER_STANDING, Op.EQUALS, "ended", "登记已注销")
NOTE, NONE = Free("已看过，转人工办理。"), Free("")


class Shadowed(Authorised):
    """The same item, with a later version of its rules in the shadow."""

    def get(self, code: ItemCode) -> Item:
        item = super().get(code)
        if code != ITEM:
            return item
        return replace(item, instant_shadow=InstantAuthorisation(DOCUMENT, 4, (*RULES, UNMET)))


@pytest.fixture
async def left(core: Core, clock: HandClock) -> Beside:
    """A rule was not met."""
    world = await accepted(core, clock, rules=(*RULES, UNMET))
    await world.desk.propose_decision(world.case)
    return await beside(world)


@pytest.fixture
async def granted(core: Core, clock: HandClock) -> Beside:
    found = await beside(await accepted(core, clock))
    await found.adopted()
    return found


async def test_a_case_the_rules_left_waits_with_what_was_not_met(left: Beside) -> None:
    [row] = (await left.desk.queue_instant(size=20)).rows

    assert (row.kind, row.ref, row.action) == ("case", left.world.case, "转人工")
    assert "登记已注销" in row.detail


async def test_each_rule_is_shown_with_its_input_source_and_day(left: Beside) -> None:
    shown = await left.desk.show_instant(left.world.case)

    assert shown.instant.state == "not_granted"
    assert [(one.id, one.met) for one in shown.instant.rules] == [
        *((rule.id, True) for rule in RULES),
        ("moved-away", False),
    ]
    assert all(one.source and one.as_of and one.input for one in shown.instant.rules)


async def test_a_clerk_who_looked_hands_it_on_and_the_row_goes(left: Beside) -> None:
    done = await left.desk.review_instant(
        left.clerk, left.world.case, note=NOTE, asks=NONE, request=request_key()
    )

    assert done.review is not None
    assert (done.review.note, done.review.by) == (NOTE.reveal(), left.clerk.name)
    assert (await left.desk.queue_instant(size=20)).count == 0
    assert (await left.world.told())[-1:] == ["instant-reviewed"]
    assert await count("notices") == 0
    with pytest.raises(StepNotAllowed):
        await left.desk.review_instant(
            left.clerk, left.world.case, note=NOTE, asks=NONE, request=request_key()
        )


async def test_what_the_person_is_asked_for_is_told_to_them(left: Beside) -> None:
    await left.desk.review_instant(
        left.clerk, left.world.case, note=NOTE, asks=Free("请尽快交回旧证。"), request=request_key()
    )

    assert await count("notices") == 1


async def test_the_row_goes_when_the_case_is_decided_anyway(left: Beside) -> None:
    await left.world.hear(left.world.push(PushStatus.GRANTED, 2))

    assert (await left.desk.queue_instant(size=20)).count == 0
    with pytest.raises(StepNotAllowed):
        await left.desk.review_instant(
            left.clerk, left.world.case, note=NOTE, asks=NONE, request=request_key()
        )


async def test_a_case_no_rule_was_asked_about_is_not_there(core: Core, clock: HandClock) -> None:
    found = await beside(await accepted(core, clock, handling="staff"))

    with pytest.raises(NotFound):
        await found.desk.show_instant(found.world.case)


async def test_of_an_ended_week_one_is_drawn_once_whoever_draws(granted: Beside, clock: HandClock) -> None:
    assert await granted.desk.draw_sample() in (0, 1)
    clock.go_on(timedelta(days=7))

    await asyncio.gather(granted.desk.draw_sample(), granted.desk.draw_sample())

    assert await count("rechecks") == 1
    assert (await granted.world.told()).count("recheck-drawn") == 1


async def test_a_clerk_finds_it_right_and_the_row_goes(granted: Beside, clock: HandClock) -> None:
    clock.go_on(timedelta(days=7))
    recheck = await granted.drawn()

    judged = await granted.desk.judge_recheck(
        granted.clerk, recheck, RecheckState.RIGHT, Free("与登记一致"), request_key()
    )

    assert (judged.state, judged.judged_by, judged.reason) == ("right", granted.clerk.name, "与登记一致")
    assert (await granted.desk.queue_instant(size=20)).count == 0
    with pytest.raises(StepNotAllowed):
        await granted.desk.judge_recheck(
            granted.clerk, recheck, RecheckState.WRONG, Free("改判"), request_key()
        )


async def test_found_wrong_it_stays_until_a_revocation_is_prepared(granted: Beside, clock: HandClock) -> None:
    clock.go_on(timedelta(days=7))
    recheck = await granted.drawn()

    await granted.desk.judge_recheck(
        granted.clerk, recheck, RecheckState.WRONG, Free("登记已变更"), request_key()
    )

    [row] = (await granted.desk.queue_instant(size=20)).rows
    assert (row.kind, row.action) == ("recheck", "拟撤销")


async def test_who_took_the_certificate_in_does_not_recheck_the_case(
    granted: Beside, core: Core, clock: HandClock
) -> None:
    async with core.atomic():
        step = Step("certificate-scanned", case=granted.world.case, staff=granted.clerk.login)
        await core.ledger.append(step)
    clock.go_on(timedelta(days=7))
    recheck = await granted.drawn()

    with pytest.raises(HandledTheCase):
        await granted.desk.judge_recheck(
            granted.clerk, recheck, RecheckState.RIGHT, Free("一致"), request_key()
        )


async def test_a_shadow_is_weighed_beside_the_live_rules_and_proposes_nothing(
    core: Core, clock: HandClock
) -> None:
    world = replace(await accepted(core, clock), catalogue=Shadowed())
    world.register.records[RECORD] = RECORD_OF_SCHOOL
    found = await beside(world)

    await found.adopted()

    [shadow] = await found.desk.list_shadows()
    told = shadow.count
    assert (told.version, told.weighed, told.would_grant, told.agrees_with_live) == (4, 1, 0, 0)
    assert (told.decided, told.agrees_with_decision) == (1, 0)
    [differs] = shadow.differing
    assert (differs.shadow, differs.live, differs.decision) == ("by_hand", "grant", "granted")
    assert differs.unmet == ("moved-away",)
    assert (await found.desk.show_instant(world.case)).instant.version == 3
    rules = await PostgresShadows(core.cipher, core.new_id).rules(world.case, 4)
    assert len(rules) == len(RULES) + 1


async def test_without_a_shadow_nothing_is_weighed_twice(granted: Beside) -> None:
    assert await granted.desk.list_shadows() == ()


async def test_the_figures_say_how_many_were_granted_where_and_when(granted: Beside) -> None:
    [figure] = await granted.desk.read_figures()

    assert (figure.figure.month, figure.area_code) == ("2026-11", "370285")
    assert (figure.figure.weighed, figure.figure.proposed, figure.figure.adopted) == (1, 1, 1)
    assert figure.body_name
