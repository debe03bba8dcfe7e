"""The items desk, put together; the search's index is built here, once."""

from adapters.catalogue.item_search import ItemIndex
from adapters.catalogue.pinyin import Pinyin
from adapters.catalogue.toml_items import TomlCatalogue
from bff.desks.items import ItemsDesk
from domain.kernel.ports import Clock
from domain.usecases.find_items import FindItems
from domain.usecases.read_guide import ReadGuide


def items_desk(catalogue: TomlCatalogue, now: Clock, *, in_sandbox: bool) -> ItemsDesk:
    public = [item for item in catalogue.all() if item.is_public(in_sandbox=in_sandbox)]
    search = ItemIndex(public, Pinyin.load())
    return ItemsDesk(FindItems(search, now, in_sandbox), ReadGuide(catalogue, now, in_sandbox))
