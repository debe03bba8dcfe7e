"""A session: what the face seen on it counts for, and when a lost answer may be given again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from domain.identity.check import Purpose
from domain.identity.session import REPLAY, UNKNOWN_DEVICE, Device, Session
from domain.kernel.ids import MatterId, PartyId, SessionId
from tests.support.house import NOON

MINE, OTHER = Device(b"m" * 16), Device(b"o" * 16)
MATTER, ANOTHER = MatterId(UUID(int=7)), MatterId(UUID(int=8))
SESSION = Session(
    SessionId(UUID(int=1)),
    PartyId(UUID(int=2)),
    NOON,
    NOON + timedelta(days=1),
    NOON,
    MATTER,
    refresh=b"first",
    refresh_family=b"family",
    device=MINE.key,
    face_purpose=Purpose.APPLY,
)


def rotated() -> Session:
    session = replace(SESSION)
    session.rotate(b"second", NOON)
    return session


def test_a_face_counts_for_its_purpose_in_its_matter_and_for_nothing_else() -> None:
    counted = [
        (purpose, matter)
        for purpose in Purpose
        for matter in (MATTER, ANOTHER)
        if SESSION.counts_for(purpose, NOON, matter=matter)
    ]

    assert counted == [(Purpose.APPLY, MATTER)]


def test_a_face_of_five_minutes_ago_counts_for_nothing() -> None:
    assert SESSION.counts_for(Purpose.APPLY, NOON + timedelta(seconds=299), matter=MATTER)
    assert not SESSION.counts_for(Purpose.APPLY, NOON + timedelta(seconds=300), matter=MATTER)


def test_a_face_from_before_there_were_purposes_counts_as_it_did_then() -> None:
    before = replace(SESSION, face_purpose=None)

    assert before.counts_for(Purpose.APPLY, NOON, matter=MATTER)
    assert before.counts_for(Purpose.CASE, NOON, matter=MATTER)
    assert not before.counts_for(Purpose.CASE, NOON, matter=ANOTHER)


def test_a_face_to_sign_in_opens_no_departments_page() -> None:
    signed_in = replace(SESSION, face_purpose=Purpose.SIGN_IN, face_matter=None)

    assert not signed_in.counts_for(Purpose.JUMP, NOON)


@pytest.mark.parametrize(
    ("shown", "device", "after", "is_replay"),
    [
        (b"first", MINE, timedelta(), True),
        (b"first", MINE, REPLAY, True),
        (b"first", MINE, REPLAY + timedelta(seconds=1), False),
        (b"first", OTHER, timedelta(), False),
        (b"first", UNKNOWN_DEVICE, timedelta(), False),
        (b"second", MINE, timedelta(), False),
        (b"another", MINE, timedelta(), False),
    ],
)
def test_a_lost_answer_is_given_again_to_its_own_device_for_ten_seconds(
    shown: bytes, device: Device, after: timedelta, is_replay: bool
) -> None:
    assert rotated().is_replay(shown, device, NOON + after) is is_replay


def test_where_no_device_is_known_no_answer_is_given_again() -> None:
    session = rotated()
    session.device = b""

    assert not session.is_replay(b"first", UNKNOWN_DEVICE, NOON)
    assert session.is_same_device(OTHER)
