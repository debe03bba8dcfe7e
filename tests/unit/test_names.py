"""A name is one, however it was written."""

import pytest

from domain.kernel.names import LEAST, MOST, NameImpossible, person_name
from domain.kernel.personal import PersonName


@pytest.mark.parametrize(
    "written",
    [
        "阿依古丽·买买提",
        *(f"阿依古丽{dot}买买提" for dot in "•‧∙・･．"),
        "\u3000阿依古丽·买买提 ",
        "\u202e阿依古丽\u200b·\u200d买买提\ufeff",
    ],
)
def test_a_name_is_the_same_whatever_keyboard_wrote_it(written: str) -> None:
    assert person_name(written) == PersonName("阿依古丽·买买提")


def test_letters_in_parts_are_put_together() -> None:
    assert person_name("Jose\u0301 Ma") == PersonName("José Ma")


def test_a_space_within_a_name_and_a_character_of_no_plane_we_know_stay() -> None:
    for name in ("Li Na", "王\U000313a0", "王\ue863"):
        assert person_name(name).reveal() == name


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "too-short"),
        ("\u200b\u200b王", "too-short"),
        (" 王 ", "too-short"),
        ("王" * (MOST + 1), "too-long"),
        ("\u0958" * MOST, "too-long"),
        ("王\n五", "wrong-format"),
        ("王\x00五", "wrong-format"),
        ("王\x85五", "wrong-format"),
    ],
)
def test_what_can_be_no_name_is_refused_and_not_quoted(written: str, why: str) -> None:
    with pytest.raises(NameImpossible) as told:
        person_name(written)

    assert (told.value.why, str(told.value)) == (why, why)


@pytest.mark.parametrize("length", [LEAST, MOST])
def test_the_shortest_and_the_longest_name_are_names(length: int) -> None:
    assert len(person_name("王" * length).reveal()) == length
