"""The numbers: a period of Beijing days, and each number said in a sentence."""

from datetime import date
from fractions import Fraction

import pytest

from domain.figures.figure import LABELS, MEANINGS, NAMES, Figures, Period, PeriodInvalid
from domain.figures.table import MOST_ROWS, ExportTooLarge, Table
from domain.kernel.party import Channel
from domain.usecases.read_figures import CHANNELS

DAY = date(2026, 11, 22)


def test_one_day_is_a_period_and_so_is_a_leap_year() -> None:
    assert Period(DAY, DAY).first == DAY
    assert Period(date(2028, 1, 1), date(2028, 12, 31)).last == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (DAY, date(2026, 11, 21)),
        (date(2025, 11, 21), DAY),
        (date(9999, 12, 31), date(9999, 12, 31)),
        (date(1, 1, 1), date(1, 1, 5)),
    ],
    ids=["backwards", "too long", "the last day there is", "the first day there is"],
)
def test_a_period_that_is_none_is_refused(first: date, last: date) -> None:
    with pytest.raises(PeriodInvalid):
        Period(first, last)


def test_every_number_has_its_name_and_its_sentence() -> None:
    assert set(LABELS) == set(MEANINGS) == set(NAMES)
    assert all(MEANINGS[name] for name in NAMES)


def test_numbers_add_up_one_by_one() -> None:
    assert Figures(found=2, done=1).plus(Figures(found=3, told=4)) == Figures(found=5, told=4, done=1)


def test_a_period_is_said_in_words() -> None:
    assert Period(date(2026, 11, 1), DAY).words == "2026年11月1日至2026年11月22日"


def test_the_share_in_time_is_of_those_decided_and_there_is_none_of_nothing() -> None:
    assert Figures(decided=3, in_time=2).share_in_time == Fraction(2, 3)
    assert Figures(done=1).share_in_time is None


def test_every_channel_has_its_name() -> None:
    assert set(Channel) <= set(CHANNELS)


def test_a_table_holds_rows_of_one_length_and_not_more_than_a_file_may() -> None:
    with pytest.raises(ValueError, match="as long as"):
        Table("t", ("a", "b"), (("1",),))
    with pytest.raises(ValueError, match="as long as"):
        Table("t", ("a", "b"), (), foot=("合计",))
    with pytest.raises(ExportTooLarge) as refused:
        Table("t", ("a",), (("1",),) * (MOST_ROWS + 1))
    assert refused.value.data == {"rows": MOST_ROWS + 1, "most": MOST_ROWS}
