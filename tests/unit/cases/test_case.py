"""The case's one table of steps, walked; and the ledger's moves folded back into a state."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.case import NEXT, CaseState, ReplayDiffers, replay
from domain.cases.words import STATE_WORDS
from domain.kernel.refusals import StepNotAllowed
from tests.unit.cases.made import a_case


@given(st.sampled_from(CaseState), st.sampled_from(CaseState))
def test_only_the_steps_of_the_table_are_taken(before: CaseState, after: CaseState) -> None:
    case = a_case(before)

    if after in NEXT.get(before, ()):
        assert case.move(after) == (before, after)
        assert (case.state, case.version) == (after, 1)
    else:
        with pytest.raises(StepNotAllowed):
            case.move(after)
        assert (case.state, case.version) == (before, 0)


@given(st.lists(st.integers(0, 9), max_size=12))
def test_whatever_way_a_case_goes_its_moves_lead_to_where_it_stands(choices: Sequence[int]) -> None:
    case, moves = a_case(), []

    for choice in choices:
        if following := NEXT.get(case.state, ()):
            step = case.move(following[choice % len(following)])
            moves.append(step)

    assert replay(tuple(moves)) is case.state


@given(st.integers(0, 6))
def test_a_ledger_that_lost_a_move_is_found_out(lost: int) -> None:
    case = a_case()
    way = ("confirmed", "filed", "accepted", "granted", "licensed", "delivered", "closed")
    moves = [case.move(CaseState(state)) for state in way]

    del moves[lost]

    assert _outcome(moves) is not case.state


def _outcome(moves: list[tuple[CaseState, CaseState]]) -> CaseState | None:
    try:
        return replay(tuple(moves))
    except ReplayDiffers:
        return None


def test_only_a_revocation_leads_out_of_a_closed_case() -> None:
    assert NEXT[CaseState.CLOSED] == (CaseState.REVOKED,)


def test_every_state_has_words_and_only_a_licensed_case_is_called_done() -> None:
    assert set(STATE_WORDS) == set(CaseState)
    assert [state for state, words in STATE_WORDS.items() if "办结" in words] == [CaseState.LICENSED]
