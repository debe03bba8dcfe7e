"""Who is due, who is set aside and why; none is found twice."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.findings.finding import Due, Finding, Reason, SetAside, Why, event_key, unseen
from domain.findings.ports import SnapshotRow
from domain.kernel.ids import FindingId
from tests.unit.findings.made import AS_OF, CANDIDATE, ITEM, a_finding, judged


def test_a_holder_with_nothing_against_it_is_due_and_told_why() -> None:
    verdict = judged()

    assert verdict == Due(
        CANDIDATE, Why("expiry", 3, "r1", AS_OF, date(2027, 1, 20), last_day=date(2026, 12, 21))
    )


@pytest.mark.parametrize(
    ("difference", "reason", "words"),
    [
        ({"is_in_force": False}, Reason.NOT_IN_FORCE, "事项未生效"),
        ({"is_confirmed": False}, Reason.UNCONFIRMED, "待城市确认"),
        ({"is_covered": False}, Reason.OUT_OF_SCOPE, "不在实施范围"),
        ({"is_for_kind": False}, Reason.NOT_FOR_KIND, "不属于服务对象"),
        ({"has_open_matter": True}, Reason.OPEN_MATTER, "已有在办"),
        ({"wants_no_notice": True}, Reason.NEVER_AGAIN, "本人不再提醒"),
        ({"today": date(2026, 12, 22)}, Reason.TOO_LATE, "已过申请期限"),
        ({"needs_clerk": True}, Reason.NEEDS_CLERK, "需人工核实"),
    ],
)
def test_each_thing_against_a_holder_sets_it_aside_by_name(
    difference: dict[str, object], reason: Reason, words: str
) -> None:
    verdict = judged(CANDIDATE, **difference)

    assert isinstance(verdict, SetAside)
    assert (verdict.reason, verdict.reason.words) == (reason, words)
    assert verdict.why.record_id == "r1"


def test_a_holder_without_a_usable_contact_is_set_aside_for_the_call_list() -> None:
    verdict = judged(replace(CANDIDATE, has_contact=False))

    assert isinstance(verdict, SetAside)
    assert verdict.reason.words == "无可用联系方式"


def test_the_last_lawful_day_itself_is_not_too_late() -> None:
    assert isinstance(judged(today=date(2026, 12, 21)), Due)


def test_of_several_reasons_the_lawful_one_is_named_first() -> None:
    verdict = judged(replace(CANDIDATE, has_contact=False), is_covered=False, has_open_matter=True)

    assert isinstance(verdict, SetAside)
    assert verdict.reason is Reason.OUT_OF_SCOPE


def test_an_item_that_is_neither_in_force_nor_confirmed_is_not_in_force_first() -> None:
    verdict = judged(is_in_force=False, is_confirmed=False, is_covered=False, is_for_kind=False)

    assert isinstance(verdict, SetAside)
    assert verdict.reason is Reason.NOT_IN_FORCE


def test_every_reason_has_words_for_staff() -> None:
    assert all(reason.words for reason in Reason)


def test_two_findings_of_one_event_share_its_key_and_other_events_do_not() -> None:
    first, again = a_finding(1), replace(a_finding(1), finding_id=FindingId(UUID(int=99)))

    assert first.event_key == again.event_key == event_key(ITEM, CANDIDATE)
    assert first.event_key != a_finding(2).event_key
    assert first.event_key != event_key(ITEM, replace(CANDIDATE, event_date=date(2031, 1, 20)))


def test_an_event_somebody_pursues_is_not_found_again() -> None:
    known, new = a_finding(1), a_finding(2)

    assert unseen([known, new], pursued={known.event_key}) == (new,)


def test_an_event_found_twice_in_one_run_counts_once() -> None:
    first: Finding = a_finding(1)

    assert unseen([first, a_finding(1)], pursued=()) == (first,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"holder_key": "52370285MJ99000043"},
        {"holder_key": "A" * 64},
        {"record_id": "370285199001011234"},
        {"record_id": "37028519900101123X"},
        {"record_id": "莱西某某中心"},
        {"updated_at": AS_OF.replace(tzinfo=None)},
    ],
)
def test_a_snapshot_row_refuses_what_could_name_somebody(wrong: dict[str, object]) -> None:
    row = SnapshotRow(
        "r1", "a" * 64, "民办非企业单位", "登记证书", "body", None, None, "valid", True, 1, 2, AS_OF
    )

    with pytest.raises(ValueError, match=r"holder_key|record_id|updated_at") as refused:
        replace(row, **wrong)  # type: ignore[arg-type] # as its name says

    assert not any(str(value) in str(refused.value) for value in wrong.values())
