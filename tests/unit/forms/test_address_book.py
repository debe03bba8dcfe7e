"""What stands in an address book, and what a form would not take does not."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.forms.address_book import AddressChange, AddressIncomplete, Line, SavedAddress, line_of
from domain.forms.edit import Place
from domain.kernel.ids import AddressId, PartyId
from domain.kernel.personal import Address, PersonName, Phone

HOME = Place(PersonName("甲子安"), Phone("+86 199-0000-0101"), Address(" 山东省青岛市莱西市虚构路18号 "))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def saved(line: Line) -> SavedAddress:
    return SavedAddress(AddressId(UUID(int=1)), PartyId(UUID(int=2)), line, NOON, NOON)


def test_a_line_says_the_number_and_the_place_as_a_form_does() -> None:
    line = line_of(" 家 ", HOME)

    assert (line.label, line.phone.reveal()) == ("家", "19900000101")
    assert line.address.reveal() == "山东省青岛市莱西市虚构路18号"


def test_all_that_is_wrong_is_told_at_once() -> None:
    nowhere = Place(PersonName("甲"), Phone("123"), Address("门口"))

    with pytest.raises(AddressIncomplete) as refused:
        line_of("我和爱人以及孩子的家里面", nowhere)

    told = {slip["field"]: slip["code"] for slip in refused.value.data["fields"]}  # type: ignore[attr-defined] # a list of slips
    assert told == {
        "name": "out-of-range",
        "phone": "wrong-format",
        "address": "out-of-range",
        "label": "too-long",
    }


def test_what_is_not_named_stays_as_it_is() -> None:
    changed = saved(line_of("家", HOME)).changed(AddressChange(label="老家", phone=Phone("19900000777")))

    assert (changed.line.label, changed.line.phone.reveal()) == ("老家", "19900000777")
    assert changed.line.name == HOME.name


def test_a_change_for_the_worse_is_refused() -> None:
    with pytest.raises(AddressIncomplete):
        saved(line_of("家", HOME)).changed(AddressChange(phone=Phone("1")))


def test_a_line_prints_nobody() -> None:
    assert "子安" not in repr(saved(line_of("家", HOME)))
    assert "虚构路" not in repr(saved(line_of("家", HOME)))
