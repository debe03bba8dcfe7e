"""The item search (事项搜索) over a catalogue that changes: another index whenever another edition serves."""

from adapters.catalogue.item_search import ItemIndex
from adapters.catalogue.pinyin import Pinyin
from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue


class LiveSearch:
    """Implements `domain.catalogue.ports.ItemSearch`: of public items. No search waits for an index."""

    def __init__(self, catalogue: Catalogue, *, in_sandbox: bool) -> None:
        self._catalogue, self._in_sandbox = catalogue, in_sandbox
        self._pinyin = Pinyin.load()
        self._items = self._public()
        self._index = ItemIndex(self._items, self._pinyin)

    def find(self, words: str, *, limit: int) -> tuple[Item, ...]:
        return self._index.find(words, limit=limit)

    def restock(self) -> None:
        """Index what people are served by now; blocks while it does, unless nothing changed."""
        items = self._public()
        if items != self._items:
            self._index = ItemIndex(items, self._pinyin)
            self._items = items

    def _public(self) -> tuple[Item, ...]:
        return tuple(one for one in self._catalogue.all() if one.is_public(in_sandbox=self._in_sandbox))
