"""Keys, field encryption and blind indexes: a value opens where it was sealed, and nowhere else."""

import hmac
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from adapters.approval.proposal_seal import ProposalSeal
from adapters.keys.cipher import AesCipher, HmacDigests, SealBroken
from adapters.keys.randomness import uuid7
from adapters.keys.ring import KeyRing, KeyRingProblem

RING = KeyRing.fresh("2026-11")
CLEAR = b"370285199001011234"


def test_a_value_opens_in_its_own_column_and_row() -> None:
    row = uuid7()

    sealed = AesCipher(RING).seal("parties.number", row, CLEAR)

    assert AesCipher(RING).open("parties.number", row, sealed) == CLEAR
    assert CLEAR not in sealed


def test_a_value_moved_to_another_row_or_column_does_not_open() -> None:
    cipher, row = AesCipher(RING), uuid7()
    sealed = cipher.seal("parties.number", row, CLEAR)

    for place, other in (("parties.number", uuid7()), ("parties.name", row)):
        with pytest.raises(SealBroken):
            cipher.open(place, other, sealed)


def test_every_flipped_bit_is_noticed() -> None:
    cipher, row = AesCipher(RING), uuid7()
    sealed = cipher.seal("parties.number", row, CLEAR)

    for index in range(len(sealed)):
        broken = bytearray(sealed)
        broken[index] ^= 1
        with pytest.raises(SealBroken):
            cipher.open("parties.number", row, bytes(broken))


def test_an_older_key_still_opens_and_the_new_one_seals() -> None:
    row = uuid7()
    old = AesCipher(RING).seal("evidence.sealed", row, CLEAR)
    both = KeyRing(
        current="2027-01",
        keys={**RING.keys, **KeyRing.fresh("2027-01").keys},
        index=RING.index,
        ledger=RING.ledger,
        tokens=RING.tokens,
    )

    assert AesCipher(both).open("evidence.sealed", row, old) == CLEAR
    assert b"2027-01" in AesCipher(both).seal("evidence.sealed", row, CLEAR)


def test_a_blind_index_is_no_plain_digest_and_differs_by_purpose() -> None:
    digests, text = HmacDigests(RING), CLEAR.decode()

    index = digests.keyed("party-number", text)

    assert index == HmacDigests(RING).keyed("party-number", text)
    assert index not in (
        sha256(CLEAR).digest(),
        hmac.digest(b"", CLEAR, "sha256"),
        digests.keyed("phone", text),
    )


def test_a_key_file_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    RING.write(path)
    assert KeyRing.read(path).current == "2026-11"

    path.chmod(0o640)

    with pytest.raises(KeyRingProblem, match="chmod 600"):
        KeyRing.read(path)


def test_keys_that_data_depends_on_are_never_overwritten(tmp_path: Path) -> None:
    RING.write(tmp_path / "keys.json")

    with pytest.raises(FileExistsError):
        KeyRing.fresh("x").write(tmp_path / "keys.json")


def test_a_damaged_key_file_is_named_and_never_quoted(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.touch(mode=0o600)
    path.write_text('{"current": "secret-looking"}')

    with pytest.raises(KeyRingProblem) as problem:
        KeyRing.read(path)

    assert "keys.json" in str(problem.value)
    assert "secret-looking" not in str(problem.value)


def test_a_ring_written_before_there_were_proposals_signs_them_with_one_key_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    RING.write(path)
    told = msgspec.json.decode(path.read_bytes())
    del told["proposals"]
    path.write_bytes(msgspec.json.encode(told))

    first, again = (ProposalSeal(KeyRing.read(path).proposal_key) for _ in range(2))

    assert first.public_pem == again.public_pem
    assert first.public_pem != ProposalSeal(RING.proposal_key).public_pem


def test_proposals_and_access_tokens_have_a_key_of_their_own() -> None:
    assert ProposalSeal(RING.proposal_key).public_pem != ProposalSeal(RING.tokens).public_pem
    assert RING.proposal_key == RING.proposals
