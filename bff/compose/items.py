"""The items desk, put together; `search` is somebody's who has it follow the catalogue, else its own."""

from adapters.catalogue.live_search import LiveSearch
from bff.desks.items import ItemsDesk
from domain.catalogue.ports import Catalogue, ItemSearch
from domain.kernel.ports import Clock
from domain.usecases.find_items import FindItems
from domain.usecases.read_guide import ReadGuide


def items_desk(
    catalogue: Catalogue, now: Clock, *, in_sandbox: bool, search: ItemSearch | None = None
) -> ItemsDesk:
    search = search or LiveSearch(catalogue, in_sandbox=in_sandbox)
    return ItemsDesk(FindItems(search, now, in_sandbox), ReadGuide(catalogue, now, in_sandbox))
