"""What the rules of the instant path (秒批) weigh: one that is not met leaves the case to people."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bff.compose.core import Core
from domain.catalogue.instant import Input, InstantRule, Op
from domain.decisions.proposal import ProposalState
from domain.forms.words import BY_MINI_PROGRAM
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName
from domain.parties.records import (
    ChangedField,
    ChangedValue,
    HolderRecord,
    ResponsiblePerson,
    Sourced,
)
from tests.fakes.approval import proposal_in
from tests.support.house import NOON, HandClock
from tests.usecases.decided import OFFICE, Decided
from tests.usecases.instant_world import (
    CHANGE,
    CHANGE_RULES,
    RECORD,
    RECORD_OF_SCHOOL,
    RULES,
    accepted,
    proposal_of,
    renamed,
)

SCHOOL, PAPER = RECORD_OF_SCHOOL, RECORD_OF_SCHOOL.certificate
SUCCESSOR = ResponsiblePerson(PersonName("乙丑"), DocumentNumber("370285196001059961"), "负责人", NOON)


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    return await accepted(core, clock)


async def _propose(world: Decided) -> None:
    await world.desk.propose_decision(world.case)


async def test_the_person_reads_words_where_the_back_end_gets_codes(core: Core, clock: HandClock) -> None:
    body = InstantRule("ours", Input.LICENCE_ISSUING_BODY, Op.EQUALS, OFFICE, "由本局发证")
    world = await accepted(core, clock, rules=(*RULES, *CHANGE_RULES, body), change_id=CHANGE)
    world.register.known[CHANGE] = renamed()

    await _propose(world)

    proposal = await proposal_of(world)
    assert [rule.input for rule in proposal.rules] == [
        "有效",
        "2027年1月20日",
        "存续",
        "无",
        "无",
        "负责人",
        "无",
        "无需交回",
        "名称",
        "无",
        "3天",
        "莱西市行政审批局",
    ]
    told = {rule["id"]: rule["input"] for rule in proposal_in(proposal.signed)["rules"]}
    assert (told["holder-active"], told["only-the-name"], told["ours"]) == ("active", ["name"], OFFICE)


@pytest.mark.parametrize(
    ("unmet", "record"),
    [
        ("licence-valid", replace(SCHOOL, certificate=replace(PAPER, status="revoked"))),
        ("licence-not-ended", replace(SCHOOL, certificate=replace(PAPER, valid_until=date(2026, 11, 22)))),
        ("holder-active", replace(SCHOOL, standing="ended")),
        ("register-agrees", replace(SCHOOL, name=Sourced(OrganisationName("莱西市新名学校（虚构）"), NOON))),
        ("speaks-for-it", replace(SCHOOL, responsible=SUCCESSOR)),
    ],
)
async def test_one_rule_not_met_leaves_the_case_to_people(
    world: Decided, unmet: str, record: HolderRecord
) -> None:
    world.register.records[RECORD] = record

    await _propose(world)

    proposal = await proposal_of(world)
    assert proposal.state is ProposalState.NOT_GRANTED
    assert [rule.id for rule in proposal.rules if not rule.met] == [unmet]
    assert (world.back_end.proposals, proposal.signed) == ({}, "")
    assert (await world.told())[-1:] == ["instant-not-granted"]


async def test_another_holders_licence_by_now_meets_no_rule_about_it(world: Decided) -> None:
    other = replace(PAPER, holder_number=DocumentNumber("52370285MJ99000019"))
    world.register.records[RECORD] = replace(SCHOOL, certificate=other)

    await _propose(world)

    proposal = await proposal_of(world)
    assert proposal.state is ProposalState.NOT_GRANTED
    assert {rule.id: rule.input for rule in proposal.rules}["licence-valid"] == ""


async def test_a_licence_without_end_has_not_ended(world: Decided) -> None:
    endless = replace(PAPER, valid_until=None)
    world.register.records[RECORD] = replace(SCHOOL, certificate=endless)

    await _propose(world)

    proposal = await proposal_of(world)
    assert proposal.state is ProposalState.PROPOSED
    assert {rule.id: rule.input for rule in proposal.rules}["licence-not-ended"] == "长期"


async def test_a_disputed_value_leaves_the_case_to_people(world: Decided) -> None:
    form = await world.forms.of_case(world.case)
    form.fields[0].disputed = Free("名称里少一个字")
    await world.forms.save(form)

    await _propose(world)

    [unmet] = [rule for rule in (await proposal_of(world)).rules if not rule.met]
    assert (unmet.id, unmet.input) == ("nothing-disputed", f"本人说有误：{form.fields[0].label}")


async def test_a_material_that_was_not_confirmed_is_missing(world: Decided) -> None:
    form = await world.forms.of_case(world.case)
    form.materials[1].confirmed = False
    await world.forms.save(form)

    await _propose(world)

    assert [rule.id for rule in (await proposal_of(world)).rules if not rule.met] == ["all-materials"]


async def test_an_old_certificate_still_with_its_holder_leaves_the_case_to_people(world: Decided) -> None:
    form = await world.forms.of_case(world.case)
    form.return_mode = "pickup"
    await world.forms.save(form)

    await _propose(world)

    assert [rule.id for rule in (await proposal_of(world)).rules if not rule.met] == ["none-to-return"]


async def test_a_change_is_weighed_by_what_the_register_says_of_it(core: Core, clock: HandClock) -> None:
    world = await accepted(core, clock, rules=(*RULES, *CHANGE_RULES), change_id=CHANGE)
    world.register.known[CHANGE] = renamed()

    await _propose(world)

    proposal = await proposal_of(world)
    inputs = {rule.id: rule.input for rule in proposal.rules}
    assert proposal.state is ProposalState.PROPOSED
    assert (inputs["only-the-name"], inputs["not-moved"], inputs["recent"]) == ("名称", "无", "3天")


MOVED = ChangedValue(
    ChangedField.ADDRESS, Address("李沧区九水路12号"), Address("城阳区九水路12号"), "370213", "370214"
)
UNCLEAR = ChangedValue(
    ChangedField.ADDRESS, Address("李沧区九水路12号"), Address("李沧区九水东路12号"), "370213", "370213"
)


@pytest.mark.parametrize(
    ("changed", "unmet"),
    [
        ({"changed_on": NOON.date() - timedelta(days=30)}, []),
        ({"changed_on": NOON.date() - timedelta(days=31)}, ["recent"]),
        ({"values": (MOVED,)}, ["only-the-name", "not-moved"]),
        ({"values": (UNCLEAR,)}, ["only-the-name", "not-moved"]),
        ({"holder_number": DocumentNumber("52370285MJ99000019")}, ["only-the-name", "not-moved", "recent"]),
    ],
)
async def test_a_change_of_another_kind_is_left_to_people(
    core: Core, clock: HandClock, changed: dict[str, object], unmet: list[str]
) -> None:
    world = await accepted(core, clock, rules=CHANGE_RULES, change_id=CHANGE)
    world.register.known[CHANGE] = renamed(**changed)

    await _propose(world)

    assert [rule.id for rule in (await proposal_of(world)).rules if not rule.met] == unmet


async def test_a_number_told_in_the_mini_program_is_no_value_the_register_contradicts(world: Decided) -> None:
    form = await world.forms.of_case(world.case)
    told = replace(form.fields[0], key="contact_phone", value=Free("19900000777"), source=BY_MINI_PROGRAM)
    form.fields.append(told)
    await world.forms.save(form)
    world.register.records[RECORD] = replace(SCHOOL, contact_phone=None)

    await _propose(world)

    assert (await proposal_of(world)).state is ProposalState.PROPOSED


async def test_a_value_the_person_wrote_over_counts_where_the_item_is_about_it(
    core: Core, clock: HandClock
) -> None:
    rule = InstantRule("as-told", Input.OVERRIDDEN_COUNT, Op.AT_MOST, 0, "没有改写")
    world = await accepted(core, clock, rules=(rule,))
    form = await world.forms.of_case(world.case)
    form.fields[0].value, form.fields[0].source = Free("自己写的名称"), "本人填写"
    await world.forms.save(form)

    await _propose(world)

    assert (await proposal_of(world)).rules[0].input == "1项"
    assert (await proposal_of(world)).state is ProposalState.NOT_GRANTED
