"""Instant rules (秒批规则): what each operator holds of, at its edges, and that a rule can only grant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue.instant import (
    KINDS,
    TODAY,
    WORDS,
    Input,
    InputKind,
    InstantRule,
    Op,
    Outcome,
    Said,
    Value,
    problems,
    weigh,
)

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
DAY, ONE = date(2026, 11, 23), timedelta(days=1)
STATUS, UNTIL = Input.LICENCE_STATUS, Input.LICENCE_VALID_UNTIL
COUNT, FIELDS, BODY = Input.DISPUTED_COUNT, Input.CHANGE_FIELDS, Input.LICENCE_ISSUING_BODY
BY_KIND = {
    InputKind.TEXT: (Op.EQUALS, Op.NOT_EQUALS, Op.ONE_OF, Op.NONE_OF),
    InputKind.DATE: (Op.EQUALS, Op.ON_OR_AFTER, Op.ON_OR_BEFORE),
    InputKind.INT: (Op.EQUALS, Op.NOT_EQUALS, Op.AT_MOST, Op.AT_LEAST),
    InputKind.SET: (Op.EQUALS, Op.SUBSET_OF),
}


def rule(field: Input, op: Op, value: Value, *, name: str = "r") -> InstantRule:
    return InstantRule(name, field, op, value, "一条规则")


def said(value: Value) -> Said:
    return Said(value, "登记系统", AT)


def is_met(one: InstantRule, value: Value) -> bool:
    [verdict] = weigh([one], {one.field: said(value), Input.TODAY: said(DAY)}).verdicts
    return verdict.met


@pytest.mark.parametrize(
    ("field", "op", "value", "met_by", "not_met_by"),
    [
        (STATUS, Op.EQUALS, "valid", ["valid"], ["revoked", "", "VALID", "valid "]),
        (STATUS, Op.NOT_EQUALS, "valid", ["revoked"], ["valid"]),
        (STATUS, Op.ONE_OF, ("valid", "unknown"), ["valid", "unknown"], ["revoked", ""]),
        (STATUS, Op.NONE_OF, ("revoked", "cancelled"), ["valid"], ["revoked", "cancelled"]),
        (COUNT, Op.EQUALS, 2, [2], [1, 3]),
        (COUNT, Op.NOT_EQUALS, 2, [1, 3], [2]),
        (COUNT, Op.AT_MOST, 2, [1, 2, -1], [3]),
        (COUNT, Op.AT_LEAST, 2, [2, 3], [1]),
        (UNTIL, Op.EQUALS, DAY, [DAY], [DAY - ONE, DAY + ONE]),
        (UNTIL, Op.ON_OR_AFTER, DAY, [DAY, DAY + ONE, date.max], [DAY - ONE, date.min]),
        (UNTIL, Op.ON_OR_BEFORE, DAY, [DAY, DAY - ONE], [DAY + ONE, date.max]),
        (UNTIL, Op.ON_OR_AFTER, TODAY, [DAY, DAY + ONE], [DAY - ONE]),
        (UNTIL, Op.ON_OR_BEFORE, TODAY, [DAY, DAY - ONE], [DAY + ONE]),
        (UNTIL, Op.EQUALS, TODAY, [DAY], [DAY + ONE]),
        (FIELDS, Op.EQUALS, ("name", "address"), [("address", "name")], [("name",), ("name", "responsible")]),
        (
            FIELDS,
            Op.SUBSET_OF,
            ("name", "address"),
            [("name",), ("address", "name")],
            [("name", "responsible"), ("responsible",), ()],
        ),
    ],
)
def test_an_operator_holds_exactly_on_its_side_of_the_edge(
    field: Input, op: Op, value: Value, met_by: list[Value], not_met_by: list[Value]
) -> None:
    one = rule(field, op, value)

    assert problems(one) == ()
    assert [is_met(one, value) for value in met_by] == [True] * len(met_by)
    assert [is_met(one, value) for value in not_met_by] == [False] * len(not_met_by)


def test_every_operator_is_tried_above() -> None:
    assert {op for ops in BY_KIND.values() for op in ops} == set(Op)
    assert set(KINDS) == set(Input)


@pytest.mark.parametrize("field", Input)
@pytest.mark.parametrize("op", Op)
def test_an_operator_that_does_not_fit_its_input_is_found_when_the_item_is_read(field: Input, op: Op) -> None:
    values: list[Value] = ["valid", 1, DAY, ("valid",)]

    sound = [value for value in values if not problems(rule(field, op, value))]

    assert bool(sound) <= (op in BY_KIND[KINDS[field]])
    if op not in BY_KIND[KINDS[field]]:
        assert all("does not fit" in problems(rule(field, op, value))[0] for value in values)


@pytest.mark.parametrize(
    "one",
    [
        rule(COUNT, Op.AT_MOST, "2"),
        rule(COUNT, Op.AT_MOST, True),
        rule(UNTIL, Op.ON_OR_AFTER, "tomorrow"),
        rule(UNTIL, Op.ON_OR_AFTER, AT),
        rule(STATUS, Op.ONE_OF, "valid"),
        rule(STATUS, Op.ONE_OF, ()),
        rule(FIELDS, Op.SUBSET_OF, ()),
        rule(STATUS, Op.EQUALS, "in force"),
        rule(STATUS, Op.ONE_OF, ("valid", "in force")),
        rule(FIELDS, Op.SUBSET_OF, ("name", "telephone")),
        InstantRule("", STATUS, Op.EQUALS, "valid", "一条规则"),
        InstantRule("r", STATUS, Op.EQUALS, "valid", ""),
    ],
)
def test_a_rule_that_could_never_mean_anything_is_found_and_never_met(one: InstantRule) -> None:
    assert problems(one)
    assert not any(is_met(one, value) for value in ("valid", "in force", 1, True, DAY, ("name",)))


def test_a_holder_is_of_a_kind_there_is() -> None:
    assert not problems(rule(Input.HOLDER_KIND, Op.ONE_OF, ("企业", "个体工商户")))
    assert problems(rule(Input.HOLDER_KIND, Op.EQUALS, "enterprise")) == (
        "holder.kind never says 'enterprise'",
    )


@pytest.mark.parametrize("field", list(WORDS))
def test_each_word_an_input_knows_can_be_asked_for(field: Input) -> None:
    is_set = KINDS[field] is InputKind.SET

    for word in WORDS[field]:
        one = rule(field, Op.EQUALS, (word,) if is_set else word)
        assert problems(one) == ()
        assert is_met(one, (word,) if is_set else word)


@pytest.mark.parametrize("op", [Op.EQUALS, Op.NOT_EQUALS, Op.ONE_OF, Op.NONE_OF])
def test_an_input_that_is_not_to_be_had_meets_no_rule(op: Op) -> None:
    value: Value = ("valid",) if op in (Op.ONE_OF, Op.NONE_OF) else "valid"

    weighed = weigh([rule(STATUS, op, value)], {})

    assert not weighed.verdicts[0].met
    assert weighed.verdicts[0].said is None
    assert weighed.outcome is Outcome.BY_HAND


def test_without_knowing_the_day_no_rule_about_today_is_met() -> None:
    weighed = weigh([rule(UNTIL, Op.ON_OR_AFTER, TODAY)], {UNTIL: said(date.max)})

    assert weighed.outcome is Outcome.BY_HAND


@pytest.mark.parametrize(
    ("field", "value"), [(STATUS, 1), (COUNT, "1"), (COUNT, True), (UNTIL, "2026-11-23"), (FIELDS, "name")]
)
def test_an_input_of_another_kind_meets_no_rule(field: Input, value: Value) -> None:
    asked: dict[Input, tuple[Op, Value]] = {
        STATUS: (Op.NOT_EQUALS, "valid"),
        COUNT: (Op.AT_LEAST, -1),
        UNTIL: (Op.ON_OR_AFTER, date.min),
        FIELDS: (Op.SUBSET_OF, ("name",)),
    }

    assert not is_met(rule(field, *asked[field]), value)


def test_no_rules_grant_nothing() -> None:
    assert weigh([], {}).outcome is Outcome.BY_HAND


def test_there_is_no_denial() -> None:
    assert set(Outcome) == {Outcome.GRANT, Outcome.BY_HAND}


WORD = st.sampled_from(sorted(WORDS[STATUS]))


@given(st.lists(WORD, min_size=1, max_size=6), WORD)
def test_only_all_rules_together_grant(wanted: list[str], now: str) -> None:
    rules = [rule(STATUS, Op.EQUALS, word, name=f"r{place}") for place, word in enumerate(wanted)]

    weighed = weigh(rules, {STATUS: said(now)})

    assert [verdict.met for verdict in weighed.verdicts] == [word == now for word in wanted]
    assert [verdict.rule.id for verdict in weighed.verdicts] == [one.id for one in rules]
    assert (weighed.outcome is Outcome.GRANT) == all(word == now for word in wanted)


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_numbers_are_told_apart_at_every_edge(limit: int, now: int) -> None:
    met = {op: is_met(rule(COUNT, op, limit), now) for op in BY_KIND[InputKind.INT]}

    assert met == {
        Op.EQUALS: now == limit,
        Op.NOT_EQUALS: now != limit,
        Op.AT_MOST: now <= limit,
        Op.AT_LEAST: now >= limit,
    }


@given(st.dates(), st.dates())
def test_days_are_told_apart_at_every_edge(limit: date, now: date) -> None:
    met = {op: is_met(rule(UNTIL, op, limit), now) for op in BY_KIND[InputKind.DATE]}

    assert met == {Op.EQUALS: now == limit, Op.ON_OR_AFTER: now >= limit, Op.ON_OR_BEFORE: now <= limit}


SET = st.sets(st.sampled_from(sorted(WORDS[FIELDS])), min_size=1)


@given(SET, SET)
def test_sets_are_compared_whatever_their_order(allowed: set[str], now: set[str]) -> None:
    subset, same = (rule(FIELDS, op, tuple(allowed)) for op in (Op.SUBSET_OF, Op.EQUALS))

    assert is_met(subset, tuple(sorted(now))) == (now <= allowed)
    assert is_met(same, tuple(sorted(now))) == (now == allowed)


@given(st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1))
def test_one_of_and_none_of_are_each_others_opposite(now: str, listed: list[str]) -> None:
    inside, outside = (rule(BODY, op, tuple(listed)) for op in (Op.ONE_OF, Op.NONE_OF))

    assert is_met(inside, now) is (now in listed)
    assert is_met(outside, now) is (now not in listed)
