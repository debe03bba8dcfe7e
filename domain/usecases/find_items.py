"""Find items (事项搜索): the guides a person may open, by what they typed."""

from dataclasses import dataclass
from datetime import date

from domain.catalogue.item import Item
from domain.catalogue.ports import ItemSearch
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode
from domain.kernel.ports import Clock

LONGEST = 50  # characters of what is typed; more is cut off before anything is compared


@dataclass(frozen=True, slots=True)
class ItemLine:
    code: ItemCode
    name: str
    kind: str
    who: str
    bodies: tuple[str, ...]
    can_start: bool
    status: str


@dataclass(frozen=True, slots=True)
class FindItems:
    """`search` holds public items only: no draft, and a sample in the sandbox alone."""

    search: ItemSearch
    now: Clock
    in_sandbox: bool

    async def __call__(self, words: str, *, limit: int) -> tuple[ItemLine, ...]:
        """The best first; all of them, up to the limit, when nothing is typed."""
        on, found = beijing_date(self.now()), self.search.find(words[:LONGEST], limit=limit)
        return tuple(item_line(item, on, in_sandbox=self.in_sandbox) for item in found)


def item_line(item: Item, on: date, *, in_sandbox: bool) -> ItemLine:
    return ItemLine(
        code=item.code,
        name=item.name,
        kind=item.kind.value,
        who=item.guide.who if item.guide else "",
        bodies=tuple(body.name for body in item.issuing_bodies),
        can_start=item.is_offered(on, in_sandbox=in_sandbox),
        status=item.status.value,
    )
