"""A dry run counts what a version would find, grant and ask for; it tells nobody anything."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from domain.catalogue.instant import Input, InstantRule, Op
from domain.catalogue.item import InstantAuthorisation
from domain.catalogue.paperwork import FieldKind, FieldSource, FormField
from domain.catalogue.trial import (
    Found,
    Gap,
    PastForm,
    PastWeighing,
    RuleTrial,
    compare_findings,
    fill_again,
    weigh_again,
)
from tests.unit.catalogue.test_item import an_item

AS_OF = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
CASE = UUID(int=7)


def found(key: str) -> Found:
    return Found(key, f"rec-{key}", "某局", date(2027, 1, 20), "企业")


def tried(now: str, before: str, listed: str = "") -> RuleTrial:
    return compare_findings(map(found, now), map(found, before), listed, as_of=AS_OF, rows=9)


def test_new_ones_gone_ones_and_those_that_stay_are_told_apart() -> None:
    trial = tried("bcd", "ab")

    assert (trial.live, trial.found, trial.same, trial.new, trial.gone) == (2, 3, 1, 2, 1)
    assert {(one.change, one.record_id) for one in trial.sample} == {
        ("new", "rec-c"),
        ("new", "rec-d"),
        ("gone", "rec-a"),
    }


def test_who_was_on_the_last_lists_and_would_not_be_found_is_counted() -> None:
    assert tried("ab", "ab", "bc").listed_gone == 1


def test_of_many_only_twenty_of_each_are_shown() -> None:
    many = [found(f"k{n}") for n in range(50)]

    trial = compare_findings(many, [], (), as_of=AS_OF, rows=50)

    assert (len(trial.sample), trial.new) == (20, 50)


RULES = (
    InstantRule("until", Input.LICENCE_VALID_UNTIL, Op.ON_OR_AFTER, "today", "证照还在有效期内"),
    InstantRule("fields", Input.CHANGE_FIELDS, Op.SUBSET_OF, ("name",), "只改了名称"),
)
INPUTS: Mapping[str, str | int | tuple[str, ...]] = {
    "office.today": "2026-11-20",
    "licence.valid_until": "2027-01-20",
    "change.fields": ("name", "address"),
}


def test_rules_are_weighed_again_on_what_was_known_then() -> None:
    past = [PastWeighing(CASE, True, INPUTS), PastWeighing(CASE, False, {})]

    trial = weigh_again(InstantAuthorisation("某文件", 2, RULES), past)

    assert (trial.weighed, trial.granted_then, trial.granted_now) == (1, 1, 0)
    assert [(one.case_id, one.granted_then, one.unmet) for one in trial.differs] == [
        (CASE, True, ("只改了名称",))
    ]


def test_rules_that_come_to_the_same_differ_in_nothing() -> None:
    trial = weigh_again(InstantAuthorisation("某文件", 2, RULES[:1]), [PastWeighing(CASE, True, INPUTS)])

    assert (trial.granted_now, trial.differs) == (1, ())


def field(key: str, source_field: str | None, *, required: bool, max_length: int | None = None) -> FormField:
    source = FieldSource.PERSON if source_field is None else FieldSource.REGISTER
    return FormField(
        key,
        key,
        FieldKind.TEXT,
        source,
        required,
        locked=False,
        subject_of_item=False,
        deferrable=False,
        source_field=source_field,
        max_length=max_length,
    )


def filled(wanted: FormField, before: FormField, value: str) -> tuple[Gap, ...]:
    return fill_again(an_item(fields=(wanted,)), [PastForm((before,), {before.key: value})]).gaps


def test_a_field_that_becomes_required_and_was_empty_is_a_gap() -> None:
    wanted, before = (
        field("phone", "contact_phone", required=True),
        field("tel", "contact_phone", required=False),
    )

    assert filled(wanted, before, "") == (Gap("phone", "phone", 1),)
    assert filled(wanted, before, "1") == ()


def test_what_was_missing_before_is_no_new_gap() -> None:
    wanted = field("phone", "contact_phone", required=True)

    assert filled(wanted, wanted, "") == ()


def test_a_value_too_long_for_the_new_limit_is_a_gap() -> None:
    wanted = field("name", "name", required=True, max_length=2)

    assert filled(wanted, field("name", "name", required=True), "三个字") == (Gap("name", "name", 1),)


def test_a_field_nobody_was_asked_is_unknown_and_no_gap() -> None:
    old = field("name", "name", required=True)
    new = field("why", None, required=True)

    trial = fill_again(an_item(fields=(old, new)), [PastForm((old,), {"name": "某"})])

    assert (trial.gaps, trial.unknown) == ((), (("why", "why"),))
