"""What we ask the back-end to do (撤回, 退件), and how a case that ended without a licence is said."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.case import UNGRANTED, CaseState
from domain.cases.request import NEXT, CaseRequest, RequestKind, RequestState
from domain.cases.words import state_words
from domain.kernel.ids import CaseId
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.states import Direction, ShipmentState
from domain.supplements.supplement import SupplementState
from domain.usecases.next_step import next_step
from tests.unit.cases.made import a_case, a_form, a_parcel

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@given(st.sampled_from(RequestState), st.sampled_from(RequestState))
def test_only_the_steps_of_the_table_are_taken(before: RequestState, after: RequestState) -> None:
    request = CaseRequest(CaseId(UUID(int=1)), RequestKind.WITHDRAWAL, before, "by-person", AT)
    if after in NEXT[before]:
        request.move(after)
        assert request.state is after
    else:
        with pytest.raises(StepNotAllowed):
            request.move(after)


@pytest.mark.parametrize("state", sorted(UNGRANTED))
def test_what_ended_without_a_licence_still_says_so_once_it_is_closed(state: CaseState) -> None:
    case = a_case(state)
    words = state_words(case)

    case.move(CaseState.CLOSED)

    assert case.ended_as is state
    assert state_words(case) == f"已归档（{words}）"


def test_a_delivered_case_is_closed_without_more_words() -> None:
    case = a_case(CaseState.DELIVERED)

    case.move(CaseState.CLOSED)

    assert state_words(case) == "已归档"


@pytest.mark.parametrize(
    ("supplement", "action", "label"),
    [
        (SupplementState.OPEN, "supplement", "补正材料"),
        (SupplementState.GIVEN, "wait", "补正材料已提交，等待受理"),
        (SupplementState.LATE, "wait", "逾期未补正，等待退件"),
    ],
)
def test_a_case_to_be_put_right_says_whose_turn_it_is(
    supplement: SupplementState, action: str, label: str
) -> None:
    told = next_step(
        a_case(CaseState.SUPPLEMENTING),
        a_form(),
        (),
        has_gaps=False,
        has_licence=False,
        is_rated=False,
        supplement=supplement,
    )

    assert (told.action, told.label) == (action, label)


def test_while_a_withdrawal_is_on_its_way_there_is_nothing_else_to_do() -> None:
    told = next_step(
        a_case(CaseState.SUPPLEMENTING),
        a_form(),
        (),
        has_gaps=False,
        has_licence=False,
        is_rated=False,
        supplement=SupplementState.OPEN,
        is_withdrawing=True,
    )

    assert (told.action, told.label) == ("wait", "正在撤回申请")


@pytest.mark.parametrize("state", sorted(UNGRANTED))
def test_whatever_ended_without_a_licence_waits_for_the_old_certificate(state: CaseState) -> None:
    back = a_parcel(Direction.GIVE_BACK, ShipmentState.IN_TRANSIT)

    told = next_step(a_case(state), a_form(), (back,), has_gaps=False, has_licence=False, is_rated=False)

    assert told.label == "等待旧证退回"
