"""The supplement (补正): answered whole, in time, once; and its days, over a holiday too."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.files.calendar_csv import CalendarFile
from domain.clock.calendar import WorkingCalendar
from domain.kernel.ids import CaseId, MatterId, SupplementId
from domain.kernel.refusals import StepNotAllowed
from domain.supplements.supplement import (
    NEXT,
    GivenFile,
    MaterialUnreadable,
    Supplement,
    SupplementChanged,
    SupplementIncomplete,
    SupplementOver,
    SupplementState,
    Wanted,
    content_type_of,
)
from domain.usecases.supplement_clock import due_words, is_told_too_late, supplement_due

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
PDF = GivenFile("application/pdf", 9, "a" * 64)


def a_supplement(
    state: SupplementState = SupplementState.OPEN,
    *,
    told_at: datetime = AT,
    days: int = 10,
    unit: str = "工作日",
) -> Supplement:
    return Supplement(
        SupplementId(UUID(int=1)),
        CaseId(UUID(int=2)),
        MatterId(UUID(int=3)),
        state,
        1,
        told_at,
        told_at,
        days,
        unit,
        ("请补充上年度年检结论",),
        [Wanted(0, "申请表", "签字不清"), Wanted(2, "上年度年检结论", "登记系统中没有")],
    )


@given(st.sampled_from(SupplementState), st.sampled_from(SupplementState))
def test_only_the_steps_of_the_table_are_taken(before: SupplementState, after: SupplementState) -> None:
    supplement = a_supplement(before)
    if after in NEXT.get(before, ()):
        supplement.move(after)
        assert supplement.state is after
    else:
        with pytest.raises(StepNotAllowed):
            supplement.move(after)
        assert supplement.state is before


def test_half_an_answer_is_none_and_names_what_is_missing() -> None:
    supplement = a_supplement()
    supplement.give(0, PDF)

    with pytest.raises(SupplementIncomplete) as refused:
        supplement.answer(supplement.digest(), at=AT)

    assert refused.value.data["fields"] == [
        {"field": "materials[2]", "code": "missing", "title": "请提交「上年度年检结论」"}
    ]
    assert supplement.state is SupplementState.OPEN


def test_what_was_replaced_after_it_was_shown_is_not_answered() -> None:
    supplement = a_supplement()
    for index in (0, 2):
        supplement.give(index, PDF)
    shown = supplement.digest()
    supplement.give(2, GivenFile("image/png", 8, "b" * 64))

    with pytest.raises(SupplementChanged):
        supplement.answer(shown, at=AT)


def test_an_answer_is_given_once() -> None:
    supplement = a_supplement()
    for index in (2, 0):
        supplement.give(index, PDF)

    supplement.answer(supplement.digest(), at=AT)

    assert (supplement.state, supplement.answered_at) == (SupplementState.GIVEN, AT)
    with pytest.raises(SupplementOver):
        supplement.answer(supplement.digest(), at=AT)
    with pytest.raises(SupplementOver):
        supplement.give(0, PDF)


def test_a_notice_without_materials_is_answered_by_saying_so() -> None:
    supplement = a_supplement()
    supplement.wanted = []

    supplement.answer(supplement.digest(), at=AT)

    assert supplement.state is SupplementState.GIVEN


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 rest", "application/pdf"),
        (b"\xff\xd8\xff\xe0 rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n rest", "image/png"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content: bytes, kind: str) -> None:
    assert content_type_of(content) == kind


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<html>", b"PK\x03\x04", b" %PDF-1.4", b"GIF89a"])
def test_anything_else_is_no_material(content: bytes) -> None:
    with pytest.raises(MaterialUnreadable):
        content_type_of(content)


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return CalendarFile().current()


@pytest.mark.parametrize(
    ("told", "due"),
    [
        (datetime(2026, 11, 25, 2, 0, tzinfo=UTC), date(2026, 12, 9)),
        # 中秋 25–27 September and 国庆 1–7 October off, 10 October worked
        (datetime(2026, 9, 25, 2, 0, tzinfo=UTC), date(2026, 10, 15)),
        # half past eleven in the evening of the 24th in Beijing is still the 24th
        (datetime(2026, 11, 24, 15, 30, tzinfo=UTC), date(2026, 12, 8)),
    ],
)
def test_the_days_to_answer_are_working_days(told: datetime, due: date, calendar: WorkingCalendar) -> None:
    assert supplement_due(a_supplement(told_at=told), calendar) == due


def test_natural_days_are_counted_where_the_item_says_so(calendar: WorkingCalendar) -> None:
    assert supplement_due(a_supplement(days=10, unit="自然日"), calendar) == date(2026, 12, 7)


def test_beyond_the_published_year_nobody_is_late(calendar: WorkingCalendar) -> None:
    told = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)

    assert supplement_due(a_supplement(told_at=told), calendar) is None
    assert due_words(None) == "待节假日安排公布"
    assert not is_told_too_late(told, datetime(2027, 3, 1, tzinfo=UTC), calendar)


@pytest.mark.parametrize(
    ("received", "told", "is_late"),
    [
        (datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 30, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 30, 16, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 29, 4, tzinfo=UTC), datetime(2026, 10, 12, 4, tzinfo=UTC), False),
        (datetime(2026, 9, 29, 4, tzinfo=UTC), datetime(2026, 10, 13, 4, tzinfo=UTC), True),
    ],
)
def test_the_fifth_working_day_after_receipt_is_the_last_to_tell(
    received: datetime, told: datetime, is_late: bool, calendar: WorkingCalendar
) -> None:
    assert is_told_too_late(received, told, calendar) is is_late
