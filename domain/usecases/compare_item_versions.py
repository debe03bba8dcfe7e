"""Compare two versions of an item (事项版本比较): what was said, what is said, and the lines that differ."""

from dataclasses import dataclass

from domain.catalogue.store import ItemVersions
from domain.catalogue.texts import Difference, ItemComparison
from domain.catalogue.version import ItemVersion, live_on
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode
from domain.kernel.ports import Clock
from domain.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Compared:
    was: int
    now: int
    differences: tuple[Difference, ...]
    lines: str


@dataclass(frozen=True, slots=True)
class CompareItemVersions:
    versions: ItemVersions
    comparison: ItemComparison
    now: Clock

    async def __call__(self, item: ItemCode, was: int | None, now: int | None) -> Compared:
        """By number; unnamed, the one people are served by and the highest there is. Raises NotFound."""
        all_ = await self.versions.of_item(item)
        live = live_on(all_, beijing_date(self.now()))
        before = _numbered(all_, was) if was is not None else live
        after = _numbered(all_, now) if now is not None else max(all_, key=_number, default=None)
        if before is None or after is None:
            raise NotFound(item)
        differences = self.comparison.differences(before.text, after.text)
        lines = self.comparison.lines(before.text, after.text)
        return Compared(before.number, after.number, differences, lines)


def _numbered(all_: tuple[ItemVersion, ...], number: int) -> ItemVersion | None:
    return next((one for one in all_ if one.number == number), None)


def _number(version: ItemVersion) -> int:
    return version.number
