"""An item's text is changed key by key, compared key by key, and stays what it was everywhere else."""

import tomllib
from pathlib import Path
from time import process_time

import pytest

from adapters.analysis.sql_lint import lint
from adapters.catalogue.item_texts import TomlTexts
from domain.catalogue.item import Kind
from domain.catalogue.texts import Difference, Edit, ItemKeyNotEditable
from tests.adapters.rules import ITEMS

TEXTS = TomlTexts()
RENEWAL = (ITEMS / "15-minban-certificate-renewal.toml").read_text(encoding="utf-8")
CHANGES: tuple[tuple[str, Edit], ...] = (
    ("version", 2),
    ("name", "改了名的事项"),
    ("synonyms", ("民办学校", "换证")),
    ("guide.phone", "0532-12345678"),
    ("guide.fee", '含"引号"与#井号'),
    ("timing.promised", {"n": 7, "unit": "工作日"}),
    ("timing.notice_ladder_days", (90, 30, 7)),
    ("timing.apply_before_days", 45),
)


@pytest.mark.parametrize("file", sorted(ITEMS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_shipped_text_reads_as_the_catalogue_does_and_takes_a_new_number(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    numbered = TEXTS.edited(text, {"version": 9})

    assert TEXTS.read(text, lint=lint).problems == ()
    assert len(TEXTS.differences(text, numbered)) == 1
    assert numbered.count("#") == text.count("#")


@pytest.mark.parametrize(("key", "value"), CHANGES)
def test_one_key_is_changed_and_every_comment_stays(key: str, value: Edit) -> None:
    edited = TEXTS.edited(RENEWAL, {key: value})

    [changed, *more] = TEXTS.differences(RENEWAL, edited)
    assert changed.key.startswith(key)
    assert all(one.key.startswith(key) for one in more)
    assert {line.partition("#")[2] for line in RENEWAL.splitlines()} <= {
        line.partition("#")[2] for line in edited.splitlines()
    }


def test_a_key_the_city_confirms_leaves_its_line_and_no_other() -> None:
    waits = TEXTS.unconfirmed(RENEWAL)

    edited = TEXTS.edited(RENEWAL, {"unconfirmed": waits[1:]})

    assert TEXTS.unconfirmed(edited) == waits[1:]
    removed = [line for line in TEXTS.lines(RENEWAL, edited).splitlines() if line.startswith("-")]
    assert len(removed) == 1
    assert waits[0] in removed[0]


@pytest.mark.parametrize("key", ["guide.phone", "apply_before_days"])
def test_a_key_that_is_not_there_yet_is_added_where_it_belongs(key: str) -> None:
    text = 'code = "a" # 永远不改\n\n[timing]\nn = 1\n'

    edited = TEXTS.edited(text, {key: "x"})

    assert [one.key for one in TEXTS.differences(text, edited)] == [key]
    assert "# 永远不改" in edited


@pytest.mark.parametrize("text", ["a = = 1", 'timing = { n = 1 }\n[guide]\nphone = "1"'])
def test_what_lines_cannot_tell_is_edited_in_the_text(text: str) -> None:
    with pytest.raises(ItemKeyNotEditable):
        TEXTS.edited(text, {"timing.n": 2})


def test_a_header_within_a_long_text_is_no_header() -> None:
    text = 'sql = """\n[guide]\nphone = "0"\n"""\n[guide]\nphone = "1"\n'

    edited = TEXTS.edited(text, {"guide.phone": "2"})

    assert tomllib.loads(edited) == {"sql": '[guide]\nphone = "0"\n', "guide": {"phone": "2"}}


def test_a_table_put_in_between_changes_nothing_behind_it() -> None:
    def text(*keys: str) -> str:
        return "".join(f'[[fields]]\nkey = "{key}"\nlabel = "{key}"\n' for key in keys)

    differences = TEXTS.differences(text("a", "b"), text("a", "c", "b"))

    assert differences == (
        Difference("fields[c].key", None, "c"),
        Difference("fields[c].label", None, "c"),
    )


def test_a_new_item_begins_with_a_text_that_reads() -> None:
    reading = TEXTS.read(TEXTS.begun("wg-21-tea", "茶馆备案", Kind.FILING), lint=lint)

    assert reading.item is not None
    assert reading.problems == ()


def test_a_text_that_is_none_says_so_and_compares_with_nothing() -> None:
    reading = TEXTS.read("a = = 1")

    assert reading.item is None
    assert [key for key, _ in reading.problems] == ["file"]
    assert TEXTS.differences("a = = 1", "a = = 2") == ()


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\\u202E", "\\U00002067"])
def test_a_text_that_reads_otherwise_than_it_counts_is_not_sound(hidden: str) -> None:
    text = RENEWAL.replace('name = "', f'name = "{hidden}', 1)

    problems = TEXTS.read(text, lint=lint).problems

    line = text[: text.index(hidden)].count("\n") + 1
    assert ("file", f"第 {line} 行有看不见的字符，请删除") in problems


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 9000,
        "a = " + "{a=" * 4000 + "1" + "}" * 4000,
        ".".join("a" * 9000) + " = 1",
        "a = " + "9" * 5000,
        "a = 0x" + "f" * 15_000,
    ],
    ids=["brackets", "tables", "dots", "digits", "a number of no machine"],
)
def test_what_is_deeper_or_larger_than_any_item_is_no_text_of_one(text: str) -> None:
    reading = TEXTS.read(text)

    assert (reading.item, reading.problems[0][0]) == (None, "file")
    assert (TEXTS.unconfirmed(text), TEXTS.differences(text, text)) == ((), ())
    with pytest.raises(ItemKeyNotEditable):
        TEXTS.edited(text, {"name": "茶楼"})


def test_a_list_of_six_thousand_lines_keeps_nobody_waiting() -> None:
    text = 'name = "茶馆"\na = [\n' + "1,\n" * 6000 + "]"
    began = process_time()

    edited = TEXTS.edited(text, {"name": "茶楼"})

    assert edited == text.replace("茶馆", "茶楼")
    assert process_time() - began < 2


def test_brackets_quotes_and_hashes_within_strings_end_nothing() -> None:
    text = 'a = "[#"\nb = \'\'\'\n[c]\n# "\'\'\'\nc = ["]", # ]\n  "#"]\nd = "#1" # kept\n'

    edited = TEXTS.edited(text, {"d": "x", "a": "y"})

    assert edited == text.replace('"#1"', '"x"').replace('"[#"', '"y"')
