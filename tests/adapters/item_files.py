"""An item's file with something changed in it, and what is wrong with it then."""

from pathlib import Path

import pytest

import domain.catalogue
from adapters.analysis.sql_lint import lint
from adapters.catalogue.toml_items import CatalogueProblems, TomlCatalogue
from domain.kernel.ids import ItemCode

ITEMS = Path(domain.catalogue.__path__[0]) / "items"
RENEWAL = ITEMS / "15-minban-certificate-renewal.toml"
CODE = ItemCode("wg-15-minban-renewal")
TASK_CODE, TASK_KEY = "11370283MB9990020A4370199999901", "issuing_bodies[2].task_code"
ABOLISHED = '[abolished_by]\ntitle = "某条例"\ndocument = "国务院令第1号"\nin_force_from = 2021-04-15\n\n'
INSTANT = (
    '[instant_authorisation]\ndocument = "某文件"\nversion = 1\n\n'
    '[[instant_authorisation.rules]]\nid = "a"\nfield = "form.disputed_count"\nop = "at_most"\nvalue = 0\n'
    'words = "没有错证登记"\n\n'
)


def problems(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(CatalogueProblems) as refused:
        TomlCatalogue.load(folder, lint=lint)
    return [(problem.key, problem.what) for problem in refused.value.problems]


def with_changes(folder: Path, *changes: tuple[str, str], name: str = "15.toml") -> Path:
    text = RENEWAL.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / name).write_text(text, encoding="utf-8")
    return folder
