"""Whoever edits an item at the console reads what is wrong in Chinese."""

import ast
import re
from pathlib import Path

import pytest

from adapters.catalogue.item_texts import TomlTexts
from adapters.catalogue.problem_words import in_chinese
from tests.adapters.rules import ITEMS

ROOT = Path(__file__).parents[2]
CHECKS = (
    "adapters/catalogue/checks.py",
    "adapters/catalogue/item_checks.py",
    "adapters/catalogue/closed_lists.py",
    "domain/catalogue/item.py",
    "domain/catalogue/paperwork.py",
)
HAN = re.compile("[一-鿿]")


def sentences() -> list[str]:
    """What the checks yield and the dataclasses raise, with a word where a value goes."""
    trees = [ast.parse((ROOT / path).read_text("utf-8")) for path in CHECKS]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    yielded = [node.value for node in nodes if isinstance(node, ast.Yield)]
    told = [_text(one.elts[1]) for one in yielded if isinstance(one, ast.Tuple) and len(one.elts) == 2]
    raised = [node.exc for node in nodes if isinstance(node, ast.Raise)]
    told += [_text(one.args[0]) for one in raised if isinstance(one, ast.Call) and one.args]
    return sorted({one for one in told if one})


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    return "value" if isinstance(node, ast.FormattedValue) else ""


@pytest.mark.parametrize("sentence", sentences())
def test_every_sentence_of_the_checks_has_its_words(sentence: str) -> None:
    assert HAN.search(in_chinese(sentence).replace("证照", "").replace("决定文书", ""))


def test_there_are_sentences_to_look_for() -> None:
    assert len(sentences()) > 20


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('payer = "government"', 'payer = "x"', "没有这个取值：'x'"),
        ("version = 1", "version = 0", "从 1 起算"),
        ("version = 1", 'version = "1"', "应为 int，写成了 str"),
        ('name = "', 'nome = "', "没有这个键"),
        ("[timing]", "[[timing]]", "应当是一节"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_in_chinese(old: str, new: str, told: str) -> None:
    text = (ITEMS / "15-minban-certificate-renewal.toml").read_text("utf-8")

    problems = TomlTexts().read(text.replace(old, new, 1)).problems

    assert told in [what for _, what in problems]


def test_a_sentence_nobody_put_into_words_stays_as_it_is() -> None:
    assert in_chinese("something of tomorrow") == "something of tomorrow"
