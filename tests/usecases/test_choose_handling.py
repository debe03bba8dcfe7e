"""由工作人员办理: before confirming, the person may leave it to people; afterwards they read how it went."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from adapters.postgres.proposals import PostgresProposals
from bff.citizen.forms import FormScreen
from bff.compose.core import Core
from bff.http.case_views import CaseScreen
from domain.decisions.proposal import Proposal, ProposalState, RuleSaid
from domain.forms.edit import FormEdit
from domain.forms.form import FormChanged, FormIncomplete
from domain.kernel.ids import CaseId, ProposalId
from domain.kernel.party import Acting
from domain.usecases.case_view import InstantView
from tests.architecture.contract_document import complaints
from tests.support.house import NOON, HandClock
from tests.usecases.case_world import World, case_world
from tests.usecases.instant_world import DOCUMENT, Authorised

WEIGHED = RuleSaid("licence-valid", "原证书状态为有效", True, "有效", "电子证照库", NOON)
LACKING = RuleSaid("not-moved", "没有搬迁", False, "", "", None)


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock, catalogue=Authorised())


@pytest.fixture
async def acting(world: World) -> Acting:
    return await world.phone(world.jia)


@pytest.fixture
async def case(world: World, acting: Acting) -> CaseId:
    return await world.begun(acting)


def _keeps(schema: str, screen: object) -> list[str]:
    return complaints(f"#/components/schemas/{schema}", msgspec.json.decode(msgspec.json.encode(screen)))


async def _weighed(world: World, case: CaseId, state: ProposalState) -> None:
    proposal = Proposal(
        ProposalId(UUID(int=7)),
        case,
        state,
        DOCUMENT,
        3,
        (WEIGHED, LACKING),
        datetime(2026, 11, 23, tzinfo=UTC),
    )
    async with world.core.atomic():
        assert await PostgresProposals(world.core.cipher).add(proposal)


async def test_an_item_with_authorisation_is_handled_at_once_unless_the_person_says_otherwise(
    world: World, acting: Acting, case: CaseId
) -> None:
    form = await world.desk.read_form(acting, case)

    screen = FormScreen.of(form)

    assert (form.handling_modes, form.handling) == (("instant", "staff"), "instant")
    assert [mode.label for mode in screen.handling_modes or ()] == ["即时办理（秒批）", "由工作人员办理"]
    assert _keeps("Form", screen) == []


async def test_other_items_offer_no_choice_and_none_can_be_made(core: Core, clock: HandClock) -> None:
    world = await case_world(core, clock)
    acting = await world.phone(world.jia)
    case = await world.begun(acting)
    form = await world.desk.read_form(acting, case)

    with pytest.raises(FormIncomplete):
        await world.desk.edit_form(acting, case, form.version, FormEdit(handling="instant"))

    assert FormScreen.of(form).handling_modes is None
    assert (await world.confirm(acting, case)).instant is None


async def test_who_chooses_staff_confirms_just_that_and_reads_it_afterwards(
    world: World, acting: Acting, case: CaseId
) -> None:
    before = await world.desk.read_form(acting, case)
    chosen = await world.desk.edit_form(acting, case, before.version, FormEdit(handling="staff"))

    confirmed = await world.confirm(acting, case)

    assert chosen.digest != before.digest
    assert confirmed.instant == InstantView("chosen_staff", DOCUMENT, 3, ())
    assert _keeps("Case", CaseScreen.of(confirmed)) == []


async def test_a_choice_changed_behind_ones_back_is_not_what_was_confirmed(
    world: World, acting: Acting, case: CaseId
) -> None:
    read = await world.desk.read_form(acting, case)
    chosen = await world.desk.edit_form(acting, case, read.version, FormEdit(handling="staff"))

    with pytest.raises(FormChanged):
        await world.confirm(acting, case, version=chosen.version, digest=read.digest)


@pytest.mark.parametrize(
    "state",
    [ProposalState.PROPOSED, ProposalState.ADOPTED, ProposalState.BY_HAND, ProposalState.NOT_GRANTED],
)
async def test_the_person_reads_each_rule_and_what_was_known(
    world: World, acting: Acting, case: CaseId, state: ProposalState
) -> None:
    await world.confirm(acting, case)
    await _weighed(world, case, state)

    view = await world.desk.read_case(acting, case)

    assert view.instant is not None
    assert (view.instant.state, view.instant.document, view.instant.version) == (str(state), DOCUMENT, 3)
    assert [(rule.id, rule.met, rule.input) for rule in view.instant.rules] == [
        ("licence-valid", True, "有效"),
        ("not-moved", False, ""),
    ]
    assert _keeps("Case", CaseScreen.of(view)) == []


async def test_a_proposal_still_on_its_way_is_not_spoken_of(
    world: World, acting: Acting, case: CaseId
) -> None:
    await world.confirm(acting, case)
    await _weighed(world, case, ProposalState.MADE)

    assert (await world.desk.read_case(acting, case)).instant is None
