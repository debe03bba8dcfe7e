"""The items desk: finding an item and reading its guide, open to everybody."""

from dataclasses import dataclass

from domain.usecases.find_items import FindItems
from domain.usecases.read_guide import ReadGuide


@dataclass(frozen=True, slots=True)
class ItemsDesk:
    find_items: FindItems
    read_guide: ReadGuide
