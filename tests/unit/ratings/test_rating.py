"""A rating's own rules, and the official tags."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.files.rating_tags import RatingTagTable
from domain.kernel.ids import CaseId, MatterId, PartyId, RatingId
from domain.kernel.personal import Free
from domain.kernel.refusals import StepNotAllowed
from domain.ratings.rating import (
    NEGATIVE,
    NEXT,
    WORDS,
    Opinion,
    Rating,
    RatingState,
    RatingTagUnknown,
    Satisfaction,
    WordsNeeded,
)
from tests.support.house import NOON

TAGS = RatingTagTable()


@pytest.mark.parametrize("level", Satisfaction)
def test_each_level_has_eight_tags_whose_first_digit_is_the_level(level: Satisfaction) -> None:
    tags = TAGS.of(level)

    assert len(tags) == 8
    assert {code[0] for code in tags} == {str(int(level))}
    assert all(tags.values())


def test_five_is_the_best_and_every_level_has_its_word() -> None:
    assert WORDS[Satisfaction(5)] == "非常满意"
    assert WORDS[Satisfaction(1)] == "非常不满意"
    assert set(WORDS) == set(Satisfaction)


@pytest.mark.parametrize("level", Satisfaction)
def test_only_a_bad_rating_needs_a_reason(level: Satisfaction) -> None:
    opinion = Opinion(level, (), None)

    if level in NEGATIVE:
        with pytest.raises(WordsNeeded):
            opinion.check(TAGS.of(level))
    else:
        opinion.check(TAGS.of(level))


@pytest.mark.parametrize("level", sorted(NEGATIVE))
def test_a_tag_or_a_word_is_reason_enough(level: Satisfaction) -> None:
    Opinion(level, (next(iter(TAGS.of(level))),), None).check(TAGS.of(level))
    Opinion(level, (), Free("等了很久")).check(TAGS.of(level))


@given(st.sampled_from(Satisfaction), st.sampled_from(Satisfaction))
def test_a_tag_of_another_level_is_refused(level: Satisfaction, other: Satisfaction) -> None:
    opinion = Opinion(level, tuple(TAGS.of(other)), Free("说明"))

    if level is other:
        opinion.check(TAGS.of(level))
    else:
        with pytest.raises(RatingTagUnknown):
            opinion.check(TAGS.of(level))


@given(st.lists(st.sampled_from(RatingState), max_size=8))
def test_a_rating_goes_only_where_its_table_says(steps: list[RatingState]) -> None:
    ids = UUID(int=1)
    rating = Rating(
        RatingId(ids), CaseId(ids), MatterId(ids), PartyId(ids), Satisfaction.GOOD, (), None, NOON
    )

    for to in steps:
        before = rating.state
        if to in NEXT.get(before, ()):
            rating.move(to)
            assert rating.state is to
        else:
            with pytest.raises(StepNotAllowed):
                rating.move(to)
            assert rating.state is before
