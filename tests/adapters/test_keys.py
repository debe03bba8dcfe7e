"""Keys, field encryption and blind indexes: a value opens where it was sealed, and nowhere else."""

import hmac
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from cryptography.exceptions import InvalidTag

from adapters.approval.proposal_seal import ProposalSeal
from adapters.keys import cipher as ciphers
from adapters.keys.cipher import FieldCipher, HmacDigests, SealBroken
from adapters.keys.randomness import uuid7
from adapters.keys.ring import KeyRing, KeyRingProblem
from adapters.keys.ring_changes import (
    with_current,
    with_new_bank_key,
    with_new_key,
    with_new_token_key,
    without,
)
from adapters.keys.sm4_gcm import Sm4Gcm
from domain.kernel.refusals import KeyLost

RING = KeyRing.fresh("2026-11")
SM4 = KeyRing.fresh("2026-11", sealing="SM4-GCM", indexing="HMAC-SM3")
BEFORE = msgspec.structs.replace(RING, sealing="", checkpoints="")  # as the release of before wrote them
RINGS = pytest.mark.parametrize("ring", [RING, SM4, BEFORE], ids=["aes", "sm4", "before"])
CLEAR = b"370285199001011234"


@RINGS
def test_a_value_opens_in_its_own_column_and_row(ring: KeyRing) -> None:
    row = uuid7()

    sealed = FieldCipher(ring).seal("parties.number", row, CLEAR)

    assert FieldCipher(ring).open("parties.number", row, sealed) == CLEAR
    assert CLEAR not in sealed


@RINGS
def test_a_value_moved_to_another_row_or_column_does_not_open(ring: KeyRing) -> None:
    cipher, row = FieldCipher(ring), uuid7()
    sealed = cipher.seal("parties.number", row, CLEAR)

    for place, other in (("parties.number", uuid7()), ("parties.name", row)):
        with pytest.raises(SealBroken):
            cipher.open(place, other, sealed)


@RINGS
def test_every_flipped_bit_is_noticed(ring: KeyRing) -> None:
    cipher, row = FieldCipher(ring), uuid7()
    sealed = cipher.seal("parties.number", row, CLEAR)

    for bit in range(8 * len(sealed)):
        broken = bytearray(sealed)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises((SealBroken, KeyLost)):
            cipher.open("parties.number", row, bytes(broken))


@RINGS
def test_a_value_cut_short_anywhere_does_not_open(ring: KeyRing) -> None:
    cipher, row = FieldCipher(ring), uuid7()
    sealed = cipher.seal("parties.number", row, CLEAR)

    for length in range(len(sealed)):
        with pytest.raises((SealBroken, KeyLost)):
            cipher.open("parties.number", row, sealed[:length])


def test_a_value_relabelled_as_another_format_does_not_open() -> None:
    cipher, row = FieldCipher(RING), uuid7()
    sealed = cipher.seal("parties.number", row, CLEAR)

    for form in {*ciphers.FORMATS.values()} - {sealed[0]}:
        with pytest.raises(SealBroken):
            cipher.open("parties.number", row, bytes((form,)) + sealed[1:])


def test_an_older_key_still_opens_and_the_new_one_seals() -> None:
    row = uuid7()
    old = FieldCipher(RING).seal("evidence.sealed", row, CLEAR)
    both, version = with_new_key(RING, None, is_current=True)

    assert FieldCipher(both).open("evidence.sealed", row, old) == CLEAR
    assert FieldCipher(both).seal("evidence.sealed", row, CLEAR)[2:].startswith(version.encode())


def test_a_value_whose_key_is_gone_says_which_key_and_where() -> None:
    row = uuid7()
    old = FieldCipher(RING).seal("evidence.sealed", row, CLEAR)
    both, _ = with_new_key(RING, None, is_current=True)

    with pytest.raises(KeyLost, match=r"evidence\.sealed: the key ring has no key 2026-11") as lost:
        FieldCipher(without(both, "2026-11")).open("evidence.sealed", row, old)

    assert (lost.value.version, lost.value.place) == ("2026-11", "evidence.sealed")
    assert not lost.value.data  # the person reads neither


def test_a_ring_of_before_seals_so_that_the_release_of_before_can_read_it() -> None:
    cipher = FieldCipher(BEFORE)

    assert cipher.seal("parties.number", uuid7(), CLEAR)[0] == ciphers.COLUMN_AES
    assert b"sealing" not in msgspec.json.encode(BEFORE)  # it would refuse a field it does not know


def test_a_new_key_changes_the_way_of_sealing_and_everything_still_opens() -> None:
    row, seals = uuid7(), dict[int, bytes]()
    ring = BEFORE
    seals[FieldCipher(ring).beginning()[0]] = FieldCipher(ring).seal("calls.phone", row, CLEAR)
    for sealing in ("AES-256-GCM", "SM4-GCM"):
        ring, _ = with_new_key(ring, sealing, is_current=True)
        seals[FieldCipher(ring).beginning()[0]] = FieldCipher(ring).seal("calls.phone", row, CLEAR)

    assert set(seals) == {ciphers.COLUMN_AES, ciphers.ROW_AES, ciphers.ROW_SM4}
    assert {FieldCipher(ring).open("calls.phone", row, sealed) for sealed in seals.values()} == {CLEAR}


def test_no_nonce_comes_twice_and_each_row_has_a_key_of_its_own() -> None:
    """The bar of 10^6 seals holds by construction: a repeated nonce matters only under one key.

    A row's key seals that row alone, a few times in its life; for two of 10^6 random nonces of 96 bits to be
    the same at all, under whatever keys, the odds are 10^12 / 2^97, that is 6 * 10^-18.
    """
    cipher, row = FieldCipher(RING), uuid7()
    head = len(cipher.beginning())

    nonces = {cipher.seal("parties.number", row, b"")[head : head + ciphers.NONCE] for _ in range(100_000)}

    assert len(nonces) == 100_000
    moved = cipher.seal("parties.number", row, CLEAR)
    assert cipher._key(3, RING.keys["2026-11"], "parties.number", row).decrypt(
        moved[head : head + 12], moved[head + 12 :], cipher.beginning() + row.bytes
    )
    with pytest.raises(InvalidTag):  # not for want of the right row beside it: the key itself is another
        cipher._key(3, RING.keys["2026-11"], "parties.number", uuid7()).decrypt(
            moved[head : head + 12], moved[head + 12 :], cipher.beginning() + row.bytes
        )


def test_sm4_gcm_seals_the_vector_of_rfc_8998() -> None:
    """RFC 8998, appendix A.1."""
    key, nonce = bytes.fromhex("0123456789abcdeffedcba9876543210"), bytes.fromhex("00001234567800000000abcd")
    aad = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    clear = b"".join(bytes.fromhex(2 * digit) * 8 for digit in "abcdefea")
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )

    assert Sm4Gcm(key).encrypt(nonce, clear, aad) == sealed
    assert Sm4Gcm(key).decrypt(nonce, sealed, aad) == clear
    for other in (sealed[:-1] + b"\0", sealed[:15], b"", sealed[1:]):
        with pytest.raises(InvalidTag):
            Sm4Gcm(key).decrypt(nonce, other, aad)


def test_hmac_sm3_digests_a_known_vector() -> None:
    """As gmssl and gmalg compute it, too."""
    digest = ciphers.hmac("HMAC-SM3", b"0123456789abcdef", b"message digest")

    assert digest.hex() == "c4a6c63944dacdae936238d781e591ece2f991f83080f10907052442992cf5e7"


def test_an_index_of_before_is_found_again() -> None:
    purpose_key = hmac.digest(RING.index, b"palm index phone", "sha256")

    assert HmacDigests(RING).keyed("phone", "13800000000") == hmac.digest(
        purpose_key, b"13800000000", "sha256"
    )


def test_an_index_by_sm3_is_another_and_differs_by_purpose_too() -> None:
    same = msgspec.structs.replace(RING, indexing="HMAC-SM3")
    text = CLEAR.decode()

    indexes = {
        HmacDigests(ring).keyed(purpose, text)
        for ring in (RING, same)
        for purpose in ("party-number", "phone", "identity-number")
    }

    assert len(indexes) == 6
    assert {len(index) for index in indexes} == {32}


def test_a_ring_shows_nothing_of_its_keys() -> None:
    ring = with_new_token_key(KeyRing.fresh("1"), is_stolen=False)

    shown = f"{ring} {ring!r} {[ring]} {RingHolder(ring)!r}"

    assert "PRIVATE" not in shown
    assert not any(repr(key)[2:10] in shown for key in (ring.index, ring.ledger, *ring.keys.values()))


class RingHolder(msgspec.Struct):
    ring: KeyRing


def test_the_current_key_and_an_unknown_one_cannot_be_retired() -> None:
    with pytest.raises(KeyRingProblem, match="rotate first"):
        without(RING, "2026-11")
    with pytest.raises(KeyRingProblem, match="no key 7"):
        without(RING, "7")
    with pytest.raises(KeyRingProblem, match="no key 7"):
        with_current(RING, "7")


def test_a_retired_version_is_never_given_out_again() -> None:
    ring, versions = KeyRing.fresh("1"), ["1"]
    for _ in range(3):
        ring, version = with_new_key(ring, None, is_current=True)
        ring = without(ring, versions[-1])
        versions.append(version)

    assert versions == ["1", "2", "3", "4"]


def test_the_last_two_token_keys_still_prove_and_a_stolen_one_does_not() -> None:
    keys, ring = [RING.tokens], RING
    for _ in range(3):
        ring = with_new_token_key(ring, is_stolen=False)
        keys.append(ring.tokens)

    assert ring.retired_tokens == (keys[2], keys[1])
    assert with_new_token_key(ring, is_stolen=True).retired_tokens == ()
    assert len(set(keys)) == 4


def test_an_older_ring_has_one_key_for_the_licence_bank_for_ever_and_another_ring_another() -> None:
    older = msgspec.structs.replace(RING, bank="", retired_banks=())
    other = msgspec.structs.replace(older, ledger=b"x" * 32)

    assert older.bank_keys == msgspec.json.decode(msgspec.json.encode(older), type=KeyRing).bank_keys
    assert older.bank_keys != other.bank_keys
    assert b"bank" not in msgspec.json.encode(older)  # the release before reads the ring


def test_what_the_bank_sealed_to_the_keys_of_before_opens_until_one_is_stolen() -> None:
    keys, ring = [RING.bank_keys[0]], RING
    for _ in range(3):
        ring = with_new_bank_key(ring, is_stolen=False)
        keys.append(ring.bank)

    assert ring.bank_keys == (keys[3], keys[2], keys[1])
    assert with_new_bank_key(ring, is_stolen=True).bank_keys[1:] == ()
    assert len(set(keys)) == 4


def test_a_ring_with_a_broken_key_for_the_bank_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    msgspec.structs.replace(RING, bank="0" * 64).write(path)

    with pytest.raises(KeyRingProblem, match="licence bank"):
        KeyRing.read(path)


def test_checkpoints_of_an_older_ring_are_signed_with_one_key_for_ever() -> None:
    first, again = BEFORE.checkpoint_key, msgspec.structs.replace(BEFORE, tokens=RING.tokens).checkpoint_key

    assert first == again
    assert len({first, RING.checkpoint_key, RING.tokens, RING.proposal_key, RING.archive_key}) == 5


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
