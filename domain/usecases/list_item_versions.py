"""List items and their versions (事项版本) to staff, and read one."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.catalogue.item import Item
from domain.catalogue.store import Head, ItemVersions, VersionLookup
from domain.catalogue.usable import CatalogueInUse
from domain.catalogue.version import OPEN, VersionState
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode, ItemVersionId
from domain.kernel.ports import Clock
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit
from domain.usecases.describe_item_version import DescribeItemVersion, VersionLine, VersionView
from domain.usecases.take_item_version import of


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item in the list. `name` and `status` as people are served, of a first draft as it says itself."""

    code: ItemCode
    name: str
    kind: str
    status: str
    unconfirmed: int
    live: int | None
    live_id: UUID | None
    shipped: int | None
    scheduled: tuple[UUID, int, date] | None
    open: tuple[UUID, int, str] | None


@dataclass(frozen=True, slots=True)
class ListItems:
    lookup: VersionLookup
    catalogue: CatalogueInUse
    now: Clock

    async def __call__(
        self, *, words: str, after: ItemCode | None, size: int
    ) -> tuple[tuple[ItemState, ...], ItemCode | None]:
        """At most `size` behind `after`, by code, whose name or code holds `words`; where the next begin."""
        by_item: dict[ItemCode, list[Head]] = {}
        for head in await self.lookup.heads():
            by_item.setdefault(head.item, []).append(head)
        served = {item.code: item for item in self.catalogue.all()}
        shipped = {item.code: item.version for item, _ in self.catalogue.shipped}
        codes = sorted(served.keys() | by_item.keys())
        states = [self._state(code, served.get(code), by_item.get(code, []), shipped) for code in codes]
        found = [
            one
            for one in states
            if (after is None or one.code > after) and (words in one.name or words in one.code)
        ]
        return tuple(found[:size]), found[size - 1].code if len(found) > size else None

    def _state(
        self, code: ItemCode, item: Item | None, heads: list[Head], shipped: dict[ItemCode, int]
    ) -> ItemState:
        today = beijing_date(self.now())
        draft = next((one for one in heads if one.state in OPEN), None)
        signed = [one for one in heads if one.state is VersionState.SIGNED and one.live_on is not None]
        coming = next(((one, one.live_on) for one in signed if one.live_on and one.live_on > today), None)
        version = None if item is None else item.version
        live = next((one for one in heads if one.number == version and one.state not in OPEN), None)
        return ItemState(
            code=code,
            name=item.name if item else max(heads, key=lambda one: one.number).name,
            kind=item.kind.value if item else "",
            status=item.status.value if item else "draft",
            unconfirmed=len(item.unconfirmed) if item else 0,
            live=version,
            live_id=live.version_id if live else None,
            shipped=shipped.get(code),
            scheduled=None if coming is None else (coming[0].version_id, coming[0].number, coming[1]),
            open=None if draft is None else (draft.version_id, draft.number, str(draft.state)),
        )


@dataclass(frozen=True, slots=True)
class ListItemVersions:
    versions: ItemVersions
    catalogue: CatalogueInUse
    describe: DescribeItemVersion

    async def __call__(self, item: ItemCode) -> tuple[str, tuple[VersionLine, ...]]:
        """The item's name and its versions, the highest number first. Raises NotFound."""
        all_ = await self.versions.of_item(item)
        names = [one.name for one in self.catalogue.all() if one.code == item]
        if not all_ and not names:
            raise NotFound(item)
        name = names[0] if names else all_[0].name
        return name, tuple([await self.describe.line(one, all_) for one in all_])


@dataclass(frozen=True, slots=True)
class ReadItemVersion:
    versions: ItemVersions
    describe: DescribeItemVersion

    async def __call__(
        self, item: ItemCode, version_id: ItemVersionId, remit: Remit = EVERY_BODY
    ) -> VersionView:
        """Past cases are named to who works for every body. Raises NotFound."""
        all_ = await self.versions.of_item(item)
        view = await self.describe(of(all_, version_id), all_)
        return view if remit.bodies is None else replace(view, trial=view.trial.without_cases())
