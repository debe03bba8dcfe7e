"""The versions a process serves by (可用版本): read, checked, and swapped all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue


@dataclass(frozen=True, slots=True)
class Usable:
    """`live_on` None: it serves only the cases that began with it."""

    number: int
    item: Item
    live_on: date | None
    is_shipped: bool = False  # with this program or an earlier one


class CatalogueInUse(Catalogue, Protocol):
    """Adapter: adapters/catalogue/live.py."""

    @property
    def stamp(self) -> str:
        """Of what it serves by; empty before the first `publish`."""
        ...

    @property
    def shipped(self) -> tuple[tuple[Item, str], ...]:
        """The items as the program was shipped with them, each with its text."""
        ...

    def publish(self, stamp: str, versions: Iterable[Usable]) -> None:
        """Serve by these from now on, over the shipped ones."""
        ...
