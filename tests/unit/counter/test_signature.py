"""What counts as a signature on the pad, and how it is kept."""

import pytest

from domain.counter.signature import SignatureBlank, SignedSheet, Strokes, check_strokes

NAME: Strokes = (
    tuple((100 + 40 * n, 300 + 10 * n, 16 * n) for n in range(8)),
    tuple((300, 200 + 60 * n, 200 + 16 * n) for n in range(6)),
)


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
    sheet = SignedSheet(NAME, "clerk-1", "窗口丙", "A-03", is_helped=True, forms=(("case", "digest"),))

    assert SignedSheet.read(sheet.content()) == sheet
    assert "窗口丙" not in repr(sheet)
