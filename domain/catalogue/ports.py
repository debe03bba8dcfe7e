"""What others may ask of the catalogue (事项目录), and how a rule's SQL is looked over before it runs."""

from collections.abc import Callable
from typing import Protocol

from domain.catalogue.item import Item
from domain.kernel.ids import ItemCode
from domain.kernel.refusal import Refusal

RuleLint = Callable[[str], tuple[str, ...]]  # SQL → what is wrong with it, each with its line and column


class ItemUnknown(Refusal):
    code, title = "item-unknown", "没有找到这个事项"
    advice = "请按事项名称重新查找，或拨打12345"


class Catalogue(Protocol):
    """All items, read once at start. Adapter: adapters/catalogue/."""

    def live(self) -> tuple[Item, ...]:
        """The items somebody can be due under, by code: live ones and samples."""
        ...

    def all(self) -> tuple[Item, ...]:
        """Every item by code, the cancelled ones and the drafts too."""
        ...

    def get(self, code: ItemCode) -> Item:
        """The item of that code, whatever its status. Raises ItemUnknown."""
        ...


class ItemSearch(Protocol):
    """Finds items by what people type. Adapter: adapters/catalogue/item_search.py."""

    def find(self, words: str, *, limit: int) -> tuple[Item, ...]:
        """At most `limit` items, the best first; all by code, cancelled ones last, when `words` says nothing.

        words: a name, part of one, its pinyin or initials, what people call it, mistyped or not.
        """
        ...
