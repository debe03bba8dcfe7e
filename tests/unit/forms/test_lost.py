"""遗失声明: when, where, and, if the item asks for it, where that was published."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.forms.edit import FormEdit, apply, gaps
from domain.forms.form import Form, FormIncomplete, FormMaterial, FormState
from domain.forms.lost import LOST, PUBLICATION, Lost
from domain.kernel.ids import CaseId

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TOLD = Lost(date(2026, 11, 1), "莱西市虚构路的公交车上")


def a_form(*, rule: str = "declaration") -> Form:
    ways = ("pickup", LOST), ("electronic_only",)
    form = Form(
        CaseId(UUID(int=1)),
        FormState.READY,
        [],
        [FormMaterial("application_form", "申请表", "必要", "generated")],
        *ways,
        delivery_mode="electronic_only",
        lost_rule=rule,
    )
    form.version = 1
    return form


def declared(lost: Lost | None = TOLD, *, rule: str = "declaration") -> Form:
    form = a_form(rule=rule)
    apply(FormEdit(return_mode=LOST, lost=lost), form)
    return form


def slips(form: Form) -> list[tuple[str, str]]:
    return [(slip.field, slip.code) for slip in gaps(form, NOON)]


def test_where_and_when_are_all_that_is_asked() -> None:
    assert slips(declared()) == []


def test_nothing_is_confirmed_without_them() -> None:
    assert slips(declared(None)) == [("lost.day", "missing"), ("lost.place", "missing")]


def test_nothing_is_lost_tomorrow() -> None:
    assert slips(declared(replace(TOLD, day=date(2026, 11, 24)))) == [("lost.day", "out-of-range")]


def test_a_place_says_something() -> None:
    with pytest.raises(FormIncomplete):
        declared(replace(TOLD, place="路"))


def test_an_item_may_want_the_loss_published_first() -> None:
    assert slips(declared(rule=PUBLICATION)) == [("lost.publication", "missing")]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (date(2026, 11, 10), []),
        (date(2026, 10, 31), [("lost.publication.day", "out-of-range")]),
        (date(2026, 11, 24), [("lost.publication.day", "out-of-range")]),
    ],
)
def test_it_is_published_after_the_loss_and_before_today(
    published: date, expected: list[tuple[str, str]]
) -> None:
    told = replace(TOLD, medium="虚构日报", published=published)

    assert slips(declared(told, rule=PUBLICATION)) == expected


def test_the_declaration_is_a_material_while_it_is_the_way_chosen() -> None:
    form = declared()
    listed = [material.key for material in form.materials]

    apply(FormEdit(return_mode="pickup"), form)

    assert listed == ["application_form", LOST]
    assert [material.key for material in form.materials] == ["application_form"]


def test_what_was_declared_is_part_of_what_is_confirmed() -> None:
    one, other = declared(), declared(replace(TOLD, place="家中"))

    assert one.digest() != other.digest()
    assert "莱西市虚构路" in one.content().decode()
    assert "lost-declaration-1" in one.content().decode()
