"""What an entry's digest is of, word for word: another program must be able to compute it in twenty years."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from domain.kernel.ids import CaseId, EvidenceId, IdentityCheckId, MatterId, PartyId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.ledger.digest import canonical, digest_after, genesis, statement_of
from domain.ledger.entry import Entry, Leaf, Step, subject_of

AT = datetime(2026, 11, 22, 3, 4, 5, 6, tzinfo=UTC)


def uuid(number: int) -> UUID:
    return UUID(int=number << 100)


CASE, MATTER, PERSON = CaseId(uuid(1)), MatterId(uuid(2)), PartyId(uuid(3))
ACTING = Acting(
    PERSON,
    PartyId(uuid(4)),
    Level.FACE,
    Channel.H5,
    SessionId(uuid(5)),
    clerk="window-1",
    device=bytes(range(16)),
    check=IdentityCheckId(uuid(6)),
)
ENTRY = Entry(
    CASE,
    7,
    AT,
    Step("intent-given", MATTER, CASE, ACTING, evidence=EvidenceId(uuid(8)), facts={"b": 1, "a": "是"}),
    b"",
    uuid(9),
    b"\xff",
)
STATED = (
    '{"at":"2026-11-22T03:04:05.000006+00:00","case":"00000010-0000-0000-0000-000000000000","channel":"h5",'
    '"check":"00000060-0000-0000-0000-000000000000","device":"000102030405060708090a0b0c0d0e0f",'
    '"evidence":"00000080-0000-0000-0000-000000000000","evidence_digest":"ff","facts":{"a":"是","b":1},'
    '"format":2,"id":"00000090-0000-0000-0000-000000000000","kind":"intent-given","level":2,'
    '"matter":"00000020-0000-0000-0000-000000000000","number":7,"party":"00000040-0000-0000-0000-000000000000",'
    '"person":"00000030-0000-0000-0000-000000000000","session":"00000050-0000-0000-0000-000000000000",'
    '"staff":"window-1","subject":"00000010-0000-0000-0000-000000000000"}'
)


def test_an_entry_states_these_words_and_no_others() -> None:
    assert statement_of(ENTRY).decode() == STATED


def test_the_digest_is_sha_256_over_the_name_the_digest_before_and_the_statement() -> None:
    before = genesis(CASE)

    assert before == sha256(b"palm-ledger/2 " + CASE.bytes).digest()
    assert (
        digest_after(before, STATED.encode()) == sha256(b"palm-ledger/2" + before + STATED.encode()).digest()
    )


def test_a_step_of_the_office_itself_says_that_nobody_acted() -> None:
    stated = statement_of(replace(ENTRY, step=Step("case-filed"), evidence_digest=b"")).decode()

    assert '"channel":"system","check":null,"device":"","evidence":null,"evidence_digest":""' in stated
    assert '"person":null,"session":null,"staff":null' in stated


def test_a_steps_chain_is_the_cases_else_the_matters_the_persons_the_clerks_or_the_days() -> None:
    assert subject_of(Step("x", MATTER, CASE, ACTING, "clerk-1"), AT) == CASE
    assert subject_of(Step("x", MATTER, None, ACTING, "clerk-1"), AT) == MATTER
    assert subject_of(Step("x", acting=ACTING, staff="clerk-1"), AT) == PERSON
    assert subject_of(Step("x", staff="clerk-1"), AT) != subject_of(Step("x", staff="clerk-2"), AT)
    assert subject_of(Step("x"), AT) != subject_of(Step("x"), AT.replace(day=23))


def test_a_leaf_is_fifty_six_bytes_and_comes_back_from_them() -> None:
    leaf = Leaf(CASE, 258, bytes(32))

    assert leaf.packed()[16:24] == b"\0\0\0\0\0\0\x01\x02"
    assert len(leaf.packed()) == 56
    assert Leaf.unpacked(leaf.packed()) == leaf


def test_the_way_that_verify_takes_to_the_same_text_is_the_same_to_the_byte() -> None:
    """It writes with msgspec, four times as fast; a difference would cost it that, and no more."""
    points = [*range(0x3000), *range(0x3000, 0xD800, 97), *range(0xE000, 0x110000, 997)]
    for point in points:
        said = {"facts": {chr(point): chr(point), "z": None, "Z": True, "n": -1}, "at": chr(point) * 2}
        assert msgspec.json.encode(said, order="sorted") == canonical(said)
