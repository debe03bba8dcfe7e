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


class Begun(Protocol):
    """What keeps the version of the item it began with: a case."""

    @property
    def item(self) -> ItemCode: ...

    @property
    def item_version(self) -> int | None:
        """None: begun before an item could have several."""
        ...


class Catalogue(Protocol):
    """All items, as people are served by them today. Adapters: adapters/catalogue/toml_items.py, live.py."""

    def live(self) -> tuple[Item, ...]:
        """The items somebody can be due under, by code: live ones and samples."""
        ...

    def all(self) -> tuple[Item, ...]:
        """Every item by code, the cancelled ones and the drafts too."""
        ...

    def get(self, code: ItemCode) -> Item:
        """The item of that code, whatever its status. Raises ItemUnknown."""
        ...

    def of_case(self, case: Begun) -> Item:
        """The item as it was when the case began, whatever came after. Raises ItemUnknown."""
        ...


class ItemSearch(Protocol):
    """Finds items by what people type. Adapter: adapters/catalogue/item_search.py."""

    def find(self, words: str, *, limit: int) -> tuple[Item, ...]:
        """At most `limit` items, the best first; all by code, cancelled ones last, when `words` says nothing.

        words: a name, part of one, its pinyin or initials, what people call it, mistyped or not.
        """
        ...
