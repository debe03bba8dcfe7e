"""What the staff's fronts and the bundle's fronts send is what openapi.yaml says they send."""

from pathlib import Path

import msgspec
import pytest

from bff.citizen.matter_forms import ConfirmedScreen, FormsScreen
from bff.compose.core import Core
from bff.console.doubts import DoubtOut, Page, SettledOut
from bff.console.push_list_views import FindingOut, FindingsPage, Summary, Whole
from bff.console.push_list_views import Page as Lists
from bff.http.case_views import CaseScreen
from domain.kernel.ids import DoubtId, PushListId
from tests.architecture.contract_document import complaints
from tests.support.house import HandClock
from tests.usecases.change_world import (
    BUILDING,
    DESIGN,
    RENAMED_ROAD,
    WATER,
    a_licence,
    change,
    readdressed,
    renamed,
    represented_by_another,
)
from tests.usecases.notice_world import World, a_world
from tests.usecases.test_confirm_forms import Bundle, bundle
from tests.usecases.test_doubts import settle

__all__ = ["bundle"]  # the fixture


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    world = await a_world(core, clock, tmp_path)
    world.knows(a_licence("a1", BUILDING), a_licence("a2", DESIGN), a_licence("w1", WATER))
    return world


def _keeps(schema: str, screen: object) -> list[str]:
    sent = msgspec.json.decode(msgspec.json.encode(screen))
    return complaints(f"#/components/schemas/{schema}", sent)


async def test_a_list_of_several_items_keeps_the_contract(world: World) -> None:
    change(world, renamed(), represented_by_another())
    push_list = PushListId(await world.listed())
    world.register.records.pop("bank:a2")

    view = await world.desk.read_push_list(push_list)
    lines, _ = await world.desk.list_findings(push_list)

    assert _keeps("PushList", Whole.of(view)) == []
    assert _keeps("PushLists", Lists([Summary.of(view)])) == []
    assert _keeps("Findings", FindingsPage([FindingOut.of(line) for line in lines])) == []


async def test_doubts_open_settled_and_gone_from_the_register_keep_the_contract(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    opened, _ = await world.desk.list_doubts()
    settled = await settle(world, doubt=DoubtId(opened[0].doubt_id))
    closed, _ = await world.desk.list_doubts(open_only=False)
    world.register.changed.clear()
    gone, _ = await world.desk.list_doubts(open_only=False)

    for lines in (opened, closed, gone):
        assert _keeps("Doubts", Page([DoubtOut.of(line) for line in lines])) == []
    assert _keeps("DoubtSettled", SettledOut.of(settled)) == []


async def test_forms_read_and_confirmed_together_keep_the_contract(bundle: Bundle) -> None:
    forms = await bundle.world.desk.list_forms(bundle.acting, bundle.matter)
    confirmed = await bundle.confirm(await bundle.read())

    assert _keeps("MatterForms", FormsScreen.of(bundle.matter, forms)) == []
    cases = tuple(CaseScreen.of(view) for view in confirmed.cases)
    assert _keeps("CasesConfirmed", ConfirmedScreen(cases)) == []
