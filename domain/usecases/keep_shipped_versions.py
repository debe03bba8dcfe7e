"""Keep the versions the program was shipped with (随程序发布的版本): a case goes on with its own."""

from dataclasses import dataclass

from domain.catalogue.item import Item
from domain.catalogue.store import ItemVersions, VersionLookup
from domain.catalogue.usable import CatalogueInUse
from domain.catalogue.version import ItemVersion, VersionState, digest_of
from domain.kernel.ids import ItemCode, ItemVersionId
from domain.kernel.ports import Atomic, Clock, NewId


@dataclass(frozen=True, slots=True)
class KeepShippedVersions:
    """Each item and number once; done at every start, and in several processes at a time."""

    catalogue: CatalogueInUse
    versions: ItemVersions
    lookup: VersionLookup
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self, only: ItemCode | None = None) -> tuple[ItemCode, ...]:
        """The items whose file changed though its number did not: for the operator's eyes."""
        kept = {(head.item, head.number): head for head in await self.lookup.heads()}
        changed = []
        for item, text in self.catalogue.shipped:
            if only not in (None, item.code):
                continue
            known = kept.get((item.code, item.version))
            if known is None:
                async with self.atomic():
                    await self.versions.add(self._version(item, text))
            elif known.state is VersionState.SHIPPED and known.digest != digest_of(text):
                changed.append(item.code)
        return tuple(changed)

    def _version(self, item: Item, text: str) -> ItemVersion:
        return ItemVersion(
            ItemVersionId(self.new_id()),
            item.code,
            item.version,
            VersionState.SHIPPED,
            item.name,
            text,
            self.now(),
        )
