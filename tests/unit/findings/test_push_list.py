"""Nobody is told anything before a second person signed the list they read."""

from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from domain.findings.push_list import NEXT, ListState, PushList, PushListChanged, SignerIsPreparer, digest_of
from domain.kernel.ids import PushListId, StaffId
from domain.kernel.refusals import StepNotAllowed
from tests.unit.findings.made import LAIXI, PINGDU, a_finding

AT = datetime(2026, 11, 21, 1, tzinfo=UTC)
PREPARER, SIGNER = StaffId(UUID(int=1)), StaffId(UUID(int=2))
FINDINGS = (
    *(a_finding(n) for n in range(30)),
    a_finding(30, body=PINGDU),
    a_finding(31, body=PINGDU, has_open_matter=True),
    a_finding(32, is_covered=False),
)
STEPS = (ListState.SIGNED, ListState.SENT_BACK, ListState.STOPPED)


def a_list() -> PushList:
    return PushList.prepare(PushListId(UUID(int=7)), FINDINGS, by=PREPARER, at=AT)


def test_a_list_counts_by_item_and_reason_all_and_by_body_those_who_are_due() -> None:
    counts = a_list().counts

    assert counts.due == 31
    assert counts.by_item == {"a-renewal": 33}
    assert counts.by_body == {LAIXI: 30, PINGDU: 1}
    assert counts.by_reason == {"due": 31, "open-matter": 1, "out-of-scope": 1}


def test_a_list_counts_who_is_due_of_each_item() -> None:
    assert a_list().counts.due_by_item == {"a-renewal": 31}


def test_the_sample_is_twenty_who_are_due_and_the_same_each_time() -> None:
    first, again = (
        a_list().sample,
        PushList.prepare(a_list().push_list_id, FINDINGS[::-1], by=PREPARER, at=AT),
    )

    due = {finding.finding_id for finding in FINDINGS if finding.reason is None}
    assert len(set(first)) == 20
    assert due.issuperset(first)
    assert again.sample == first


def test_a_second_person_signs_what_was_read() -> None:
    push_list = a_list()

    push_list.sign(by=SIGNER, at=AT, digest=digest_of(FINDINGS))

    assert (push_list.state, push_list.settled_by) == (ListState.SIGNED, SIGNER)


def test_who_prepared_a_list_does_not_sign_it() -> None:
    push_list = a_list()

    with pytest.raises(SignerIsPreparer):
        push_list.sign(by=PREPARER, at=AT, digest=push_list.digest)

    assert push_list.state is ListState.PREPARED


def test_a_list_that_is_not_the_one_read_is_not_signed() -> None:
    push_list = a_list()

    with pytest.raises(PushListChanged):
        push_list.sign(by=SIGNER, at=AT, digest=digest_of(FINDINGS[1:]))

    assert push_list.state is ListState.PREPARED


def test_a_finding_moved_from_due_to_set_aside_changes_the_digest() -> None:
    assert digest_of([a_finding(1)]) != digest_of([a_finding(1, needs_clerk=True)])


@pytest.mark.parametrize(("state", "to"), [*product(ListState, STEPS)])
def test_a_list_takes_only_the_steps_of_its_table(state: ListState, to: ListState) -> None:
    push_list = a_list()
    push_list.state = state
    steps = {
        ListState.SIGNED: lambda: push_list.sign(by=SIGNER, at=AT, digest=push_list.digest),
        ListState.SENT_BACK: lambda: push_list.send_back(by=SIGNER, at=AT, remark="三家地址有疑"),
        ListState.STOPPED: lambda: push_list.stop(by=SIGNER, at=AT, remark="规则有误"),
    }

    if to in NEXT.get(state, ()):
        steps[to]()
        assert push_list.state is to
    else:
        with pytest.raises(StepNotAllowed):
            steps[to]()
        assert push_list.state is state
