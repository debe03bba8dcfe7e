"""The items as shipped, read once for all tests: they are values, nobody can change them."""

from dataclasses import dataclass
from functools import cache

from adapters.analysis.sql_lint import lint
from adapters.catalogue.toml_items import TomlCatalogue
from bff.compose.shipped import catalogue
from domain.catalogue.item import Item
from domain.catalogue.ports import Begun
from domain.kernel.ids import ItemCode
from domain.usecases.compose_rows import CERTIFICATES
from tests.fakes.holder_register import FakeHolderRegister


@cache
def shipped() -> TomlCatalogue:
    """With their rules looked over. Raises CatalogueProblems."""
    return catalogue(lint=lint)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Implements Catalogue: of the shipped items those whose kind of licence the register holds.

    The rules of the others would find nobody, and twenty rules take a second.
    """

    register: FakeHolderRegister

    def live(self) -> tuple[Item, ...]:
        return tuple(item for item in self.all() if item.is_live)

    def all(self) -> tuple[Item, ...]:
        rows = [record.certificate for record in self.register.records.values()]
        held = {CERTIFICATES.get(row.holder_kind) for row in rows} | {row.licence_type for row in rows}
        return tuple(item for item in shipped().all() if item.licence_type in held)

    def get(self, code: ItemCode) -> Item:
        return shipped().get(code)

    def of_case(self, case: Begun) -> Item:
        return shipped().of_case(case)
