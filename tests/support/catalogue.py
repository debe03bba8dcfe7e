"""The items as shipped, read once for all tests: they are values, nobody can change them."""

from functools import cache

from adapters.analysis.sql_lint import lint
from adapters.catalogue.toml_items import TomlCatalogue
from bff.compose.seating import catalogue


@cache
def shipped() -> TomlCatalogue:
    """With their rules looked over. Raises CatalogueProblems."""
    return catalogue(lint=lint)
