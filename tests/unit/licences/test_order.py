"""Cards stand as their owner put them; those that came since stand behind."""

from uuid import UUID

from domain.kernel.ids import LicenceId
from domain.licences.order import in_order

A, B, C = (LicenceId(UUID(int=number)) for number in (1, 2, 3))


def test_cards_stand_as_they_were_put_and_new_ones_behind() -> None:
    assert in_order([(A, "a"), (B, "b"), (C, "c")], (C, A)) == ("c", "a", "b")


def test_who_never_said_anything_has_them_as_they_come() -> None:
    assert in_order([(B, "b"), (A, "a")], ()) == ("b", "a")


def test_a_card_that_is_gone_leaves_no_gap() -> None:
    assert in_order([(B, "b"), (A, "a")], (C, A)) == ("a", "b")
