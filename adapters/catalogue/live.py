"""The catalogue people are served by (在用目录): shipped files, and over them what the city signed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from adapters.catalogue.toml_items import TomlCatalogue
from domain.catalogue.item import Item
from domain.catalogue.ports import Begun, ItemUnknown
from domain.catalogue.usable import Usable
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode
from domain.kernel.ports import Clock


@dataclass(frozen=True, slots=True)
class _Edition:
    """All that is known at one moment; swapped whole, so that nobody reads half of a change.

    `signed`: those that serve from a day on, the highest number first; `numbered`: every one by its number.
    """

    stamp: str = ""
    signed: Mapping[ItemCode, tuple[tuple[date, Item], ...]] = field(default_factory=dict)
    numbered: Mapping[ItemCode, Mapping[int, Item]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Day:
    """What the edition comes to on one Beijing date."""

    edition: _Edition
    on: date
    items: Mapping[ItemCode, Item]


class LiveCatalogue:
    """Implements `domain.catalogue.ports.Catalogue` and `usable.CatalogueInUse`: never waits, never fails."""

    def __init__(self, shipped: TomlCatalogue, now: Clock) -> None:
        self._shipped = {item.code: item for item in shipped.all()}
        self._now = now
        self._edition = _Edition()
        self._day: _Day | None = None
        self.shipped = tuple((item, shipped.texts.get(item.code, "")) for item in shipped.all())

    @property
    def stamp(self) -> str:
        return self._edition.stamp

    def live(self) -> tuple[Item, ...]:
        return tuple(item for item in self._today().values() if item.is_live)

    def all(self) -> tuple[Item, ...]:
        return tuple(self._today().values())

    def get(self, code: ItemCode) -> Item:
        try:
            return self._today()[code]
        except KeyError:
            raise ItemUnknown(code) from None

    def of_case(self, case: Begun) -> Item:
        """Where that version cannot be read any more, the nearest one before it, else the live one."""
        known = dict(self._edition.numbered.get(case.item, {}))
        shipped = self._shipped.get(case.item)
        if shipped is not None:
            known.setdefault(shipped.version, shipped)
        if not known:
            return self.get(case.item)
        # a case of before there were several began with the first one that was kept
        wanted = min(known) if case.item_version is None else case.item_version
        at_most = [number for number in known if number <= wanted]
        return known[max(at_most)] if at_most else self.get(case.item)

    def publish(self, stamp: str, versions: Iterable[Usable]) -> None:
        signed: dict[ItemCode, list[tuple[date, Item]]] = {}
        numbered: dict[ItemCode, dict[int, Item]] = {}
        for one in sorted(versions, key=lambda one: one.number, reverse=True):
            if one.is_shipped and self._is_here(one.item):
                continue  # this program's own file says it, even where its number was not raised
            numbered.setdefault(one.item.code, {})[one.number] = one.item
            if one.live_on is not None:
                signed.setdefault(one.item.code, []).append((one.live_on, one.item))
        self._edition = _Edition(stamp, {code: tuple(all_) for code, all_ in signed.items()}, numbered)

    def _is_here(self, item: Item) -> bool:
        shipped = self._shipped.get(item.code)
        return shipped is not None and shipped.version == item.version

    def _today(self) -> Mapping[ItemCode, Item]:
        edition, on, day = self._edition, beijing_date(self._now()), self._day
        if day is None or day.edition is not edition or day.on != on:
            self._day = day = _Day(edition, on, self._on(edition, on))
        return day.items

    def _on(self, edition: _Edition, on: date) -> Mapping[ItemCode, Item]:
        items = dict(self._shipped)
        for code, versions in edition.signed.items():
            begun = next((item for since, item in versions if since <= on), None)
            if begun is not None:
                items[code] = begun
        return dict(sorted(items.items()))
