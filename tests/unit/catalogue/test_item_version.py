"""A version goes live by a second person's hand, of the text they read, checked and tried."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domain.catalogue.check import Check, CheckState
from domain.catalogue.trial import Trial, TrialState
from domain.catalogue.version import NEXT, ItemVersion, VersionState, live_on, newest_standing
from domain.catalogue.version_refusals import (
    ItemVersionChanged,
    ItemVersionOutdated,
    ItemVersionUnsound,
    ItemVersionUntried,
    LiveDayTooEarly,
    SignerIsEditor,
)
from domain.kernel.ids import ItemCode, ItemVersionId, StaffId
from domain.kernel.refusals import StepNotAllowed
from domain.usecases.versions_to_sign import awaits_signature

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = date(2026, 12, 1)
DRAFTER, EDITOR, CHIEF = (StaffId(UUID(int=n)) for n in (1, 2, 3))


def a_version(number: int = 2, state: VersionState = VersionState.DRAFT, **more: object) -> ItemVersion:
    made = ItemVersion(
        ItemVersionId(UUID(int=100 + number)),
        ItemCode("wg-15"),
        number,
        state,
        "某事项",
        f"version = {number}",
        AT,
        drafted_by=DRAFTER,
        base=number - 1,
    )
    made.check = Check(CheckState.SOUND, made.digest, AT)
    made.trial = Trial(TrialState.DONE, made.digest, AT)
    return replace(made, **more)  # type: ignore[arg-type] # the test's to get right


def shipped(number: int = 1) -> ItemVersion:
    return a_version(number, VersionState.SHIPPED, drafted_by=None, base=None)


def signed(number: int, on: date) -> ItemVersion:
    return a_version(number, VersionState.SIGNED, live_on=on)


def sign(version: ItemVersion, *, by: StaffId = CHIEF, on: date = DAY, newest: ItemVersion | None) -> None:
    version.sign(by=by, at=AT, digest=version.digest, live_on=on, newest=newest)


def test_a_second_person_signs_it_for_a_day() -> None:
    version = a_version()

    sign(version, newest=shipped())

    assert (version.state, version.signed_by, version.live_on) == (VersionState.SIGNED, CHIEF, DAY)


@pytest.mark.parametrize(
    ("version", "waits"),
    [
        (a_version(), True),
        (a_version(check=Check()), False),
        (a_version(trial=Trial()), False),
        (a_version(state=VersionState.SENT_BACK), False),
        (a_version(3), False),
    ],
    ids=["ready", "not checked", "not tried", "sent back", "compared with another"],
)
def test_it_awaits_a_signature_once_it_could_be_signed(version: ItemVersion, waits: bool) -> None:
    assert awaits_signature(version, shipped()) is waits


@pytest.mark.parametrize("who", [DRAFTER, EDITOR])
def test_nobody_signs_what_they_drafted_or_edited(who: StaffId) -> None:
    version = a_version(editors=(EDITOR,))

    with pytest.raises(SignerIsEditor):
        sign(version, by=who, newest=shipped())


def test_the_signature_is_of_the_text_that_was_read() -> None:
    version = a_version()

    with pytest.raises(ItemVersionChanged):
        version.sign(by=CHIEF, at=AT, digest="0" * 64, live_on=DAY, newest=shipped())


def test_an_edit_undoes_check_and_dry_run() -> None:
    version = a_version()

    version.edit("another", read=version.digest, by=EDITOR, name="某事项", base=1)

    with pytest.raises(ItemVersionUnsound):
        sign(version, newest=shipped())


def test_a_dry_run_of_the_text_before_counts_for_nothing() -> None:
    version = a_version()
    version.edit("another", read=version.digest, by=EDITOR, name="某事项", base=1)
    version.note_check(Check(CheckState.SOUND, version.digest, AT))

    with pytest.raises(ItemVersionUntried):
        sign(version, newest=shipped())


def test_what_was_not_tried_is_not_signed() -> None:
    with pytest.raises(ItemVersionUntried):
        sign(a_version(trial=Trial()), newest=shipped())


def test_what_was_compared_with_another_version_is_not_signed() -> None:
    with pytest.raises(ItemVersionOutdated):
        sign(a_version(3, base=1), newest=signed(2, DAY))


def test_no_version_is_live_before_the_one_it_follows() -> None:
    with pytest.raises(LiveDayTooEarly):
        sign(a_version(3), on=DAY - timedelta(days=1), newest=signed(2, DAY))


def test_a_draft_is_edited_by_who_read_it_last() -> None:
    version = a_version()

    with pytest.raises(ItemVersionChanged):
        version.edit("another", read="0" * 64, by=EDITOR, name="某事项", base=1)


def test_what_was_sent_back_is_a_draft_again_once_it_is_edited() -> None:
    version = a_version()
    version.send_back(digest=version.digest, note="不清楚")

    version.edit("another", read=version.digest, by=EDITOR, name="某事项", base=1)

    assert (version.state, version.editors) == (VersionState.DRAFT, (EDITOR,))


def test_the_same_text_again_is_no_edit() -> None:
    version = a_version()

    assert not version.edit(version.text, read="0" * 64, by=EDITOR, name="某事项", base=1)
    assert version.editors == ()


def test_a_second_asking_begins_no_second_dry_run() -> None:
    version = a_version(trial=Trial())

    assert version.ask_trial(at=AT)
    assert not version.ask_trial(at=AT + timedelta(minutes=59))
    assert version.ask_trial(at=AT + timedelta(minutes=61))  # the one before was lost


def test_only_a_sound_text_is_tried() -> None:
    with pytest.raises(ItemVersionUnsound):
        a_version(check=Check()).ask_trial(at=AT)


def test_a_rolled_back_version_gives_way_to_the_one_before() -> None:
    first, second = signed(2, DAY), signed(3, DAY)

    second.roll_back(by=CHIEF, at=AT, reason="漏查", before=first)

    assert live_on([second, first, shipped()], DAY) is first


@pytest.mark.parametrize("own", [2, 3])
def test_who_worked_on_either_version_does_not_exchange_them(own: int) -> None:
    first, second = signed(2, DAY), signed(3, DAY)
    (first if own == 2 else second).editors = (CHIEF,)

    with pytest.raises(SignerIsEditor):
        second.roll_back(by=CHIEF, at=AT, reason="漏查", before=first)


def test_a_version_is_live_from_its_day_and_not_before() -> None:
    versions = [signed(2, DAY), shipped()]

    assert [live_on(versions, DAY - timedelta(days=1)), live_on(versions, DAY)] == [versions[1], versions[0]]


def test_what_the_city_signed_goes_before_what_a_later_release_ships() -> None:
    versions = [shipped(5), signed(2, DAY), shipped(1)]

    assert newest_standing(versions) is versions[1]
    assert live_on(versions, DAY) is versions[1]


@pytest.mark.parametrize("state", VersionState)
def test_only_drafts_are_edited_signed_or_given_up(state: VersionState) -> None:
    version = a_version(state=state)

    if VersionState.DISCARDED in NEXT.get(state, ()):
        version.discard(by=DRAFTER, at=AT, reason="不改了")
        assert version.state is VersionState.DISCARDED
        return
    with pytest.raises(StepNotAllowed):
        version.discard(by=DRAFTER, at=AT, reason="不改了")
    with pytest.raises(StepNotAllowed):
        version.edit("another", read=version.digest, by=EDITOR, name="某事项", base=1)
