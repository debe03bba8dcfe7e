"""Values of every kind as people type them, and what still stands against confirming a form."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.forms.edit import FormEdit, apply, gaps
from domain.forms.form import Field, Form, FormIncomplete, FormState, Handover
from domain.kernel.ids import CaseId
from domain.kernel.personal import Address, Free, PersonName, Phone

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
KINDS = ("text", "date", "choice", "address", "phone", "money")
PLACE = Handover(PersonName("甲子安"), Phone("19900000101"), Address("山东省青岛市莱西市虚构路18号"))
PICKUP = replace(PLACE, day=date(2026, 11, 24), window="09:00-11:00")


def _field(key: str, kind: str = "text", *, deferrable: bool = False) -> Field:
    return Field(
        key,
        key,
        kind,
        Free(""),
        "本人填写",
        None,
        locked=False,
        required=True,
        subject_of_item=False,
        deferrable=deferrable,
        max_length=20,
        choices=("甲", "乙") if kind == "choice" else (),
    )


def _form(*fields: Field) -> Form:
    ways = ("pickup", "counter"), ("courier", "electronic_only")
    return Form(CaseId(UUID(int=1)), FormState.READY, list(fields), [], *ways, version=2)


def _whole() -> Form:
    form = _form(_field("text"))
    form.fields[0].value = Free("有")
    form.return_mode, form.delivery_mode = "pickup", "courier"
    form.pickup, form.delivery = PICKUP, PLACE
    return form


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  晨光\x00学校 ", "晨光学校"),
        ("date", "2027-01-20", "2027-01-20"),
        ("choice", "乙", "乙"),
        ("phone", "+86 199 0000 0101", "19900000101"),
        ("money", "3000000", "3000000"),
        ("money", "", ""),
    ],
)
def test_a_value_is_kept_as_it_is_meant(kind: str, typed: str, kept: str) -> None:
    form = _form(_field("one", kind))

    apply(FormEdit({"one": typed}), form)

    assert form.fields[0].value.reveal() == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("text", "长" * 21, "too-long"),
        ("date", "2027年1月20日", "wrong-format"),
        ("choice", "丙", "not-a-choice"),
        ("phone", "12345", "wrong-format"),
        ("money", "三万", "wrong-format"),
        ("money", "-1", "wrong-format"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(kind: str, typed: str, code: str) -> None:
    form = _form(_field("one", kind))

    with pytest.raises(FormIncomplete) as refused:
        apply(FormEdit({"one": typed}), form)

    assert refused.value.data["fields"][0]["code"] == code  # type: ignore[index] # a list of slips
    assert (form.version, form.fields[0].value.reveal()) == (2, "")


@given(st.sampled_from(KINDS), st.text(max_size=40))
def test_whatever_is_typed_is_kept_whole_or_refused_whole(kind: str, typed: str) -> None:
    form = _form(_field("one", kind), _field("other"))
    before = form.digest()

    try:
        apply(FormEdit({"one": typed, "other": "值"}), form)
    except FormIncomplete:
        assert (form.digest(), form.version) == (before, 2)
    else:
        assert form.fields[1].value.reveal() == "值"
        assert len(form.fields[0].value.reveal()) <= 20


def test_a_whole_form_has_no_gaps() -> None:
    assert gaps(_whole(), NOON) == ()


@pytest.mark.parametrize(
    ("field", "value", "paths"),
    [
        ("return_mode", "", ["returnMode"]),
        ("delivery_mode", "", ["deliveryMode"]),
        ("pickup", None, ["pickup.name", "pickup.phone", "pickup.address"]),
        ("pickup", replace(PICKUP, window=""), ["pickup.window"]),
        ("pickup", replace(PICKUP, day=date(2026, 11, 22)), ["pickup.window"]),
        ("pickup", replace(PICKUP, day=date(2026, 11, 23)), ["pickup.window"]),
        ("pickup", replace(PICKUP, day=date(2026, 12, 30)), ["pickup.window"]),
        ("delivery", replace(PLACE, phone=Phone("")), ["delivery.phone"]),
    ],
)
def test_each_gap_is_named(field: str, value: object, paths: list[str]) -> None:
    form = _whole()
    setattr(form, field, value)

    assert [slip.field for slip in gaps(form, NOON)] == paths


def test_who_takes_only_the_electronic_licence_needs_no_address() -> None:
    form = _whole()
    form.return_mode, form.delivery_mode, form.pickup, form.delivery = (
        "counter",
        "electronic_only",
        None,
        None,
    )

    assert gaps(form, NOON) == ()


def test_what_may_come_later_may_be_empty() -> None:
    form = _whole()
    form.fields.append(_field("later", deferrable=True))

    assert gaps(form, NOON) == ()


def test_the_digest_stands_for_values_ways_and_disputes_but_not_for_ticks() -> None:
    form = _whole()
    first = form.digest()

    form.version += 1
    same = form.digest()
    form.fields[0].disputed = Free("不对")

    assert same == first
    assert form.digest() != first
