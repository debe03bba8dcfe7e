"""Every step the office can write down has words for the person it is about."""

import ast
from pathlib import Path

import pytest

from domain.cases.case import CaseState
from domain.cases.words import STATE_WORDS
from domain.invitations.invitation import Answer
from domain.ledger.entry import Fact, Step
from domain.ledger.words import SILENT, WORDS, words_of
from domain.shipments.states import ShipmentState

USECASES = Path(__file__).parents[3] / "domain" / "usecases"
# steps that belong to no matter, so that no timeline shows them
OFFICE_ONLY = frozenset(
    {
        "staff-added",
        "staff-signed-in",
        "staff-sign-in-failing",
        "staff-signed-out",
        "staff-enrolled",
        "account-change-asked",
        "stuck-retried",
        "verifier-added",
        "verifier-ended",
        "verifier-rekeyed",
        "snapshot-taken",
        "push-list-prepared",
        "face-data-deleted",
        "face-consent-withdrawn",
        "session-ended",
        "mandate-given",
        "mandate-ended",
        "mandate-fallen",
        "mandate-lapsed",
        "mandate-told",
        "doubt-noted",
        "item-version-drafted",
        "item-version-edited",
        "item-version-check-asked",
        "item-version-checked",
        "item-version-trial-asked",
        "item-version-tried",
        "item-version-signed",
        "item-version-sent-back",
        "item-version-rolled-back",
        "item-version-discarded",
        "doubt-settled",
        "doubt-corrected",
        "back-end-told",
        "jump-issued",
        "jump-exchanged",
        "data-export-asked",
        "data-export-fetched",
        "erasure-asked",
        "erasure-done",
    }
)


def _kinds() -> set[str]:
    """The first argument of every Step(…) that is written out."""
    found = set()
    for path in USECASES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Step":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_kind_of_step_a_use_case_writes_has_words() -> None:
    silent = {kind for kind in _kinds() if _title(kind) == "办理记录"}

    assert silent - OFFICE_ONLY == set()


@pytest.mark.parametrize(
    "state", [CaseState.ACCEPTED, CaseState.NOT_ACCEPTED, CaseState.GRANTED, CaseState.DENIED]
)
def test_what_the_back_end_says_is_said(state: CaseState) -> None:
    assert _title(f"case-{state.value}") == STATE_WORDS[state].partition("，")[0]


@pytest.mark.parametrize("state", ShipmentState)
def test_every_state_of_a_parcel_is_said(state: ShipmentState) -> None:
    assert _title(f"parcel-{state.value}") != "快件有新消息"


@pytest.mark.parametrize("answer", Answer)
def test_every_answer_is_said(answer: Answer) -> None:
    assert _title("intent-given", answer=answer.value) != WORDS["intent-given"].title


def test_a_parcel_to_the_person_belongs_to_the_last_step() -> None:
    there = words_of(Step("parcel-picked_up", facts={"direction": "deliver"}))
    back = words_of(Step("parcel-picked_up", facts={"direction": "collect"}))

    assert there is not None
    assert back is not None
    assert (there.step, back.step) == (8, 6)


def test_facts_stand_in_the_words_and_a_missing_one_leaves_the_detail_out() -> None:
    told = words_of(Step("form-prefilled", facts={"asOf": "2026-11-20T16:00:00+00:00"}))
    untold = words_of(Step("form-prefilled"))

    assert told is not None
    assert untold is not None
    assert (told.detail, untold.detail) == ("登记信息截至2026年11月21日", "")


def test_what_machines_note_for_each_other_is_not_shown() -> None:
    assert all(words_of(Step(kind)) is None for kind in SILENT)


def _title(kind: str, **facts: Fact) -> str:
    words = words_of(Step(kind, facts=facts))
    return "" if words is None else words.title


def test_an_authorisation_nobody_has_written_yet_is_left_out() -> None:
    def said(document: str) -> str:
        told = words_of(Step("instant-proposed", facts={"document": document}))
        assert told is not None
        return told.detail

    assert said("（待城市确认的即时办理授权文件）") == ""
    assert said("某审批局即时办理授权") == "依据某审批局即时办理授权"
