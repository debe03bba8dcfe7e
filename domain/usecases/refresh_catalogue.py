"""Refresh the catalogue (在用目录): what the city signed serves from its day, in every process."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from domain.catalogue.item import Item
from domain.catalogue.store import Head, PublishedVersions
from domain.catalogue.texts import ItemTexts, Reading
from domain.catalogue.usable import CatalogueInUse, Usable
from domain.catalogue.version import VersionState
from domain.kernel.ids import ItemVersionId
from domain.kernel.ports import Clock

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Refreshed:
    """`unreadable`: signed versions that this program cannot serve by; the last good one serves instead."""

    changed: bool
    unreadable: tuple[Head, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshCatalogue:
    """Reads all, then swaps: nobody is ever served by half of a change, and nothing here stops the office."""

    published: PublishedVersions
    texts: ItemTexts
    catalogue: CatalogueInUse
    restock: Callable[[], None]
    now: Clock
    known: dict[str, Reading] = field(default_factory=dict)  # by the digest of its text

    async def __call__(self) -> Refreshed:
        stamp = await self.published.stamp()
        if stamp == self.catalogue.stamp:
            await asyncio.to_thread(self.restock)  # at midnight other ones are live
            return Refreshed(changed=False)
        heads = await self.published.published()
        unread = {head.digest: head.version_id for head in heads if head.digest not in self.known}
        texts = await self.published.texts(list(unread.values()))
        await asyncio.to_thread(self._read, {digest: texts.get(one, "") for digest, one in unread.items()})
        read = {head.version_id: self.known[head.digest] for head in heads}
        unreadable = [head for head in heads if _must_serve(head) and read[head.version_id].problems]
        for head in heads:
            await self._mark(head, read[head.version_id])
        self.catalogue.publish(stamp, _usable(heads, read))
        await asyncio.to_thread(self.restock)
        return Refreshed(changed=True, unreadable=tuple(unreadable))

    def _read(self, texts: Mapping[str, str]) -> None:
        """Each as the check reads it, once."""
        for digest, text in texts.items():
            self.known[digest] = self.texts.read(text)

    async def _mark(self, head: Head, reading: Reading) -> None:
        is_unreadable = _must_serve(head) and bool(reading.problems)
        if is_unreadable is not head.is_marked:
            what = "; ".join(f"{key}: {what}" for key, what in reading.problems) if is_unreadable else ""
            await self.published.mark(head.version_id, what[:LONGEST], at=self.now())


def _must_serve(head: Head) -> bool:
    return head.state is VersionState.SIGNED


def _usable(heads: tuple[Head, ...], read: Mapping[ItemVersionId, Reading]) -> list[Usable]:
    """For its own cases a version serves as long as there is an item in it, with problems too."""
    found = []
    for head in heads:
        reading = read[head.version_id]
        item: Item | None = reading.item
        if item is not None:
            since = head.live_on if _must_serve(head) and not reading.problems else None
            found.append(Usable(head.number, item, since, is_shipped=head.state is VersionState.SHIPPED))
    return found
