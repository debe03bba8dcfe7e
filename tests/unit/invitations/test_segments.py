"""What a text is billed as, before it is sent."""

from decimal import Decimal

import pytest

from domain.invitations.segments import TextCost, estimate, segments


@pytest.mark.parametrize(
    ("length", "parts"),
    [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (160, 3), (201, 3), (202, 4), (500, 8)],
)
def test_seventy_characters_are_one_part_and_beyond_each_part_holds_sixty_seven(
    length: int, parts: int
) -> None:
    assert segments("一" * length) == parts


def test_the_signature_with_its_brackets_counts() -> None:
    body = "一" * 64

    assert segments(f"【莱西政务】{body}") == 1
    assert segments(f"【莱西政务】{body}二") == 2


def test_a_rare_character_of_a_name_takes_two_places() -> None:
    assert segments("一" * 69 + "𠮷") == 2


def test_the_cost_is_parts_times_price_and_never_a_part_of_a_fen() -> None:
    assert estimate(3, [2, 2], price_fen=Decimal("4.5")) == TextCost(3, 6, 27)
    assert estimate(1, [1], price_fen=Decimal("4.5")) == TextCost(1, 1, 5)


def test_an_estimate_from_a_sample_is_rounded_up() -> None:
    assert estimate(10, [1, 1, 2], price_fen=Decimal(5)) == TextCost(10, 14, 70)


def test_without_a_sample_each_message_is_one_part() -> None:
    assert estimate(10, [], price_fen=Decimal(5)) == TextCost(10, 10, 50)
    assert estimate(0, [2], price_fen=Decimal(5)) == TextCost(0, 0, 0)
