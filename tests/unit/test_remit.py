"""The remit (所辖机关): which bodies' work is somebody's."""

import pytest

from domain.kernel.remit import EVERY_BODY, Remit

LAIXI, PINGDU = "11370285MB9990012C", "11370283MB9990020A"


@pytest.mark.parametrize("concerned", [{LAIXI}, {LAIXI, PINGDU}, set()])
def test_the_hall_works_for_every_body_and_on_what_is_of_none(concerned: set[str]) -> None:
    assert EVERY_BODY.covers(concerned)


def test_what_concerns_ones_own_bodies_alone_is_ones_own() -> None:
    assert Remit(frozenset({LAIXI})).covers({LAIXI})
    assert Remit(frozenset({LAIXI, PINGDU})).covers({LAIXI})


@pytest.mark.parametrize("concerned", [{PINGDU}, {LAIXI, PINGDU}, set()])
def test_what_concerns_another_body_too_or_none_is_not(concerned: set[str]) -> None:
    assert not Remit(frozenset({LAIXI})).covers(concerned)


def test_of_no_bodies_at_all_nothing_is_ones_own() -> None:
    assert not Remit(frozenset()).covers({LAIXI})
    assert not Remit(frozenset()).covers(set())
