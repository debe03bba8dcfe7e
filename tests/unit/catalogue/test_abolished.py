"""A cancelled item (已取消): the permit is gone, and no edit of the file brings it back."""

from dataclasses import replace
from datetime import date

import pytest

from domain.catalogue.guide import Abolition
from domain.catalogue.item import Item, Status
from tests.unit.catalogue.test_item import an_item

ACT = Abolition("粮食流通管理条例", "国务院令第740号", date(2021, 4, 15))


def abolished(status: Status) -> Item:
    return replace(an_item(), status=status, abolished_by=ACT)


@pytest.mark.parametrize("status", list(Status))
def test_an_abolished_item_is_never_live_whatever_its_status_says(status: Status) -> None:
    item = abolished(status)

    assert not item.is_live
    assert not item.is_in_force(date(2026, 11, 21), in_sandbox=True)


@pytest.mark.parametrize(
    ("status", "in_sandbox", "is_public"),
    [
        (Status.LIVE, False, True),
        (Status.LIVE, True, True),
        (Status.CANCELLED, False, True),
        (Status.CANCELLED, True, True),
        (Status.SAMPLE, False, False),
        (Status.SAMPLE, True, True),
        (Status.DRAFT, False, False),
        (Status.DRAFT, True, False),
    ],
)
def test_a_draft_has_no_guide_and_a_sample_has_one_in_the_sandbox_only(
    status: Status, *, in_sandbox: bool, is_public: bool
) -> None:
    item = replace(an_item(), status=status)

    assert item.is_public(in_sandbox=in_sandbox) is is_public
