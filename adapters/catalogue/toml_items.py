"""The catalogue (事项目录) out of a folder of TOML files, one an item: all are right, or none is used."""

import tomllib
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Self

from adapters.catalogue.checks import check_item, check_part, check_table
from adapters.catalogue.shape import Problem, Shape
from adapters.catalogue.toml_text import line_unseen, parsed
from domain.catalogue.item import Item
from domain.catalogue.ports import Begun, ItemUnknown, RuleLint
from domain.kernel.ids import ItemCode


class CatalogueProblems(ValueError):
    """For operators: all that is wrong in all files, one line each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class TomlCatalogue:
    """Implements `domain.catalogue.ports.Catalogue`."""

    def __init__(self, items: Sequence[Item], *, texts: Mapping[ItemCode, str] | None = None) -> None:
        """`texts`: of the files, for who keeps them."""
        self._items = {item.code: item for item in sorted(items, key=lambda item: item.code)}
        self.texts = dict(texts or {})

    @classmethod
    def load(cls, folder: Path, *, lint: RuleLint | None = None) -> Self:
        """Read `folder`/*.toml. `lint` looks over the rules' SQL; who never runs rules (the BFF) gives none.

        Raises CatalogueProblems.
        """
        items: list[tuple[str, Item]] = []
        problems: list[Problem] = []
        files = sorted(folder.glob("*.toml"))
        if not files:
            problems.append(Problem(str(folder), "folder", "holds no *.toml"))
        for file in files:
            item, wrong = _read(file, lint)
            problems += wrong
            if item is not None:
                items.append((file.name, item))
        problems += _twice(items)
        if problems:
            raise CatalogueProblems(problems)
        texts = {item.code: (folder / file).read_text(encoding="utf-8") for file, item in items}
        return cls([item for _, item in items], texts=texts)

    def live(self) -> tuple[Item, ...]:
        return tuple(item for item in self._items.values() if item.is_live)

    def all(self) -> tuple[Item, ...]:
        """Every item whatever its status, by code: for `palm catalogue show`."""
        return tuple(self._items.values())

    def get(self, code: ItemCode) -> Item:
        try:
            return self._items[code]
        except KeyError:
            raise ItemUnknown(code) from None

    def of_case(self, case: Begun) -> Item:
        """Files have one version each; several at a time are adapters/catalogue/live.py's."""
        return self.get(case.item)


def _read(file: Path, lint: RuleLint | None) -> tuple[Item | None, list[Problem]]:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as broken:
        return None, [Problem(file.name, "file", f"is not TOML: {broken}")]
    return read_item(file.name, text, lint)


def read_item(name: str, text: str, lint: RuleLint | None) -> tuple[Item | None, list[Problem]]:
    """The item a text describes, None when it describes none, and all that is wrong with it."""
    shape = Shape(name)
    try:
        table = parsed(text)
    except tomllib.TOMLDecodeError as broken:
        shape.note("file", f"is not TOML: {broken}")
        return None, shape.problems
    if line := line_unseen(text):
        shape.note("file", f"holds a character that nobody sees, in line {line}")
    item = shape.read(Item, table)
    said = [check_table(table, lint), *(check_part(key, part) for key, part in shape.parts)]
    if item is None:
        partly, unread = shape.read_partly(Item)
        said.append(check_item(partly, unread=unread))
    else:
        said.append(check_item(item))
    for key, what in chain.from_iterable(said):
        shape.note(key, what)
    return item, shape.problems


def _twice(items: Sequence[tuple[str, Item]]) -> list[Problem]:
    codes: dict[str, str] = {}
    rules: dict[str, str] = {}
    problems: list[Problem] = []
    tasks: dict[str, str] = {}
    for file, item in items:
        own = [body.task_code for body in item.issuing_bodies if body.task_code is not None]
        for key, value, seen in (
            ("code", item.code, codes),
            ("rule.id", item.rule.id, rules),
            *(("issuing_bodies.task_code", code, tasks) for code in own),
        ):
            if value in seen:
                problems.append(Problem(file, key, f"{value} is also in {seen[value]}"))
            seen.setdefault(value, file)
    return problems
