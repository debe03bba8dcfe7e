"""Levels and tags of a rating as the shipped tables have them: which way they count, what goes together."""

import csv
from pathlib import Path

import pytest

import adapters.files
from adapters.files.rating_scales import numbers
from adapters.files.rating_tags import RatingTagTable
from adapters.sandbox.rating import TAGS
from domain.ratings.outside import Scale, scale_named
from domain.ratings.rating import NEGATIVE, WORDS, Satisfaction

FILES = Path(adapters.files.__path__[0])


def rows(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("scale", "best", "worst"), [("exchange", "5", "1"), ("gbt39046", "1", "5")])
def test_the_two_scales_count_in_opposite_directions(scale: Scale, best: str, worst: str) -> None:
    told = numbers(scale)

    assert (told[Satisfaction.VERY_GOOD], told[Satisfaction.FAIR], told[Satisfaction.VERY_BAD]) == (
        best,
        "3",
        worst,
    )
    assert sorted(told.values()) == ["1", "2", "3", "4", "5"]


def test_both_scales_are_each_others_mirror() -> None:
    exchange, standard = numbers("exchange"), numbers("gbt39046")

    assert [int(exchange[level]) + int(standard[level]) for level in Satisfaction] == [6] * 5


def test_the_levels_shipped_are_ours_by_word_and_by_being_negative() -> None:
    shipped = rows("evaluation_levels.csv")

    assert {row["name"] for row in shipped} == set(WORDS.values())
    assert {row["name"] for row in shipped if row["is_negative"] == "1"} == {WORDS[one] for one in NEGATIVE}


def test_a_scale_nobody_knows_is_none() -> None:
    with pytest.raises(ValueError, match="backwards"):
        scale_named("backwards")


def test_forty_tags_are_in_use_and_each_begins_with_its_level_in_the_exchange() -> None:
    shipped, table = rows("evaluation_tags.csv"), RatingTagTable()

    assert (len(shipped), len({row["code"] for row in shipped})) == (40, 40)
    assert all(row["code"][0] == row["satisfaction_exchange"] for row in shipped)
    assert {level: sorted(table.of(level)) for level in Satisfaction} == {
        level: [str(code) for code in TAGS[str(level.value)]] for level in Satisfaction
    }
