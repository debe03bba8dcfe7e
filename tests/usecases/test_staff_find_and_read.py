"""What a colleague finds by what they have at hand, and who a case's story says did each thing."""

from datetime import timedelta

import pytest

from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.staff import PostgresAccounts
from bff.cli.demo.ageing import make_older
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.push import PushStatus
from domain.kernel.ids import StaffId
from domain.ledger.entry import Step
from domain.ledger.words import SILENT
from domain.staff.account import Role, StaffAccount
from domain.usecases.read_case_for_staff import OURS, StaffEntry
from tests.support.house import HandClock
from tests.usecases.ends import Ends, filed


@pytest.fixture
async def ends(core: Core, clock: HandClock) -> Ends:
    return await filed(core, clock)


async def _found(ends: Ends, text: str) -> list[object]:
    return [one.case_id for one in await ends.endings.find_cases(text)]


async def _told(ends: Ends, *steps: Step) -> list[StaffEntry]:
    async with ends.core.atomic():
        for step in steps:
            await ends.core.ledger.append(step)
    return list((await ends.endings.read_case(ends.world.case)).timeline[-len(steps) :])


async def test_a_case_is_found_by_the_end_of_its_number(ends: Ends) -> None:
    await CaseRow.filter(id=ends.world.case).update(number="11370285MB9990012C202611210001")

    for text in ("11370285MB9990012C202611210001", "210001", "11210001"):
        assert await _found(ends, text) == [ends.world.case]
    for text in ("10001", "210002", "112100", "%10001", "2_0001"):
        assert await _found(ends, text) == [], text


async def test_a_case_is_found_by_the_code_of_the_organisation_whose_it_is(ends: Ends) -> None:
    code = ends.world.party.number.reveal()

    assert await _found(ends, code.lower()) == [ends.world.case]


async def test_nobody_is_found_by_an_identity_number(ends: Ends) -> None:
    await CaseRow.filter(id=ends.world.case).update(party_id=ends.world.actor.party_id)

    assert await _found(ends, ends.world.actor.number.reveal()) == []


async def test_a_case_that_has_no_number_yet_is_found_by_whose_it_is(ends: Ends) -> None:
    await CaseRow.filter(id=ends.world.case).update(number=None)

    [found] = await ends.endings.find_cases(ends.world.party.number.reveal())

    assert found.number == ""


async def test_the_story_names_a_colleague_with_their_post(ends: Ends) -> None:
    chief = StaffAccount(StaffId(ends.core.new_id()), "chief-9", "科长丙", frozenset({Role.CHIEF}))
    await PostgresAccounts().add_staff(chief)
    matter = (await ends.case()).matter

    [entry] = await _told(ends, Step("clock-stopped", matter, ends.world.case, staff="chief-9"))

    assert (entry.who, entry.staff, entry.roles) == ("科长丙", "科长丙", (Role.CHIEF,))


async def test_what_machines_did_among_themselves_is_said_in_words(ends: Ends) -> None:
    matter = (await ends.case()).matter
    kinds = ("push-kept", "case-archived", "result-receipted", "nobody-knows-this")

    told = await _told(ends, *(Step(kind, matter, ends.world.case) for kind in kinds))

    assert [(one.title, one.who) for one in told] == [
        ("收到审批系统的消息", "审批系统"),
        ("电子档案已形成", "系统"),
        ("监管部门已收到审批结果", "系统"),
        ("办理记录", "系统"),
    ]


def test_whatever_a_person_is_not_told_of_has_words_for_a_colleague() -> None:
    assert SILENT - OURS.keys() == set()


async def test_a_case_made_older_for_the_demonstration_was_applied_for_before_it_was_accepted(
    ends: Ends,
) -> None:
    await ends.world.hear(ends.world.push(PushStatus.ACCEPTED, 1))

    await make_older(await CaseRow.get(id=ends.world.case), timedelta(days=20))

    case = await ends.case()
    assert case.state is CaseState.ACCEPTED
    assert case.confirmed_at is not None
    assert case.filed_at is not None
    assert case.accepted_at is not None
    assert case.intended_at <= case.confirmed_at <= case.filed_at <= case.accepted_at
    assert ends.core.now() - case.accepted_at >= timedelta(days=20)
