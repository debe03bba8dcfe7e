"""What can be asked of an item's text (事项文本); how it is written down is not known here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.catalogue.item import Item, Kind
from domain.catalogue.ports import RuleLint
from domain.kernel.refusal import Refusal

Edit = str | int | tuple[str, ...] | tuple[int, ...] | Mapping[str, str | int]
LONGEST = 19_000  # characters of a text: it goes into one body of 64 KiB


class ItemKeyNotEditable(Refusal):
    """The text says it in a way that only the text itself can be changed in."""

    code, title = "item-key-not-editable", "这一项不能单独修改"
    advice = "请在全文里修改"


@dataclass(frozen=True, slots=True)
class Reading:
    """`item` None: it is none. With problems it is one, but not one to serve people by."""

    item: Item | None
    problems: tuple[tuple[str, str], ...]  # key, what is wrong


@dataclass(frozen=True, slots=True)
class Difference:
    """`was` None: not said before; `is_` None: not said any more."""

    key: str
    was: str | None
    is_: str | None


def changes_nothing(differences: Iterable[Difference]) -> bool:
    """The number alone is another one."""
    return all(one.key == "version" for one in differences)


class ItemTexts(Protocol):
    """Adapter: adapters/catalogue/item_texts.py."""

    def read(self, text: str, *, lint: RuleLint | None = None) -> Reading:
        """The item, and all that is wrong with it at once. Without `lint` the rule's SQL is not looked at."""
        ...

    def edited(self, text: str, changes: Mapping[str, Edit]) -> str:
        """The text with these dotted keys changed and nothing else, comments kept. Raises
        ItemKeyNotEditable."""
        ...

    def begun(self, code: str, name: str, kind: Kind) -> str:
        """The text of a new item, with comments that say what goes where."""
        ...


class ItemComparison(Protocol):
    """Adapter: adapters/catalogue/item_texts.py."""

    def differences(self, was: str, now: str) -> tuple[Difference, ...]:
        """Key by key; what both say alike is left out. A text that cannot be read says nothing."""
        ...

    def lines(self, was: str, now: str) -> str:
        """A unified diff; empty when the texts are the same."""
        ...

    def unconfirmed(self, text: str) -> tuple[str, ...]:
        """The keys that wait for the city, as the text names them."""
        ...
