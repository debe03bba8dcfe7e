"""Guides for everybody: no sign-in, bounded input, and a draft is nothing."""

import pytest

from tests.http.town import Town

ITEMS = "/v1/citizen/items"


async def test_anybody_finds_an_item_by_what_they_type(town: Town) -> None:
    found = await town.caller.expect(200, "GET", f"{ITEMS}?q=minfei&limit=1")

    assert [item["itemCode"] for item in found["items"]] == ["wg-15-minban-renewal"]


async def test_every_guide_keeps_the_contract(town: Town) -> None:
    listed = await town.caller.expect(200, "GET", f"{ITEMS}?limit=50")

    guides = [await town.caller.expect(200, "GET", f"{ITEMS}/{item['itemCode']}") for item in listed["items"]]

    assert len(guides) == 21
    assert [guide["item"] for guide in guides] == listed["items"]
    assert {guide["item"]["canStart"] for guide in guides if "abolishedBy" in guide} == {False}


@pytest.mark.parametrize(
    "query", ["q=" + "a" * 51, "limit=0", "limit=51", "limit=x", "limit=%EF%BC%95", "limit=-1"]
)
async def test_more_than_fits_is_refused_by_name(town: Town, query: str) -> None:
    problem = await town.caller.expect(422, "GET", f"{ITEMS}?{query}")

    assert [slip["field"] for slip in problem["fields"]] == [query.partition("=")[0]]


@pytest.mark.parametrize("code", ["wg-77-nothing", "%E6%B0%91", "wg-15-minban-renewal%00", "x" * 300])
async def test_an_item_that_is_not_there_is_not_found(town: Town, code: str) -> None:
    answer = await town.caller.send("GET", f"{ITEMS}/{code}")

    assert answer.status == 404
