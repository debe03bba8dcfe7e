"""The catalogue of items as shipped: what whoever starts reads before anything opens."""

from pathlib import Path

import domain.catalogue
from adapters.catalogue.toml_items import TomlCatalogue
from domain.catalogue.ports import RuleLint

ITEMS = Path(domain.catalogue.__path__[0]) / "items"


def catalogue(*, lint: RuleLint | None = None) -> TomlCatalogue:
    """The items as shipped; `lint` from who runs their rules. Raises CatalogueProblems."""
    return TomlCatalogue.load(ITEMS, lint=lint)
