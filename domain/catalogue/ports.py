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
        """The items rules run for, by code: live ones and the sandbox's samples."""
        ...

    def get(self, code: ItemCode) -> Item:
        """The item of that code, whatever its status. Raises ItemUnknown."""
        ...
