"""One person is one, however name and number were typed (BI-5)."""

import unicodedata
from datetime import timedelta

import pytest

from domain.kernel.personal import DocumentNumber, PersonName
from tests.http.town import Town
from tests.support.house import rows
from tests.usecases.case_world import YI

NAME, NUMBER = YI[0].reveal(), YI[1].reveal()
FULL_WIDTH = str.maketrans({char: chr(ord(char) + 0xFEE0) for char in "0123456789Xx"})
TYPED = {
    "as it is": (NAME, NUMBER),
    "full-width": (NAME, NUMBER.translate(FULL_WIDTH)),
    "in small letters": (NAME, NUMBER.lower()),
    "spaces around": (f"\u3000{NAME} ", f" {NUMBER}\u200b"),
    "a joiner between": (f"{NAME[0]}\u200d{NAME[1:]}", NUMBER),
    "a turn of direction": (f"\u202e{NAME}\u202c", NUMBER),
    "taken apart": (unicodedata.normalize("NFD", NAME), NUMBER),
}


async def test_one_person_typed_in_many_ways_is_one_party_under_one_name(town: Town) -> None:
    for name, number in TYPED.values():
        await town.sign_in((PersonName(name), DocumentNumber(number)))
        town.clock.go_on(timedelta(days=1))  # a person has five checks a day

    people = [row for row in await rows("parties") if row["kind"] == "person"]

    assert len(people) == 1
    assert {check.name.reveal() for check in town.face.checks.values()} == {NAME}
    assert {check.number.reveal() for check in town.face.checks.values()} == {NUMBER}


@pytest.mark.parametrize("dot", "•‧∙・･．·")
async def test_a_dot_within_a_name_is_one_dot_on_every_keyboard(town: Town, dot: str) -> None:
    await town.sign_in((PersonName(f"阿依{dot}古丽"), YI[1]))

    assert {check.name.reveal() for check in town.face.checks.values()} == {"阿依·古丽"}


async def test_a_letter_with_its_accent_is_one_letter_in_both_spellings(town: Town) -> None:
    for typed in (unicodedata.normalize("NFC", "Renée Zoë"), unicodedata.normalize("NFD", "Renée Zoë")):
        await town.sign_in((PersonName(typed), YI[1]))

    assert {check.name.reveal() for check in town.face.checks.values()} == {"Renée Zoë"}
