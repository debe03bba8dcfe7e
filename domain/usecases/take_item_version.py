"""Take one version of an item (事项版本) to change it: all of the item's are held meanwhile."""

from domain.catalogue.store import ItemVersions
from domain.catalogue.version import ItemVersion
from domain.kernel.ids import ItemCode, ItemVersionId
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Fact


async def taken(
    versions: ItemVersions, item: ItemCode, version_id: ItemVersionId
) -> tuple[ItemVersion, tuple[ItemVersion, ...]]:
    """The version and all of its item's, itself among them. Inside atomic. Raises NotFound."""
    all_ = await versions.take_item(item)
    return of(all_, version_id), all_


def of(all_: tuple[ItemVersion, ...], version_id: ItemVersionId) -> ItemVersion:
    """Raises NotFound."""
    for one in all_:
        if one.version_id == version_id:
            return one
    raise NotFound(str(version_id))


def version_facts(version: ItemVersion) -> dict[str, Fact]:
    """What every step of a version says in the ledger."""
    return {
        "item": version.item,
        "version": version.number,
        "itemVersion": str(version.version_id),
        "digest": version.digest,
    }
