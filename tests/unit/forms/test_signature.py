"""What counts as a signature on the pad, and how it is kept."""

import json
from uuid import UUID

import pytest

from domain.forms.signature import (
    SignatureBlank,
    SignedSheet,
    Strokes,
    check_strokes,
    digest_by,
    digest_shown,
)
from domain.kernel.ids import PartyId

NAME: Strokes = (
    tuple((100 + 40 * n, 300 + 10 * n, 16 * n) for n in range(8)),
    tuple((300, 200 + 60 * n, 200 + 16 * n) for n in range(6)),
)
LATER = ("annual_report", "defer", "defer-1")
INSTEAD = ("charter", "instead", "instead-1")


def test_a_written_name_is_one() -> None:
    check_strokes(NAME)


@pytest.mark.parametrize(
    "strokes",
    [
        (),
        (((500, 500, 0),),),
        (tuple((500 + n, 500, n) for n in range(20)),),  # a dot
        (tuple((n, n, n) for n in range(1002)),),  # over the edge
        (tuple((n % 900, n % 700, n) for n in range(3001)),),  # no hand
    ],
)
def test_a_pad_hardly_touched_or_flooded_is_none(strokes: Strokes) -> None:
    with pytest.raises(SignatureBlank):
        check_strokes(strokes)


def test_it_is_read_back_stroke_by_stroke_and_prints_nothing() -> None:
    promised = (("case", *LATER),)
    sheet = SignedSheet(NAME, "clerk-1", "窗口丙", "A-03", True, (("case", "digest"),), promised)

    assert SignedSheet.read(sheet.content()) == sheet
    assert "窗口丙" not in repr(sheet)


def test_one_signed_before_promises_were_signed_with_it_is_still_read() -> None:
    content = json.loads(SignedSheet(NAME, "clerk-1", "窗口丙", "A-03", False, ()).content())
    del content["promised"]

    assert SignedSheet.read(json.dumps(content).encode()).promised == ()


def test_what_is_promised_is_part_of_what_was_shown() -> None:
    alone = digest_shown("digest", ())

    assert alone == "digest"
    assert digest_shown("digest", (LATER, INSTEAD)) == digest_shown("digest", (INSTEAD, LATER))
    assert len({alone, *(digest_shown("digest", [one]) for one in (LATER, INSTEAD))}) == 3


def test_what_one_signed_is_not_what_another_did_nor_on_another_phone_nor_with_other_strokes() -> None:
    jia, yi = (PartyId(UUID(int=n)) for n in (1, 2))
    signed = digest_by(jia, b"phone", "strokes", "digest")

    others = {
        digest_by(yi, b"phone", "strokes", "digest"),
        digest_by(jia, b"another", "strokes", "digest"),
        digest_by(jia, b"phone", "a scribble", "digest"),
        digest_by(jia, b"phone", "strokes", "another form"),
    }
    assert len(others) == 4
    assert signed not in {*others, "digest"}
    assert digest_by(jia, b"phone", "strokes", "digest") == signed


def test_a_sheet_of_ones_own_phone_names_who_signed_and_no_desk() -> None:
    sheet = SignedSheet(NAME, "", "", "", is_helped=False, forms=(("case", "digest"),), signer="somebody")

    assert SignedSheet.read(sheet.content()) == sheet
    assert "signer" not in json.loads(SignedSheet(NAME, "clerk-1", "丙", "A-03", False, ()).content())
