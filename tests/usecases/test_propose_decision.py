"""The instant path (秒批): rules propose for an accepted case; only the back-end's push is a decision."""

import asyncio

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from adapters.approval.proposal_seal import ProposalSeal
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.proposal import ProposalState
from domain.decisions.push import PushStatus
from domain.kernel.ids import short
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.refusals import StepNotAllowed
from domain.parties.records import (
    RepresentedOrganisation,
)
from tests.fakes.approval import proposal_in
from tests.support.house import RING, HandClock, count, jobs_deferred
from tests.usecases.decided import ITEM, Decided, confirmed
from tests.usecases.instant_world import (
    DOCUMENT,
    RECORD_OF_SCHOOL,
    RULES,
    accepted,
    proposal_of,
)

SCHOOL, PAPER = RECORD_OF_SCHOOL, RECORD_OF_SCHOOL.certificate
TELLS_NAMES = ("甲子", "370285196001059988", "52370285MJ99000000", "虚构路")


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    return await accepted(core, clock)


async def _propose(world: Decided) -> None:
    await world.desk.propose_decision(world.case)


async def test_an_accepted_case_is_weighed_and_proposed_once(world: Decided) -> None:
    await _propose(world)
    await _propose(world)

    proposal = await proposal_of(world)
    assert proposal.state is ProposalState.PROPOSED
    assert list(world.back_end.proposals.values()) == [proposal.signed]
    assert (await world.told())[-1:] == ["instant-proposed"]
    assert (await world.cases.by_id(world.case)).state is CaseState.ACCEPTED


async def test_acceptance_names_the_job(world: Decided) -> None:
    assert ("propose-decision", {"case_id": str(world.case)}) in await jobs_deferred()


async def test_an_item_without_authorisation_has_no_such_job_and_no_say(core: Core, clock: HandClock) -> None:
    plain = await confirmed(core, clock)
    await plain.desk.file_case(plain.case)
    await plain.hear(plain.push(PushStatus.ACCEPTED, 1))

    await _propose(plain)

    assert "propose-decision" not in [name for name, _ in await jobs_deferred()]
    assert await count("proposals") == 0


async def test_the_proposal_names_each_rule_with_its_input_and_source_and_nobody(world: Decided) -> None:
    await _propose(world)

    [signed] = world.back_end.proposals.values()
    public = load_pem_public_key(ProposalSeal(RING.proposal_key).public_pem.encode())
    told = jwt.PyJWS().decode_complete(signed, public, algorithms=["ES256"])  # type: ignore[arg-type] # an EC key
    said, case = proposal_in(signed), await world.cases.by_id(world.case)
    assert told["header"]["typ"] == "palm-proposal+json"
    assert (said["caseNo"], said["bizNo"], said["item"]) == (case.number, short("case", world.case), ITEM)
    assert (said["authorisation"], said["rulesVersion"], said["result"]) == (DOCUMENT, 3, "grant")
    assert [rule["id"] for rule in said["rules"]] == [rule.id for rule in RULES]
    assert said["rules"][0] == {
        "id": "licence-valid",
        "field": "licence.status",
        "op": "equals",
        "value": "valid",
        "met": True,
        "input": "valid",
        "source": "社会组织登记系统",
        "asOf": "2026-11-23T04:00:00+00:00",
    }
    assert not any(name in told["payload"].decode() for name in TELLS_NAMES)


async def test_the_same_proposal_is_signed_by_no_other_key(world: Decided) -> None:
    key = load_pem_private_key(RING.tokens.encode(), None)
    await _propose(world)

    [signed] = world.back_end.proposals.values()

    with pytest.raises(jwt.InvalidSignatureError):
        jwt.PyJWS().decode(signed, key.public_key(), algorithms=["ES256"])  # type: ignore[arg-type] # an EC key


async def test_who_chose_staff_is_left_to_staff(core: Core, clock: HandClock) -> None:
    world = await accepted(core, clock, handling="staff")

    await _propose(world)

    assert await count("proposals") == 0
    assert world.register.purposes == []
    assert world.back_end.filings[world.biz_no][0].decide_path == "manual"


async def test_that_rules_may_speak_is_said_when_the_case_is_filed(world: Decided) -> None:
    assert world.back_end.filings[world.biz_no][0].decide_path == "proposal"


async def test_a_register_that_is_away_is_asked_again(world: Decided) -> None:
    world.register.trouble.before.append(Unavailable("social-register", "503"))
    with pytest.raises(Unavailable):
        await _propose(world)
    assert await count("proposals") == 0

    await _propose(world)

    assert (await proposal_of(world)).state is ProposalState.PROPOSED


async def test_a_lost_answer_is_asked_for_and_nothing_is_proposed_twice(world: Decided) -> None:
    world.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await _propose(world)
    first = dict(world.back_end.proposals)
    assert (await proposal_of(world)).state is ProposalState.MADE

    await _propose(world)

    assert world.back_end.proposals == first
    assert world.back_end.proposed == 1
    assert (await proposal_of(world)).state is ProposalState.PROPOSED


async def test_a_back_end_that_was_away_gets_the_same_proposal_later(world: Decided) -> None:
    world.back_end.trouble.before.append(Unavailable("approval", "503"))
    with pytest.raises(Unavailable):
        await _propose(world)
    made = (await proposal_of(world)).signed

    await _propose(world)

    assert list(world.back_end.proposals.values()) == [made]


async def test_a_back_end_that_will_not_have_it_takes_the_case_by_hand(world: Decided) -> None:
    world.back_end.trouble.before.append(Refused("approval", "4042"))

    await _propose(world)

    proposal = await proposal_of(world)
    assert (proposal.state, proposal.reason) == (ProposalState.BY_HAND, "4042")
    assert (await world.told())[-1:] == ["instant-by-hand"]
    assert (await world.cases.by_id(world.case)).state is CaseState.ACCEPTED


async def test_a_back_end_that_says_by_hand_at_once_is_believed(world: Decided) -> None:
    number = (await world.cases.by_id(world.case)).number
    assert number is not None
    world.back_end.fates[number] = "by_hand"

    await _propose(world)

    assert (await proposal_of(world)).reason == "taken-by-hand"


async def test_adopted_is_believed_of_the_signed_push_alone(world: Decided) -> None:
    number = (await world.cases.by_id(world.case)).number
    assert number is not None
    world.back_end.fates[number] = "adopted"

    await _propose(world)

    assert (await proposal_of(world)).state is ProposalState.PROPOSED
    assert (await world.cases.by_id(world.case)).state is CaseState.ACCEPTED


async def test_the_push_that_names_our_proposal_adopts_it(world: Decided) -> None:
    await _propose(world)
    adopted = str((await proposal_of(world)).proposal_id)

    await world.hear(world.push(PushStatus.GRANTED, 2, adopted=adopted))

    assert (await proposal_of(world)).state is ProposalState.ADOPTED
    assert (await world.told())[-2:] == ["case-granted", "instant-adopted"]


@pytest.mark.parametrize(
    ("status", "adopted"),
    [(PushStatus.GRANTED, ""), (PushStatus.GRANTED, "another"), (PushStatus.DENIED, "")],
)
async def test_any_other_decision_was_made_by_hand(world: Decided, status: PushStatus, adopted: str) -> None:
    await _propose(world)

    await world.hear(world.push(status, 2, adopted=adopted))

    proposal = await proposal_of(world)
    assert (proposal.state, proposal.reason) == (ProposalState.BY_HAND, "decided-by-hand")


async def test_a_denial_that_names_a_proposal_is_for_people_to_look_at(world: Decided) -> None:
    await _propose(world)
    named = str((await proposal_of(world)).proposal_id)

    with pytest.raises(StepNotAllowed):
        await world.hear(world.push(PushStatus.DENIED, 2, adopted=named))
    await world.hear(world.push(PushStatus.DENIED, 3))

    assert (await proposal_of(world)).state is ProposalState.BY_HAND


async def test_a_push_quicker_than_the_answer_settles_it(world: Decided) -> None:
    world.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await _propose(world)
    adopted = str((await proposal_of(world)).proposal_id)
    await world.hear(world.push(PushStatus.GRANTED, 2, adopted=adopted))

    await _propose(world)

    assert (await proposal_of(world)).state is ProposalState.ADOPTED
    assert "instant-proposed" not in await world.told()


async def test_a_case_decided_meanwhile_is_not_weighed(world: Decided) -> None:
    await world.hear(world.push(PushStatus.GRANTED, 2))

    await _propose(world)

    assert await count("proposals") == 0


async def test_a_case_decided_while_the_registers_answer_is_not_proposed(
    world: Decided, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = world.register.represented_by

    async def slow(
        name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        await world.hear(world.push(PushStatus.GRANTED, 2))
        return await asked(name, number, purpose=purpose)

    monkeypatch.setattr(world.register, "represented_by", slow)

    await _propose(world)

    assert await count("proposals") == 0
    assert world.back_end.proposed == 0


async def test_two_workers_at_once_make_one_proposal(world: Decided) -> None:
    await asyncio.gather(*(_propose(world) for _ in range(3)))

    assert await count("proposals") == len(world.back_end.proposals) == 1
    assert (await world.told()).count("instant-proposed") == 1


async def test_what_was_weighed_lies_sealed(world: Decided) -> None:
    await _propose(world)

    entry = (await world.core.ledger.of_case(world.case))[-1]
    assert set(entry.step.facts) == {"proposal", "document", "rulesVersion"}
