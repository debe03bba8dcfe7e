"""A kept push says the same as the one that came."""

from dataclasses import replace
from datetime import UTC, date, datetime, timezone

from hypothesis import given
from hypothesis import strategies as st

from domain.decisions.push import (
    BackEndPush,
    PushedLicence,
    PushedStop,
    PushStatus,
    Remedy,
    WantedMaterial,
)
from domain.decisions.push_letter import natural_key, read, write
from domain.kernel.ids import CaseNumber

WORDS = st.text(max_size=20)
DAYS = st.none() | st.dates(date(2000, 1, 1))
PUSHES = st.builds(
    BackEndPush,
    number=st.text("0123456789ABC", min_size=1, max_size=20).map(CaseNumber),
    biz_no=WORDS,
    status=st.sampled_from(PushStatus),
    raw_status=WORDS,
    at=st.datetimes(datetime(2020, 1, 1), timezones=st.sampled_from([UTC, timezone.min])),  # noqa: DTZ001 - a bound
    seq=st.integers(1, 10**6),
    opinion=WORDS,
    reasons=st.lists(WORDS, max_size=3).map(tuple),
    remedies=st.lists(
        st.builds(Remedy, WORDS, WORDS, st.none() | st.integers(1, 99), st.none() | st.integers(1, 9), WORDS),
        max_size=2,
    ).map(tuple),
    documents=st.lists(WORDS, max_size=3).map(tuple),
    licence=st.none() | st.builds(PushedLicence, WORDS, WORDS, DAYS, DAYS),
    adopted_proposal=WORDS,
    wanted=st.lists(st.builds(WantedMaterial, st.integers(0, 99), WORDS, WORDS), max_size=2).map(tuple),
    newly_arisen=st.booleans(),
    stop=st.none() | st.builds(PushedStop, WORDS, WORDS),
)


@given(PUSHES)
def test_a_push_reads_back_from_the_inbox_as_it_came(push: BackEndPush) -> None:
    assert read(write(push)) == push


@given(PUSHES)
def test_a_push_kept_before_there_were_proposals_still_reads(push: BackEndPush) -> None:
    letter = {name: text for name, text in write(push).items() if name != "adopted_proposal"}

    assert read(letter) == replace(push, adopted_proposal="")


@given(PUSHES, PUSHES)
def test_two_pushes_are_one_only_under_one_number_and_place(one: BackEndPush, other: BackEndPush) -> None:
    are_one = (one.number, one.seq) == (other.number, other.seq)

    assert (natural_key(one) == natural_key(other)) == are_one
