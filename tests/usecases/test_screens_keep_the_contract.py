"""What the citizen fronts send is what openapi.yaml says they send."""

import msgspec
import pytest

from bff.citizen.forms import FormScreen
from bff.citizen.home import HomeScreen
from bff.citizen.matters import AnswersTakenView, InvitationScreen
from bff.compose.core import Core
from bff.http.case_views import CaseScreen, EntryOut, TimelineScreen
from bff.http.statuses import STATUS
from domain.catalogue.ports import ItemUnknown
from domain.forms import form
from domain.invitations import invitation
from domain.kernel.personal import Free
from domain.usecases.require_face import FaceForThisMatter
from tests.architecture.contract_document import CONTRACT, complaints
from tests.support.house import HandClock
from tests.usecases.case_world import World, case_world


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


def _keeps(schema: str, screen: object) -> list[str]:
    sent = msgspec.json.decode(msgspec.json.encode(screen))
    return complaints(f"#/components/schemas/{schema}", sent)


async def test_every_screen_of_a_case_keeps_the_contract(world: World) -> None:
    acting = await world.phone(world.jia)
    invited = await world.desk.read_invitation(acting, world.matter)
    taken = await world.answer(acting)
    answered = await world.desk.read_invitation(acting, world.matter)
    case = (await world.case(taken.cases[0].case_id)).case_id  # type: ignore[arg-type] # an id is an id
    filling = await world.desk.read_form(acting, case)
    await world.desk.prefill_form(case)
    disputed = await world.desk.dispute_field(
        acting, case, "supervising_unit", Free("已更名"), request=world.key()
    )
    begun = await world.desk.read_case(acting, case)
    confirmed = await world.confirm(acting, case)
    home = await world.desk.read_home(acting)
    timeline = await world.desk.read_timeline(acting, case)

    assert _keeps("Invitation", InvitationScreen.of(invited)) == []
    assert _keeps("Invitation", InvitationScreen.of(answered)) == []
    assert _keeps("AnswersTaken", AnswersTakenView.of(taken)) == []
    assert _keeps("Form", FormScreen.of(filling)) == []
    assert _keeps("Form", FormScreen.of(disputed)) == []
    assert _keeps("Case", CaseScreen.of(begun)) == []
    assert _keeps("Case", CaseScreen.of(confirmed)) == []
    assert _keeps("Home", HomeScreen.of(home)) == []
    assert _keeps("Timeline", TimelineScreen(tuple(EntryOut.of(one) for one in timeline))) == []


@pytest.mark.parametrize(
    "refusal",
    [
        FaceForThisMatter,
        ItemUnknown,
        form.FormNotReady,
        form.FormLockedField,
        form.FormChanged,
        form.FormIncomplete,
        form.FormConfirmed,
        invitation.MatterAlreadyAnswered,
        invitation.InvitationLapsed,
        invitation.ShownTextChanged,
        invitation.PromiseNeeded,
    ],
)
def test_every_refusal_of_these_steps_has_its_status_and_its_public_code(
    refusal: type[form.FormChanged],
) -> None:
    assert refusal in STATUS
    assert refusal.code in CONTRACT["components"]["schemas"]["ProblemCode"]["enum"]
