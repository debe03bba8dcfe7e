"""One request a screen: each part as by itself, for whichever party it is of; and what was read already."""

from datetime import timedelta
from typing import Any

import pytest

from domain.kernel.refusal import Unavailable
from tests.http.agents import draft_of, given
from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.http.town import Town
from tests.usecases.case_world import ITEM, YI


async def _begun(town: Town) -> tuple[Hand, str, str]:
    """甲, the matter of their school, and its case."""
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    return jia, matter, case


def _alone(jia: Hand) -> Hand:
    """The same person, naming nobody."""
    return Hand(jia.caller, jia.token)


async def test_a_case_and_its_timeline_come_at_one_go_and_as_they_are_by_themselves(town: Town) -> None:
    jia, _, case = await _begun(town)

    told = await _alone(jia).get(f"/v1/citizen/cases/{case}/screen")

    assert told["case"] == await jia.get(f"/v1/citizen/cases/{case}")
    assert told["entries"] == (await jia.get(f"/v1/citizen/cases/{case}/timeline"))["entries"]
    assert told["side"] == {"partyId": jia.party}


async def test_invitation_and_forms_find_their_party_by_themselves(town: Town) -> None:
    jia, matter, case = await _begun(town)
    alone = _alone(jia)

    shown = await alone.get(f"/v1/citizen/invitations/{matter}/screen")
    one = await alone.get(f"/v1/citizen/cases/{case}/form/screen")
    forms = await alone.get(f"/v1/citizen/matters/{matter}/forms/screen")

    assert shown["invitation"] == await jia.get(f"/v1/citizen/matters/{matter}")
    assert one["form"] == await jia.get(f"/v1/citizen/cases/{case}/form")
    assert [(each["caseId"], each["itemCode"], each["form"]) for each in forms["forms"]] == [
        (case, ITEM, one["form"])
    ]
    assert {one["caseState"], *(each["caseState"] for each in forms["forms"])} == {"intended"}
    assert {each["side"]["partyId"] for each in (shown, one, forms)} == {jia.party}


async def test_a_licence_and_a_rating_come_with_all_their_pages_show(town: Town) -> None:
    jia, _, case = await _begun(town)
    [card, *_] = (await jia.get("/v1/citizen/wallet"))["cards"]

    licence = await _alone(jia).get(f"/v1/citizen/licences/{card['licenceId']}/screen")
    rating = await _alone(jia).get(f"/v1/citizen/cases/{case}/rating/screen")

    assert (licence["card"], licence["views"]) == (card, [])
    assert rating["tags"] == await jia.get("/v1/citizen/rating-tags")
    assert rating["case"]["caseId"] == case


async def test_a_stranger_finds_no_screen_whether_they_name_the_party_or_not(town: Town) -> None:
    jia, matter, case = await _begun(town)
    yi = await town.sign_in(YI)

    told = [
        await yi.send("GET", f"/v1/citizen/{path}/screen", acting_for=party)
        for path in (
            f"cases/{case}",
            f"cases/{case}/form",
            f"invitations/{matter}",
            f"matters/{matter}/forms",
        )
        for party in ("", jia.party)
    ]

    assert {(one.status, one.code) for one in told[::2]} == {(404, "not-found")}
    assert {(one.status, one.code) for one in told[1::2]} == {(404, "not-representative")}


async def test_whoever_was_sent_learns_by_the_screen_for_whom_and_until_when(town: Town) -> None:
    jia, _, case = await _begun(town)
    await given(town, jia, draft_of(agent=YI, until="2026-12-20"))
    agent = await town.sign_in(YI)

    told = await agent.get(f"/v1/citizen/cases/{case}/screen")

    assert told["side"] == {"partyId": jia.party, "until": "2026-12-20"}


async def test_nobody_chosen_yet_the_first_screen_is_of_the_party_for_which_something_waits(
    town: Town,
) -> None:
    jia, matter = await town.arrived()
    alone = _alone(jia)

    chosen = await alone.get("/v1/citizen/home?choose=waiting")
    own = await alone.get("/v1/citizen/home")

    assert chosen == await jia.get("/v1/citizen/home")
    assert chosen["matters"][0]["matterId"] == matter
    assert (own["matters"], own["actingFor"] == jia.party) == ([], False)


async def test_who_names_a_party_is_shown_that_one_however_little_waits_there(town: Town) -> None:
    jia, _ = await town.arrived()
    own = (await _alone(jia).get("/v1/citizen/home"))["actingFor"]

    told = await jia.send("GET", "/v1/citizen/home?choose=waiting", acting_for=own)

    assert (told.body["actingFor"], told.body["matters"]) == (own, [])


async def test_for_whom_one_may_act_is_the_same_list_as_on_the_first_screen(town: Town) -> None:
    jia, _ = await town.arrived()

    told = await jia.get("/v1/citizen/parties")
    home = await jia.get("/v1/citizen/home")

    assert (told["person"], told["parties"]) == (home["person"], home["parties"])


async def test_what_is_the_same_is_said_in_no_bytes_and_what_changed_is_sent(town: Town) -> None:
    jia, matter, case = await _begun(town)
    path = f"/v1/citizen/cases/{case}/form"
    first = await jia.send("GET", path)
    held = {"If-None-Match": first.raw.headers["etag"]}

    same = await jia.send("GET", path, headers=held)
    await _edited(jia, case, first.body)
    changed = await jia.send("GET", path, headers=held)

    assert (first.status, same.status, same.raw.content) == (200, 304, b"")
    assert same.raw.headers["etag"] == first.raw.headers["etag"]
    assert same.raw.headers["cache-control"] == "no-store"
    assert changed.status == 200
    assert changed.raw.headers["etag"] != first.raw.headers["etag"]
    assert changed.raw.headers["vary"] == "Authorization, Acting-For"
    assert matter


async def test_with_the_validator_of_another_one_is_sent_what_is_ones_own(town: Town) -> None:
    jia, _ = await town.arrived()
    yi = await town.sign_in(YI)
    theirs = (await jia.send("GET", "/v1/citizen/home")).raw.headers["etag"]

    told = await yi.send("GET", "/v1/citizen/home", headers={"If-None-Match": theirs})
    hidden = await yi.send(
        "GET", "/v1/citizen/home", acting_for=jia.party, headers={"If-None-Match": f'{theirs}, "x"'}
    )

    assert (told.status, told.body["person"]) == (200, {"name": "乙**"})
    assert (hidden.status, hidden.code) == (404, "not-representative")


async def test_a_refusal_and_a_change_have_no_validator(town: Town) -> None:
    jia, matter, _ = await _begun(town)

    gone = await jia.send("GET", f"/v1/citizen/matters/{_invented(matter)}")
    copied = await jia.send("PUT", "/v1/citizen/alerts/read", key="")

    assert ["etag" in one.raw.headers for one in (gone, copied)] == [False, False]


@pytest.mark.parametrize("path", ["items", "counters", "consents/face"])
async def test_what_everybody_may_read_is_held_against_its_validator_too(town: Town, path: str) -> None:
    first = await town.caller.send("GET", f"/v1/citizen/{path}")

    again = await town.caller.send(
        "GET", f"/v1/citizen/{path}", headers={"If-None-Match": f"W/{first.raw.headers['etag']}"}
    )

    assert (first.status, again.status) == (200, 304)


async def _edited(jia: Hand, case: str, form: dict[str, Any]) -> None:
    """The old certificate goes another way."""
    body = {"version": form["version"], "returnMode": "self_post"}
    told = await jia.send("PATCH", f"/v1/citizen/cases/{case}/form", json=body)
    assert told.status == 200, told.body


@pytest.mark.parametrize("kind", ["cases", "invitations", "licences"])
async def test_with_the_register_away_what_is_anothers_and_what_is_not_there_read_the_same(
    town: Town, kind: str
) -> None:
    jia, matter, case = await _begun(town)
    [card, *_] = (await jia.get("/v1/citizen/wallet"))["cards"]
    theirs = {"cases": case, "invitations": matter, "licences": card["licenceId"]}[kind]
    yi = await town.sign_in(YI)
    town.clock.go_on(timedelta(minutes=6))

    found = await _away(town, yi, f"/v1/citizen/{kind}/{theirs}/screen")
    never = await _away(town, yi, f"/v1/citizen/{kind}/{_invented(theirs)}/screen")
    own = await _away(town, _alone(jia), f"/v1/citizen/{kind}/{theirs}/screen")

    assert (found.status, _said(found)) == (404, _said(never))
    assert own.status == 503  # whom the register named when it last answered: it is there, and not now


@pytest.mark.parametrize("is_away", [False, True])
async def test_whoever_was_sent_finds_no_licence_as_if_there_were_none(town: Town, *, is_away: bool) -> None:
    jia, _, _ = await _begun(town)
    [card, *_] = (await jia.get("/v1/citizen/wallet"))["cards"]
    await given(town, jia, draft_of(agent=YI, until="2026-12-20"))
    agent = await town.sign_in(YI)
    town.clock.go_on(timedelta(minutes=6))

    ask = _away if is_away else _there
    found = await ask(town, agent, f"/v1/citizen/licences/{card['licenceId']}/screen")
    never = await ask(town, agent, f"/v1/citizen/licences/{_invented(card['licenceId'])}/screen")

    assert (found.status, _said(found)) == (404, _said(never))


def _invented(one: str) -> str:
    return one[:-1] + ("0" if one[-1] != "0" else "1")


def _said(answer: Answer) -> Any:
    """All of it but the number of the request, and the headers that tell answers apart."""
    told = {name: value for name, value in answer.body.items() if name != "instance"}
    return told, answer.raw.headers["content-type"], answer.raw.headers.get("etag")


async def _there(_: Town, hand: Hand, path: str) -> Answer:
    return await hand.send("GET", path)


async def _away(town: Town, hand: Hand, path: str) -> Answer:
    town.register.trouble.before = [Unavailable("social-register", "away") for _ in range(5)]
    told = await hand.send("GET", path)
    town.register.trouble.before = []
    return told
