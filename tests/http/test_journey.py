"""The journey, request by request, as a phone, a clerk, a chief, a verifier and the vendors send them."""

from datetime import timedelta
from typing import Any

from domain.staff.account import Role
from tests.http.caller import Caller
from tests.http.hand import Hand, confirmation, pieces, yes
from tests.http.town import BING, CONTACT, Town
from tests.support.house import count
from tests.usecases.case_world import JIA, YI
from tests.usecases.wallet_world import PURPOSE

HOME = "/v1/citizen/home"


async def renew(caller: Caller, cookie: str) -> Any:
    return await caller.send("POST", "/v1/citizen/session/refresh", headers={"Cookie": cookie}, key="")


def cookie_of(answer: Any) -> str:
    return str(answer.raw.headers["set-cookie"]).partition(";")[0]


async def test_a_person_finds_the_way_without_a_face_beside_the_consent(town: Town) -> None:
    consent = await town.caller.expect(200, "GET", "/v1/citizen/consents/face")
    counters = await town.caller.expect(200, "GET", "/v1/citizen/counters")

    assert [one["kind"] for one in consent["alternatives"]] != []
    assert counters["counters"] != []


async def test_an_appointment_at_a_counter_needs_no_sign_in(town: Town) -> None:
    [counter, *_] = (await town.caller.expect(200, "GET", "/v1/citizen/counters"))["counters"]
    wish = {
        "name": "甲子安",
        "phone": "199 0000 0118",
        "day": counter["firstDay"],
        "window": counter["windows"][0],
        "counter": counter["counter"],
    }

    booked = await town.caller.expect(201, "POST", "/v1/citizen/appointments", json=wish)

    assert booked["bring"] != []
    assert await count("appointments") == 1


async def test_a_face_check_leads_from_consent_to_a_session(town: Town) -> None:
    opened = await town.open_check(YI)
    waiting = await town.finish(opened)
    town.clock.go_on(timedelta(seconds=5))
    town.face.finish("certify-1")

    told = await town.finish(opened)

    assert waiting.body == {"state": "pending"}
    assert told.body["state"] == "passed"
    assert told.body["session"]["level"] == "face"
    assert told.body["session"]["person"]["name"] != YI[0].reveal()
    cookie = told.raw.headers["set-cookie"]
    for part in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/v1/citizen/session"):
        assert part in cookie


async def test_a_face_that_does_not_fit_is_told_what_else_there_is(town: Town) -> None:
    opened = await town.open_check(YI)
    town.face.finish("certify-1", "mismatch")

    told = await town.finish(opened)

    assert told.body["state"] == "failed"
    assert [one["kind"] for one in told.body["alternatives"]] == ["bank", "network", "counter", "call"]
    assert [one["kind"] for one in told.body["ways"]] == [
        *("face", "bank", "network", "unified-identity", "counter", "call")
    ]
    assert "set-cookie" not in told.raw.headers


async def test_the_first_screen_shows_what_waits_for_the_school(town: Town) -> None:
    jia, matter = await town.arrived()

    home = await jia.get(HOME)

    assert [one["matterId"] for one in home["matters"]] == [matter]
    assert home["actingFor"] == jia.party


async def test_an_invitation_says_why_and_until_when(town: Town) -> None:
    jia, matter = await town.arrived()

    shown = await jia.get(f"/v1/citizen/matters/{matter}")

    assert shown["why"][0]["rule"] == "minban-certificate-expiry@1"
    assert shown["items"][0]["lastDay"] == "2026-12-21"
    assert shown["items"][0]["free"] is True


async def test_a_yes_is_the_application(town: Town) -> None:
    jia, matter = await town.arrived()
    shown = await jia.get(f"/v1/citizen/matters/{matter}")

    taken = await jia.post(201, f"/v1/citizen/matters/{matter}/answers", yes(shown))

    case = await jia.get(f"/v1/citizen/cases/{taken['cases'][0]['caseId']}")
    assert case["state"] == "intended"
    assert case["appliedAt"].startswith("2026-11-23")


async def test_not_now_opens_no_case(town: Town) -> None:
    jia, matter = await town.arrived()
    shown = await jia.get(f"/v1/citizen/matters/{matter}")
    body = yes(shown) | {"answers": [{"itemCode": "wg-15-minban-renewal", "answer": "not_now"}]}
    del body["promise"]

    taken = await jia.post(201, f"/v1/citizen/matters/{matter}/answers", body)

    assert taken["cases"] == []
    assert await count("cases") == 0


async def test_a_face_shown_for_nothing_in_particular_binds_nobody_to_a_matter(town: Town) -> None:
    code = await town.invited()
    jia, matter = await town.arrived(code)
    bare = await town.sign_in(JIA, party=jia.party)
    shown = await bare.get(f"/v1/citizen/matters/{matter}")

    refused = await bare.send("POST", f"/v1/citizen/matters/{matter}/answers", json=yes(shown))
    stepped = await town.sign_in(JIA, token=bare.token, party=jia.party, matterId=matter)

    assert (refused.status, refused.code) == (401, "face-needed-for-matter")
    assert refused.body["matterId"] == matter
    await stepped.post(201, f"/v1/citizen/matters/{matter}/answers", yes(shown))


async def test_a_form_comes_filled_in_and_says_where_from(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)

    form = await jia.get(f"/v1/citizen/cases/{case}/form")

    assert form["state"] == "ready"
    assert {one["source"] for one in form["fields"]} != {""}
    assert all(one["value"] for one in form["fields"] if one["required"])


async def test_an_open_field_may_be_changed_and_a_locked_one_may_not(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    path = f"/v1/citizen/cases/{case}/form"
    form = await jia.get(path)
    locked = next(one for one in form["fields"] if one["locked"])
    place = {"name": "甲子安", "phone": "19900000101", "address": "山东省青岛市莱西市虚构路20号"}

    changed = await jia.send("PATCH", path, json={"version": form["version"], "delivery": place})
    refused = await jia.send(
        "PATCH", path, json={"version": changed.body["version"], "fields": {locked["key"]: "别的"}}
    )

    assert changed.body["delivery"]["address"] == place["address"]
    assert (refused.status, refused.code) == (422, "form-locked-field")
    assert refused.body["fields"][0]["field"] == f"fields.{locked['key']}"
    assert (await jia.get(path))["version"] == changed.body["version"]


async def test_two_tabs_do_not_overwrite_each_other(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    path = f"/v1/citizen/cases/{case}/form"
    form = await jia.get(path)
    await jia.send("PATCH", path, json={"version": form["version"], "returnMode": "lost_declaration"})

    late = await jia.send("PATCH", path, json={"version": form["version"], "returnMode": "lost_declaration"})

    assert (late.status, late.code) == (409, "form-changed")


async def test_a_wrong_value_is_disputed_and_stays_marked(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    dispute = {"field": "supervising_unit", "says": "主管单位已经更名"}

    form = await jia.post(200, f"/v1/citizen/cases/{case}/form/disputes", dispute)

    assert [one["key"] for one in form["fields"] if one["disputed"]] == ["supervising_unit"]


async def test_a_confirmed_form_is_filed_and_a_courier_ordered(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)

    told = await town.confirmed(jia, case)

    view = await jia.get(f"/v1/citizen/cases/{case}")
    assert told["state"] == "confirmed"
    assert view["state"] == "filed"
    assert view["number"]
    assert [one["direction"] for one in view["shipments"]] == ["collect"]
    assert len(town.courier.booked) == 1


async def test_what_changed_after_it_was_read_is_not_confirmed(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    path = f"/v1/citizen/cases/{case}/form"
    form = await jia.get(path)
    await jia.send("PATCH", path, json={"version": form["version"], "deliveryMode": "electronic_only"})

    refused = await jia.send("POST", f"{path}/confirmation", json=confirmation(form))

    assert (refused.status, refused.code) == (409, "form-changed")


async def test_nothing_reads_done_before_the_push_and_the_bank(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.collected(jia, case)
    before = await jia.get(f"/v1/citizen/cases/{case}")

    await town.granted(case)

    after = await jia.get(f"/v1/citizen/cases/{case}")
    assert before["state"] == "filed"
    assert (after["state"], after["decision"]["result"]) == ("licensed", "granted")


async def test_the_timeline_tells_it_all_again(town: Town) -> None:
    jia, _, case = await town.done()

    entries = (await jia.get(f"/v1/citizen/cases/{case}/timeline"))["entries"]

    assert len(entries) > 10
    assert [one["at"] for one in entries] == sorted(one["at"] for one in entries)
    assert {one["step"] for one in entries} >= {1, 2, 3, 4, 5, 6, 7, 8} - {3}


async def test_a_sealed_document_is_handed_out_byte_for_byte(town: Town) -> None:
    jia, _, case = await town.done()
    view = await jia.get(f"/v1/citizen/cases/{case}")
    document = next(one for one in view["documents"] if one["kind"] == "decision-granted")

    content = await jia.get(f"/v1/citizen/cases/{case}/documents/{document['documentId']}")

    assert content == b"%PDF-1.4 sealed"


async def test_a_licence_is_shown_once_and_its_owner_sees_who_looked(town: Town) -> None:
    jia, _, case = await town.done()
    licence = (await jia.get(f"/v1/citizen/cases/{case}"))["licenceId"]
    shown = await jia.post(201, f"/v1/citizen/licences/{licence}/presentations")
    ask = {"code": shown["code"], "purpose": PURPOSE}
    path = "/v1/verifier/verifications"

    me = await town.caller.expect(200, "GET", "/v1/verifier/me", token=town.verifier)
    first = await town.caller.expect(200, "POST", path, json=ask, token=town.verifier)
    second = await town.caller.expect(200, "POST", path, json=ask, token=town.verifier)
    views = await jia.get(f"/v1/citizen/licences/{licence}/views")

    assert me["purposes"] == [PURPOSE]
    assert (first["result"], second["result"]) == ("valid", "used")
    assert "licence" not in second
    assert len(views["views"]) == 2


async def test_the_wallet_holds_what_the_bank_holds(town: Town) -> None:
    jia, _, _ = await town.done()

    cards = (await jia.get("/v1/citizen/wallet"))["cards"]

    assert {one["numberTail"] for one in cards} == {"0001号"}
    assert {one["status"] for one in cards} <= {"valid", "expiring", "superseded", "renewing"}
    assert len(cards) == len(town.bank.issued)


async def test_a_delivered_case_is_rated_once(town: Town) -> None:
    jia, _, case = await town.done()
    tags = await jia.get("/v1/citizen/rating-tags", acting_for="")
    level = next(one for one in tags["levels"] if one["level"] == 5)
    opinion = {"level": 5, "tags": [level["tags"][0]["code"]]}

    await jia.post(201, f"/v1/citizen/cases/{case}/rating", opinion)
    again = await jia.send("POST", f"/v1/citizen/cases/{case}/rating", json=opinion)
    await town.work()

    assert (again.status, again.code) == (409, "already-rated")
    assert len(town.ratings.taken) == 1


async def test_a_session_is_renewed_by_its_cookie_and_by_nothing_else(town: Town) -> None:
    yi = await town.sign_in(YI)

    renewed = await renew(town.caller, yi.cookie)
    without = await town.caller.send("POST", "/v1/citizen/session/refresh", key="")

    assert renewed.status == 200
    assert (without.status, without.code) == (401, "sign-in-needed")


async def test_a_cookie_seen_twice_ends_the_session_for_both(town: Town) -> None:
    yi = await town.sign_in(YI)
    renewed = await renew(town.caller, yi.cookie)

    thief = await renew(town.caller, yi.cookie)

    owner = await renew(town.caller, cookie_of(renewed))
    reading = await town.caller.send("GET", HOME, token=renewed.body["accessToken"])
    assert [thief.status, owner.status, reading.status] == [401, 401, 401]


async def test_signed_out_is_signed_out_everywhere(town: Town) -> None:
    yi = await town.sign_in(YI)

    out = await yi.send("DELETE", "/v1/citizen/session")

    assert out.status == 204
    assert (await yi.send("GET", HOME)).code == "session-ended"
    assert (await renew(town.caller, yi.cookie)).code == "session-ended"


async def test_a_list_is_signed_by_somebody_else_and_once(town: Town) -> None:
    path = f"/v1/console/push-lists/{await town.prepared()}"
    chief, business = town.staff[Role.CHIEF], town.staff[Role.BUSINESS]
    shown = await town.caller.expect(200, "GET", path, token=business)
    decision = {"decision": "sign", "digest": shown["digest"]}

    own = await town.caller.send("POST", f"{path}/signature", json=decision, token=business)
    signed = await town.caller.expect(200, "POST", f"{path}/signature", json=decision, token=chief)
    again = await town.caller.send("POST", f"{path}/signature", json=decision, token=chief)
    listed = await town.caller.expect(200, "GET", "/v1/console/push-lists?limit=1", token=chief)

    assert (own.status, own.code) == (403, "role-missing")
    assert signed["state"] == "signed"
    assert again.status == 409
    assert [one["state"] for one in listed["pushLists"]] == ["signed"]


async def test_a_certificate_with_another_number_is_not_taken_in(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.moves(jia, case, "collect", "103", "301")
    clerk = town.staff[Role.CLERK]
    [one] = (await town.caller.expect(200, "GET", "/v1/console/shipments/arriving", token=clerk))["shipments"]
    wrong = pieces(one)
    wrong["pieces"][0]["number"] = "别人的证书"  # type: ignore[index] # a JSON body

    refused = await town.caller.send(
        "POST", f"/v1/console/shipments/{one['shipmentId']}/scan", json=wrong, token=clerk
    )

    assert (refused.status, refused.code) == (409, "pieces-do-not-match")
    assert (await town.shipment(jia, case, "collect"))["state"] == "delivered_self"


async def test_who_asks_to_be_called_stands_on_the_clerks_list(town: Town) -> None:
    await town.invited()
    reply = [{"phone_number": CONTACT, "content": "1", "send_time": "2026-11-23 12:30:00", "sequence_id": 7}]
    await town.caller.send(
        "POST", "/v1/callbacks/aliyun-sms/invented-path-secret-0001/replies", json=reply, key=""
    )
    await town.work()

    listed = await town.caller.expect(200, "GET", "/v1/console/calls", token=town.staff[Role.CLERK])

    assert [[why["reason"] for why in one["reasons"]] for one in listed["calls"]] == [["call_me"]]
    assert CONTACT not in str(listed)


async def test_a_former_representative_learns_nothing_of_the_school(town: Town) -> None:
    code = await town.invited()
    town.is_led_by(BING)
    bing = await town.sign_in(BING, code=code)
    party = (await bing.get(HOME))["actingFor"]
    school = next(one["partyId"] for one in (await bing.get(HOME))["parties"] if one["partyId"] != party)
    town.is_led_by(JIA)
    town.clock.go_on(timedelta(minutes=6))

    refused = await bing.send("GET", HOME, acting_for=school)
    never = await Hand(town.caller, bing.token).send("GET", HOME, acting_for="pty_" + "0" * 25 + "7")

    assert (refused.status, refused.code) == (404, "not-representative")
    assert (never.status, never.code) == (404, "not-representative")
    assert (await bing.get(HOME))["matters"] == []
