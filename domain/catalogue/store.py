"""Where item versions (事项版本) are kept, and what has been of an item."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.catalogue.version import ItemVersion, VersionState
from domain.kernel.ids import CaseId, ItemCode, ItemVersionId


class ItemVersions(Protocol):
    """Adapter: adapters/postgres/item_versions.py."""

    async def add(self, version: ItemVersion) -> bool:
        """False, and nothing added, when the item has this number, or a draft that is open. Inside atomic."""
        ...

    async def of_item(self, item: ItemCode) -> tuple[ItemVersion, ...]:
        """For reading, the highest number first."""
        ...

    async def take_item(self, item: ItemCode) -> tuple[ItemVersion, ...]:
        """The same; until the transaction ends nobody else changes, adds or signs one of this item."""
        ...

    async def save(self, version: ItemVersion) -> None:
        """The item is taken."""
        ...


class VersionLookup(Protocol):
    """Adapter: adapters/postgres/item_versions.py."""

    async def by_id(self, version: ItemVersionId) -> ItemVersion:
        """For reading. Raises NotFound."""
        ...

    async def heads(self) -> tuple["Head", ...]:
        """Every version that is open or may serve, without its text."""
        ...

    async def progress(self, version: ItemVersionId, digest: str, *, done: int, total: int) -> None:
        """How far the dry run of that text is; another one's is left alone."""
        ...

    async def unreadable(self) -> tuple["Unreadable", ...]:
        """Signed versions that the running program cannot read, the oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    version_id: ItemVersionId
    item: ItemCode
    number: int
    state: VersionState
    name: str
    digest: str
    live_on: date | None
    is_marked: bool  # as unreadable


@dataclass(frozen=True, slots=True)
class Unreadable:
    version_id: ItemVersionId
    item: ItemCode
    number: int
    since: datetime
    what: str


class PublishedVersions(Protocol):
    """What a process needs to serve by the versions of the database. Adapter: as above."""

    async def stamp(self) -> str:
        """Another one after any change of what is published; cheap to ask."""
        ...

    async def published(self) -> tuple[Head, ...]:
        """Shipped, signed and rolled back ones: cases may have begun with any of them."""
        ...

    async def texts(self, versions: Collection[ItemVersionId]) -> Mapping[ItemVersionId, str]: ...

    async def mark(self, version: ItemVersionId, what: str, *, at: datetime) -> None:
        """Unreadable for that reason; readable again where `what` is empty."""
        ...


@dataclass(frozen=True, slots=True)
class PastCase:
    case_id: CaseId
    item: ItemCode
    item_version: int | None


class ItemHistory(Protocol):
    """What has been of an item, for a dry run. Adapter: adapters/postgres/item_history.py."""

    async def listed(self, item: ItemCode, *, lists: int) -> tuple[str, ...]:
        """The event keys of who was due on its last `lists` lists."""
        ...

    async def cases(self, item: ItemCode, *, limit: int) -> tuple[PastCase, ...]:
        """The last ones, newest first."""
        ...
