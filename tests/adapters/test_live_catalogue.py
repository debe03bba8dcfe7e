"""People are served by what the city signed, from its day; a case by what it began with."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.catalogue.live import LiveCatalogue
from adapters.catalogue.live_search import LiveSearch
from domain.catalogue.item import Item, Status
from domain.catalogue.ports import ItemUnknown
from domain.catalogue.usable import Usable
from domain.kernel.ids import ItemCode
from tests.support.catalogue import shipped
from tests.support.house import HandClock

CODE = ItemCode("wg-15-minban-renewal")
SHIPPED = shipped()
MIDNIGHT = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # in Beijing
DAY = date(2026, 12, 1)


@dataclass
class Begun:
    """A case, as far as the catalogue sees it."""

    item: ItemCode
    item_version: int | None


def version(number: int, *, name: str = "", **changed: object) -> Item:
    return replace(SHIPPED.get(CODE), version=number, name=name or f"第{number}版", **changed)  # type: ignore[arg-type] # the test's to get right


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MIDNIGHT - timedelta(seconds=1))


@pytest.fixture
def catalogue(clock: HandClock) -> LiveCatalogue:
    """The second version is live since long, the third from the first of December."""
    made = LiveCatalogue(SHIPPED, clock)
    made.publish("1", [Usable(2, version(2), date(2026, 11, 1)), Usable(3, version(3), DAY)])
    return made


def test_a_version_serves_from_midnight_in_beijing(catalogue: LiveCatalogue, clock: HandClock) -> None:
    before = catalogue.get(CODE).version

    clock.go_on(timedelta(seconds=1))

    assert (before, catalogue.get(CODE).version) == (2, 3)
    assert [item.version for item in catalogue.live() if item.code == CODE] == [3]


@pytest.mark.parametrize(("began", "keeps"), [(1, 1), (2, 2), (3, 3), (None, 1)])
def test_a_case_keeps_the_version_it_began_with(
    catalogue: LiveCatalogue, clock: HandClock, began: int | None, keeps: int
) -> None:
    clock.go_on(timedelta(days=30))

    assert catalogue.of_case(Begun(CODE, began)).version == keeps


def test_a_case_whose_version_is_not_readable_goes_on_with_the_one_before(catalogue: LiveCatalogue) -> None:
    catalogue.publish("2", [Usable(3, version(3), DAY)])

    assert catalogue.of_case(Begun(CODE, 2)).version == 1


def test_taken_back_it_serves_its_own_cases_only(catalogue: LiveCatalogue) -> None:
    catalogue.publish("2", [Usable(2, version(2), None)])

    assert catalogue.get(CODE).version == 1
    assert catalogue.of_case(Begun(CODE, 2)).version == 2


def test_an_abolished_item_is_nobody_s_any_more_and_its_cases_go_on(catalogue: LiveCatalogue) -> None:
    catalogue.publish("2", [Usable(2, version(2, status=Status.CANCELLED), date(2026, 11, 1))])

    assert CODE not in [item.code for item in catalogue.live()]
    assert catalogue.of_case(Begun(CODE, 1)).is_live


def test_a_new_item_is_there_from_its_day(catalogue: LiveCatalogue, clock: HandClock) -> None:
    tea = replace(version(1), code=ItemCode("wg-21-tea"))
    catalogue.publish("2", [Usable(1, tea, DAY)])

    with pytest.raises(ItemUnknown):
        catalogue.get(tea.code)
    clock.go_on(timedelta(seconds=1))
    assert catalogue.get(tea.code) is tea


def test_this_program_s_own_text_goes_before_one_kept_under_the_same_number(catalogue: LiveCatalogue) -> None:
    catalogue.publish("2", [Usable(1, version(1, name="从前的"), None, is_shipped=True)])

    assert catalogue.of_case(Begun(CODE, 1)).name == SHIPPED.get(CODE).name


def test_the_search_follows_what_is_live(catalogue: LiveCatalogue, clock: HandClock) -> None:
    search = LiveSearch(catalogue, in_sandbox=True)
    clock.go_on(timedelta(seconds=1))

    search.restock()

    assert "第3版" in [item.name for item in search.find("", limit=100)]
