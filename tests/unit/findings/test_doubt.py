"""Moved or not: the register says, or a named clerk; until then nobody is told."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from domain.findings.doubt import VERDICTS, Doubt, DoubtKind, DoubtState, has_moved, needs_clerk
from domain.findings.ports import Move
from domain.kernel.ids import DoubtId, StaffId
from domain.kernel.refusals import StepNotAllowed
from tests.unit.findings.made import CANDIDATE

AT, CLERK = datetime(2026, 11, 21, 1, tzinfo=UTC), StaffId(UUID(int=5))
COLLEAGUE, THIRD = StaffId(UUID(int=6)), StaffId(UUID(int=7))


def a_doubt(state: DoubtState = DoubtState.OPEN) -> Doubt:
    return Doubt(DoubtId(UUID(int=1)), "chg1", "bank:w1", AT, state)


@pytest.mark.parametrize(
    ("move", "doubt", "moved", "waits"),
    [
        (Move.NONE, None, False, False),
        (Move.UNCLEAR, None, False, True),
        (Move.UNCLEAR, DoubtState.OPEN, False, True),
        (Move.UNCLEAR, DoubtState.CLEARED, False, False),
        (Move.UNCLEAR, DoubtState.MOVED, True, False),
        (Move.ELSEWHERE, None, True, False),
        (Move.ELSEWHERE, DoubtState.CLEARED, True, False),
        (Move.NONE, DoubtState.MOVED, False, False),
    ],
)
def test_the_register_decides_what_is_plain_and_the_clerk_what_is_not(
    move: Move, doubt: DoubtState | None, *, moved: bool, waits: bool
) -> None:
    candidate = replace(CANDIDATE, change_id="chg1", changed_field="address", move=move)
    noted = a_doubt(doubt) if doubt else None

    assert has_moved(candidate, noted, not_moved_only=True) is moved
    assert needs_clerk(candidate, noted, not_moved_only=True) is waits


@pytest.mark.parametrize("move", list(Move))
def test_an_item_open_to_those_who_moved_asks_no_clerk(move: Move) -> None:
    candidate = replace(CANDIDATE, change_id="chg1", changed_field="address", move=move)

    assert not has_moved(candidate, None, not_moved_only=False)
    assert not needs_clerk(candidate, a_doubt(), not_moved_only=False)


@pytest.mark.parametrize(
    ("kind", "state", "to"),
    [
        (kind, state, to)
        for kind in DoubtKind
        for state, to in product(sorted({*VERDICTS[kind], DoubtState.OPEN}), repeat=2)
    ],
)
def test_a_doubt_is_settled_once_and_the_same_again_is_no_news(
    kind: DoubtKind, state: DoubtState, to: DoubtState
) -> None:
    doubt = replace(a_doubt(state), kind=kind)

    if to is state:
        assert doubt.settle(to, by=CLERK, at=AT, reason="道路更名") is False
        assert doubt.settled_by is None
    elif state is DoubtState.OPEN:
        assert doubt.settle(to, by=CLERK, at=AT, reason="道路更名") is True
        assert (doubt.state, doubt.settled_by, doubt.reason) == (to, CLERK, "道路更名")
    else:
        with pytest.raises(StepNotAllowed):
            doubt.settle(to, by=CLERK, at=AT, reason="道路更名")
        assert doubt.state is state


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [(kind, to) for kind in DoubtKind for to in sorted(set(DoubtState) - VERDICTS[kind] - {DoubtState.OPEN})],
)
def test_each_kind_of_doubt_has_verdicts_of_its_own(kind: DoubtKind, verdict: DoubtState) -> None:
    doubt = replace(a_doubt(), kind=kind)

    with pytest.raises(StepNotAllowed):
        doubt.settle(verdict, by=CLERK, at=AT, reason="道路更名")

    assert doubt.state is DoubtState.OPEN


@pytest.mark.parametrize(
    ("state", "to"), [(DoubtState.CLEARED, DoubtState.MOVED), (DoubtState.MOVED, DoubtState.CLEARED)]
)
def test_a_mistaken_verdict_is_corrected_once_by_another_clerk(state: DoubtState, to: DoubtState) -> None:
    doubt = a_doubt()
    doubt.settle(state, by=CLERK, at=AT, reason="看错了门牌")

    with pytest.raises(StepNotAllowed):
        doubt.correct(to, by=CLERK, at=AT, reason="再看一次")
    doubt.correct(to, by=COLLEAGUE, at=AT, reason="已与地名办核对")
    with pytest.raises(StepNotAllowed):
        doubt.correct(state, by=THIRD, at=AT, reason="又改回去")

    assert (doubt.state, doubt.settled_by, doubt.reason) == (to, COLLEAGUE, "已与地名办核对")
    assert doubt.overruled == CLERK


@pytest.mark.parametrize("to", list(DoubtState))
def test_an_open_doubt_is_settled_and_not_corrected_and_none_is_opened_again(to: DoubtState) -> None:
    settled = a_doubt()
    settled.settle(DoubtState.CLEARED, by=CLERK, at=AT, reason="道路更名")

    with pytest.raises(StepNotAllowed):
        a_doubt().correct(to, by=CLERK, at=AT, reason="道路更名")
    if to is not DoubtState.MOVED:
        with pytest.raises(StepNotAllowed):
            settled.correct(to, by=COLLEAGUE, at=AT, reason="道路更名")
