"""The items' own rules over the sandbox city's own registers: whom its stories make due."""

from collections import defaultdict

import pytest

from adapters.analysis.holder_engine import DuckDbHolderAnalysis
from adapters.catalogue.toml_items import TomlCatalogue
from adapters.keys.cipher import HmacDigests
from adapters.sandbox.city_items import LICENCE_TYPES
from domain.catalogue.item import Item
from domain.findings.ports import ChangeRow, SnapshotRow
from domain.usecases.compose_rows import ComposeRows
from domain.usecases.take_snapshot import changes_since
from tests.contract.joined_world import World, joined_world
from tests.support.catalogue import shipped
from tests.support.house import RING

WHY = "筛查即将到期和登记信息已变更的证照"
HAPPY = {f"happy-{n:02d}": {n} for n in (*range(1, 6), *range(8, 15), *range(18, 21), 99)}
TOLD = {
    "keypad-shop": {20},
    "renamed-builder": {1, 2, 4},
    "bookshop": {20},
    "grain": {6, 7},
    "road-renamed": {11},
    "moved": {11},
    "door-and-responsible": {9, 11},
    "by-hand": {1},
    "bookshop-in-wechat": {20},
    "bookshop-sold-again": {20},
    "keeps-the-promise": {18},
    "forgets-the-promise": {18},
    "may-not-promise": {10},
}
__all__ = ["joined_world"]


@pytest.fixture
def catalogue() -> TomlCatalogue:
    return shipped()


def number_of(item: Item) -> int:
    return int(item.code.split("-")[1])


async def test_each_story_of_the_city_makes_exactly_its_own_items_due(
    joined_world: World, catalogue: TomlCatalogue
) -> None:
    city, compose = joined_world.city, ComposeRows(HmacDigests(RING))
    as_of = joined_world.stand.clock.now()
    licences: list[SnapshotRow] = []
    changes: list[ChangeRow] = []
    async for page in joined_world.feeds.pages(purpose=WHY):
        licences += [compose.licence(row, as_of) for row in page]
    async for told in joined_world.feeds.changes(changes_since(catalogue, city.today), purpose=WHY):
        changes += [row for change in told for row in compose.changes(change)]
    story_of = {f"bank:{held.record_id}": held.story for held in city.held}

    due = defaultdict(set)
    for item in catalogue.all():
        found = await DuckDbHolderAnalysis().candidates_among(
            item.rule.sql,
            licences=licences,
            changes=changes,
            as_of=as_of,
            parameters=item.rule_parameters(city.today),
        )
        for candidate in found:
            story = story_of.get(candidate.record_id)
            if story is not None:
                assert item.covers(candidate.issuing_body_code)
                assert item.is_for(candidate.holder_kind)
                due[story].add(number_of(item))

    assert dict(due) == HAPPY | TOLD


def test_every_live_item_is_published_by_each_body_it_covers_and_results_in_its_licence(
    joined_world: World, catalogue: TomlCatalogue
) -> None:
    types = joined_world.city.licence_types

    for item in catalogue.live():
        for body in item.issuing_bodies:
            assert LICENCE_TYPES[types[body.task_code or ""]] == item.resulting_licence_type
