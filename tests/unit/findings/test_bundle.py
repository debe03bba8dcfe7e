"""All that one change makes due belongs together: one key, one notice, held back together."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.findings.finding import (
    Finding,
    Reason,
    bundle_key,
    event_key,
    held_together,
    merged,
    unseen,
)
from domain.findings.ports import Candidate, Move
from domain.kernel.ids import FindingId, ItemCode
from tests.unit.findings.made import CANDIDATE, ITEM, a_finding, judged

OTHER = ItemCode("another-change")


def changed(
    field: str = "name", *, record: str = "r1", change: str = "chg1", move: Move = Move.NONE
) -> Candidate:
    return replace(CANDIDATE, record_id=record, change_id=change, changed_field=field, move=move)


def found(candidate: Candidate, item: ItemCode = ITEM, n: int = 1, **differences: object) -> Finding:
    return Finding(FindingId(UUID(int=n)), item, judged(candidate, **differences))


def test_the_fields_of_one_change_make_one_candidate_with_the_worst_move() -> None:
    [one] = merged(
        [changed("name"), changed("address", move=Move.ELSEWHERE), changed("address", move=Move.UNCLEAR)]
    )

    assert (one.changed_field, one.move) == ("address,name", Move.ELSEWHERE)
    assert found(one).changed == ("address", "name")


def test_other_licences_other_changes_and_other_days_stay_apart() -> None:
    apart = [changed(), changed(record="r2"), changed(change="chg2"), CANDIDATE]

    assert merged(apart) == tuple(apart)


@given(st.permutations(["name", "responsible", "address", "business_scope"]))
def test_the_order_of_the_rows_does_not_matter(fields: list[str]) -> None:
    assert merged(changed(field) for field in fields) == merged(changed(field) for field in sorted(fields))


def test_one_change_is_one_matter_over_all_items_and_licences() -> None:
    keys = {bundle_key(item, changed(record=record)) for item in (ITEM, OTHER) for record in ("r1", "r2")}

    assert keys == {"change/chg1"}
    assert event_key(ITEM, changed()) != event_key(OTHER, changed())


def test_an_expiry_is_a_matter_of_its_own() -> None:
    finding = a_finding(1)

    assert finding.bundle_key == finding.event_key
    assert finding.changed == ()


def test_while_one_needs_a_clerk_nobody_of_the_bundle_is_told() -> None:
    doubtful, due = found(changed(), n=1, needs_clerk=True), found(changed(), OTHER, n=2)
    elsewhere = found(changed(change="chg2"), n=3)

    held = held_together([doubtful, due, elsewhere])

    assert [one.reason for one in held] == [Reason.NEEDS_CLERK, Reason.NEEDS_CLERK, None]


def test_what_is_set_aside_for_a_lawful_reason_keeps_it_while_others_wait() -> None:
    outside = found(changed(), n=1, is_covered=False)

    assert held_together([outside], doubted={"chg1"}) == (outside,)


def test_a_doubt_somebody_else_noted_holds_the_bundle_too() -> None:
    [held] = held_together([found(changed())], doubted={"chg1"})

    assert held.reason is Reason.NEEDS_CLERK


def test_who_was_set_aside_is_not_listed_again_for_the_same_reason() -> None:
    outside, late = found(changed(), is_covered=False), found(changed(record="r2"), n=2, is_covered=False)
    told = {(outside.event_key, Reason.OUT_OF_SCOPE), (late.event_key, Reason.TOO_LATE)}

    assert unseen([outside, late], pursued=(), told=told) == (late,)


def test_who_is_due_now_is_listed_whatever_was_said_before() -> None:
    due = found(changed())

    assert unseen([due], pursued=(), told={(due.event_key, Reason.NEEDS_CLERK)}) == (due,)
