"""A start runs, and ends once: with a matter, or with words that say why there is none."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.findings.finding import Reason
from domain.kernel.ids import ItemCode, MatterId, PartyId, StartId
from domain.kernel.refusals import StepNotAllowed
from domain.starts.start import ALREADY_DONE, CHANGE_OVERDUE, NEXT, NO_ANSWER, NOTHING_DUE, Start, StartState

AT = datetime(2026, 11, 21, 4, tzinfo=UTC)
MATTER = MatterId(UUID(int=9))
# who asks by themselves needs no telephone and may have said «never» of notices
NEVER_MET = {Reason.NO_CONTACT, Reason.NEVER_AGAIN}


def a_start(state: StartState = StartState.RUNNING) -> Start:
    person, party = PartyId(UUID(int=1)), PartyId(UUID(int=2))
    return Start(StartId(UUID(int=3)), person, party, ItemCode("an-item"), AT, state)


def test_it_leads_to_a_matter_or_nowhere() -> None:
    ready, late = a_start(), a_start()

    ready.lead_to(MATTER, at=AT)
    late.lead_nowhere(StartState.REFUSED, "too-late", at=AT)

    assert (ready.state, ready.matter, ready.reason, ready.ended_at) == (StartState.READY, MATTER, "", AT)
    assert (late.state, late.matter, late.reason, late.ended_at) == (
        StartState.REFUSED,
        None,
        "too-late",
        AT,
    )


@pytest.mark.parametrize("state", [state for state in StartState if state not in NEXT])
def test_what_has_ended_ends_no_second_time(state: StartState) -> None:
    with pytest.raises(StepNotAllowed):
        a_start(state).lead_to(MATTER, at=AT)
    with pytest.raises(StepNotAllowed):
        a_start(state).lead_nowhere(StartState.NOT_DUE, NOTHING_DUE, at=AT)


@pytest.mark.parametrize(
    "reason",
    [NOTHING_DUE, ALREADY_DONE, NO_ANSWER, CHANGE_OVERDUE, *(one for one in Reason if one not in NEVER_MET)],
)
def test_every_reason_is_told_in_words_of_its_own(reason: str) -> None:
    start = a_start()
    start.lead_nowhere(StartState.REFUSED, str(reason), at=AT)

    assert re.search(r"[\u4e00-\u9fff]{4}", start.words)
    assert start.words != a_start(StartState.REFUSED).words


def test_running_and_ready_are_told_apart() -> None:
    assert len({a_start(state).words for state in StartState}) == len(StartState)
