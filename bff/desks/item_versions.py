"""What the desk of item versions (事项版本) can do, and what keeps every process up to date with them."""

from dataclasses import dataclass

from domain.catalogue.store import VersionLookup
from domain.usecases.ask_item_check import AskItemCheck
from domain.usecases.check_item_version import CheckItemVersion
from domain.usecases.compare_item_versions import CompareItemVersions
from domain.usecases.decide_item_version import DecideItemVersion
from domain.usecases.draft_item_version import DraftItemVersion
from domain.usecases.edit_item_version import EditItemVersion
from domain.usecases.end_item_version import EndItemVersion
from domain.usecases.keep_shipped_versions import KeepShippedVersions
from domain.usecases.list_item_versions import ListItems, ListItemVersions, ReadItemVersion
from domain.usecases.refresh_catalogue import RefreshCatalogue
from domain.usecases.try_item_version import TryItemVersion


@dataclass(frozen=True, slots=True)
class ItemVersionDesk:
    list_items: ListItems
    list_item_versions: ListItemVersions
    read_item_version: ReadItemVersion
    compare_item_versions: CompareItemVersions
    draft_item_version: DraftItemVersion
    edit_item_version: EditItemVersion
    ask_item_check: AskItemCheck
    check_item_version: CheckItemVersion
    try_item_version: TryItemVersion
    decide_item_version: DecideItemVersion
    end_item_version: EndItemVersion
    keep_shipped_versions: KeepShippedVersions
    refresh_catalogue: RefreshCatalogue
    lookup: VersionLookup
