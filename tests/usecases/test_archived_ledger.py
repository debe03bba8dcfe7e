"""How entries of the ledger stand in archives: those of the version before exactly as they always did."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from domain.archives.plain import canonical
from domain.kernel.ids import CaseId, EvidenceId, IdentityCheckId, MatterId, PartyId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.ledger.digest import digest_after, genesis
from domain.ledger.entry import Entry, Step
from domain.usecases.archive_afterwards import told

CASE = CaseId(UUID(int=1))
ACTING = Acting(
    PartyId(UUID(int=3)),
    PartyId(UUID(int=4)),
    Level.FACE,
    Channel.H5,
    SessionId(UUID(int=5)),
    clerk="window-1",
)
FIRST = Entry(
    5,
    7,
    datetime(2026, 11, 21, 3, 4, 5, 6, tzinfo=UTC),
    Step(
        "intent-given",
        MatterId(UUID(int=2)),
        CASE,
        ACTING,
        None,
        EvidenceId(UUID(int=8)),
        {"to": "yes", "n": 1},
    ),
    bytes(range(32)),
    UUID(int=9),
    b"\xff",
)
# written by the version before
SEALED = (
    '{"at":"2026-11-21T03:04:05.000006+00:00","chain":5,"digest":'
    '"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","number":7,"step":{"acting":{'
    '"channel":"h5","clerk":"window-1","level":2,"party":"00000000-0000-0000-0000-000000000004",'
    '"person":"00000000-0000-0000-0000-000000000003","session":"00000000-0000-0000-0000-000000000005"},'
    '"case":"00000000-0000-0000-0000-000000000001","evidence":"00000000-0000-0000-0000-000000000008",'
    '"facts":{"n":1,"to":"yes"},"kind":"intent-given","matter":"00000000-0000-0000-0000-000000000002",'
    '"staff":null}}'
)


def test_an_entry_of_the_version_before_is_told_as_its_archives_have_it() -> None:
    assert canonical(told(FIRST)).decode() == SEALED


def test_an_entry_of_today_brings_the_text_that_its_digest_is_of() -> None:
    acting = replace(ACTING, device=b"\x01\x02", check=IdentityCheckId(UUID(int=6)))
    entry = replace(FIRST, chain=CASE, number=1, step=replace(FIRST.step, acting=acting))

    found = json.loads(canonical(told(entry)))

    assert found["format"] == 2
    assert (found["step"]["acting"]["device"], found["step"]["acting"]["check"]) == ("0102", str(UUID(int=6)))
    statement = found["statement"].encode()
    expected = sha256(b"palm-ledger/2" + genesis(CASE) + statement).digest()
    assert digest_after(genesis(CASE), statement) == expected
    assert json.loads(statement)["kind"] == "intent-given"
