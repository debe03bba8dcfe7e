"""A bundle says what is in it, and every byte that was touched since."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from adapters.archive.signature import ArchiveSignature
from adapters.envelope.signature import sm3_hex
from adapters.keys.ring import KeyRing
from domain.archives.archive import ArchiveBroken, Part, archive_id, kept_until
from domain.archives.bundle import MANIFEST, SIGNATURE, BundleFile, faults_of, manifest_of, pack, unpack
from domain.archives.plain import canonical, plain
from domain.kernel.ids import CaseId
from domain.kernel.personal import Free, PersonName

RING = KeyRing.fresh("1")
SEAL = ArchiveSignature(RING.archive_key)
FILES = (BundleFile("form/form.json", b'{"a":1}'), BundleFile("documents/01-decision.pdf", b"%PDF-1.7 x"))


def bundle() -> bytes:
    manifest = manifest_of({"case": "case_1"}, FILES, sm3_hex)
    return pack(FILES, manifest, SEAL.sign(manifest))


def found(files: dict[str, bytes], seal: ArchiveSignature = SEAL) -> tuple[str, ...]:
    return faults_of(files, seal.signed(files[SIGNATURE].decode()), sm3_hex)


def test_the_same_content_gives_the_same_bytes_in_any_order() -> None:
    manifest = manifest_of({"case": "case_1"}, FILES[::-1], sm3_hex)

    assert pack(FILES[::-1], manifest, SEAL.sign(manifest)) == bundle()


def test_an_untouched_bundle_has_no_faults() -> None:
    assert found(dict(unpack(bundle()))) == ()


@pytest.mark.parametrize("path", [file.path for file in FILES])
def test_one_touched_byte_is_found_and_its_file_is_named(path: str) -> None:
    files = dict(unpack(bundle()))
    files[path] = bytes((files[path][0] ^ 1,)) + files[path][1:]

    assert found(files) == (f"{path} 被改动",)


def test_a_byte_touched_within_the_zip_itself_is_found_as_well() -> None:
    whole = bytearray(bundle())
    whole[whole.index(b"%PDF-1.7") + 2] ^= 1

    assert found(dict(unpack(bytes(whole)))) == ("documents/01-decision.pdf 被改动",)


def test_whatever_bit_is_touched_a_bundle_is_broken_or_says_what_is_damaged() -> None:
    whole, untouched = bundle(), dict(unpack(bundle()))

    broken = damaged = 0
    for place in range(len(whole) * 8):
        touched = bytearray(whole)
        touched[place // 8] ^= 1 << place % 8
        try:
            files = dict(unpack(bytes(touched)))
        except ArchiveBroken:
            broken += 1
        else:
            damaged += files != untouched

    content = sum(len(one) for one in untouched.values()) * 8
    assert broken > 0
    assert damaged >= content  # a bit of what is kept never passes; one of a date or a flag may


def test_a_missing_file_and_one_too_many_are_named() -> None:
    files = dict(unpack(bundle()))
    del files["form/form.json"]
    files["extra.txt"] = b"x"

    assert found(files) == ("form/form.json 缺失", "extra.txt 不在清单内")


def test_a_manifest_written_anew_is_not_what_was_signed() -> None:
    files = dict(unpack(bundle()))
    files["form/form.json"] = b'{"a":2}'
    changed = (BundleFile("form/form.json", b'{"a":2}'), FILES[1])
    files[MANIFEST] = manifest_of({"case": "case_1"}, changed, sm3_hex)

    assert found(files) == (f"{MANIFEST} 与签名不符",)


def test_somebody_elses_signature_counts_for_nothing() -> None:
    stranger = ArchiveSignature(KeyRing.fresh("1").archive_key)

    assert found(dict(unpack(bundle())), stranger) == (f"{SIGNATURE} 不是本机关的签名",)


def test_what_is_no_zip_is_broken_and_not_a_crash() -> None:
    with pytest.raises(ArchiveBroken):
        unpack(b"PK\x03\x04 no")


def test_an_old_key_ring_always_has_the_same_archive_key() -> None:
    assert ArchiveSignature(RING.archive_key).public_pem == SEAL.public_pem


def test_the_archive_holds_values_in_clear() -> None:
    @dataclass(frozen=True)
    class Said:
        who: PersonName
        words: Free
        at: datetime
        version: int = 3

    said = Said(PersonName("甲子"), Free("好"), datetime(2026, 11, 22, tzinfo=UTC))

    assert canonical(plain(said)) == '{"at":"2026-11-22T00:00:00+00:00","who":"甲子","words":"好"}'.encode()
    assert plain(said, without={"words", "at", "version"}) == {"who": "甲子"}


def test_nothing_is_left_out_in_silence() -> None:
    with pytest.raises(TypeError):
        plain(object())


def test_ten_years_run_from_the_year_after_and_permanent_never_ends() -> None:
    assert kept_until(date(2026, 11, 22), 10) == date(2036, 12, 31)
    assert kept_until(date(2026, 11, 22), "permanent") is None


def test_each_end_of_a_case_has_one_number_for_ever() -> None:
    case = CaseId(UUID(int=7))

    assert archive_id(case, Part.CLOSED) == archive_id(case, Part.CLOSED)
    assert archive_id(case, Part.CLOSED) != archive_id(case, Part.REVOKED)
    assert hashlib.sha256(bundle()).hexdigest() == hashlib.sha256(bundle()).hexdigest()
