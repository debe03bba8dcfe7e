"""What the phone is told on paper: the contract's own examples, changed where a test says so."""

import copy
from typing import Any

from tests.browser.on_paper.places import CASE
from tests.browser.paper import Paper
from tests.browser.phone import Phone

AT = f"/cases/{CASE}"
LICENCE = "lic_01je7jryg5e008000000000006"


def example(paper: Paper, name: str, **changed: Any) -> dict[str, Any]:
    """A copy of the contract's; what is changed to None is left out."""
    value = copy.deepcopy(paper.contract["components"]["examples"][name]["value"]) | changed
    return {key: one for key, one in value.items() if one is not None}


def a_case(paper: Paper, **changed: Any) -> dict[str, Any]:
    left_out = dict.fromkeys(("licenceId", "decision", "decidedAt", "rating", "clock"))
    return example(paper, "CaseDelivered", **(left_out | changed))


def go(phone: Phone, path: str) -> None:
    phone.page.goto(f"{phone.url}/#{path}")


def a_parcel(paper: Paper, **changed: Any) -> dict[str, Any]:
    parcel: dict[str, Any] = example(paper, "CaseDelivered")["shipments"][0]
    return parcel | changed
