"""One's own data over HTTP: a copy of it, what of it may go, and who is let near either."""

import json
from datetime import timedelta
from hashlib import sha256

from tests.http.hand import Hand
from tests.http.own_data import copied, erased, everything, facing, read
from tests.http.test_sign_in_by_code import PHONE, ask, enter, linked
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.support.house import rows
from tests.usecases.case_world import ORGANISATION, SCHOOL, YI

MINE = "/v1/citizen"


async def test_a_copy_is_asked_for_with_the_face_put_together_and_fetched(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)

    asked = await hand.post(202, f"{MINE}/data-exports")
    early = await hand.send("GET", f"{MINE}/data-exports/{asked['dataExportId']}/file")
    await town.work()
    told = await hand.get(f"{MINE}/data-exports/{asked['dataExportId']}")
    answer = await hand.send("GET", f"{MINE}/data-exports/{asked['dataExportId']}/file")

    assert (asked["state"], early.status, early.code) == ("asked", 409, "data-export-not-ready")
    assert (told["state"], told["sha256"]) == ("ready", sha256(answer.raw.content).hexdigest())
    assert answer.raw.headers["cache-control"] == "no-store"
    sections, files = read(answer.raw.content)
    assert sections["identity"] == [
        {
            "kind": "person",
            "holder_kind": "自然人",
            "number_kind": None,
            "name": YI[0].reveal(),
            "number": YI[1].reveal(),
            "seen_at": sections["identity"][0]["seen_at"],
        }
    ]
    assert "这里是掌上办保存的" in files["请先读我.txt"].decode()
    assert [one["kind"] for one in sections["ledger"]][-2:] == ["identity-checked", "data-export-asked"]
    listed = await hand.get(f"{MINE}/data-exports")
    assert [one["dataExportId"] for one in listed["dataExports"]] == [asked["dataExportId"]]


async def test_a_school_gets_its_cases_its_forms_and_its_papers(town: Town) -> None:
    jia, _, case = await town.done()

    _, file = await copied(town, await facing(town, jia))

    sections, files = read(file)
    assert sections["identity"][0]["name"] == SCHOOL[0].reveal()
    assert [one["case"] for one in sections["cases"]] == [case]
    assert [one["result"] for one in sections["decisions"]] == ["granted"]
    assert "虚构路18号" in json.dumps(sections["forms"], ensure_ascii=False)
    assert {one["direction"] for one in sections["shipments"]} == {"collect", "deliver"}
    assert any(name.startswith("files/documents/") for name in files)
    assert ORGANISATION.certificate.licence_number.encode() in everything(file)
    assert {"phones", "sessions", "wechat", "alerts"} & set(sections) == set()  # no organisation has these
    assert "intent-given" in [one["kind"] for one in sections["ledger"]]


async def test_one_copy_a_day_and_the_same_key_is_the_same_copy(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)
    first = await hand.post(202, f"{MINE}/data-exports", key="one")

    again = await hand.post(202, f"{MINE}/data-exports", key="one")
    refused = await hand.send("POST", f"{MINE}/data-exports", key="two")
    town.clock.go_on(timedelta(days=1))
    next_day = await (await facing(town, await town.sign_in(YI), YI)).post(202, f"{MINE}/data-exports")

    assert again == first
    assert (refused.status, refused.code) == (429, "too-many-requests")
    assert 0 < int(refused.raw.headers["retry-after"]) <= 86_400
    assert next_day["dataExportId"] != first["dataExportId"]


async def test_whoever_has_the_number_is_told_that_a_copy_was_asked_for(town: Town) -> None:
    await linked(town, YI)
    hand = await facing(town, await town.sign_in(YI), YI)

    await copied(town, hand)

    [alert] = (await hand.get(f"{MINE}/alerts"))["alerts"]
    assert (alert["kind"], alert["title"]) == ("data-export-asked", "有一份您的信息副本正在整理")
    assert town.sms.sent[-1].to.reveal() == PHONE
    assert "您申请了一份信息副本" in town.sms.sent[-1].wording


async def test_after_seven_days_the_file_is_gone_from_us_too(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)
    export, _ = await copied(town, hand)

    town.clock.go_on(timedelta(days=7))
    late = await facing(town, await town.sign_in(YI), YI)
    refused = await late.send("GET", f"{MINE}/data-exports/{export}/file")
    await town.office.my_data.expire_data()

    assert (refused.status, refused.code) == (410, "data-export-ended")
    assert (await late.get(f"{MINE}/data-exports/{export}"))["state"] == "ended"
    [row] = await rows("data_exports")
    assert (row["sealed"], row["state"]) == (None, "ended")


async def test_each_time_a_copy_is_fetched_stands_in_the_ledger(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)
    export, _ = await copied(town, hand)

    await hand.send("GET", f"{MINE}/data-exports/{export}/file")

    kinds = [one["kind"] for one in await rows("ledger_entries")]
    assert kinds.count("data-export-fetched") == 2


async def test_what_would_go_and_what_stays_is_told_with_ground_and_day(town: Town) -> None:
    jia, _, _ = await town.done()

    told = await jia.get(f"{MINE}/erasure")

    stays = {one["what"]: one for one in told["stays"]}
    [case] = [one for what, one in stays.items() if what.startswith("办件")]
    assert case["when"] == "办结归档以后按保管期限保存"
    assert all(one["basis"] and one["when"] for one in told["stays"])
    assert {"notices", "calls", "forms", "wallet"} < {one["family"] for one in told["goes"]}
    assert "phones" not in {one["family"] for one in told["goes"]}  # the school has none


async def test_an_erased_person_is_nobody_to_the_number_and_the_account_they_signed_in_by(town: Town) -> None:
    await linked(town, YI)
    phone = WechatPhone(town, "o-invented-yi")
    await phone.enter()
    await phone.share_phone(PHONE)
    inside = await phone.prove(YI)
    hand = await facing(town, await town.sign_in(YI), YI)

    told = await erased(town, hand)

    assert await rows("phone_accounts") == []
    assert await rows("visitors") == []
    assert (await inside.send("GET", "/v1/enterprise/home")).status == 401
    done = await hand.get(f"{MINE}/erasures/{told['erasureId']}")
    gone = {one["family"]: one["count"] for one in done["gone"]}
    assert (done["state"], gone["phones"], gone["wechat"]) == ("done", 1, 1)
    assert done["stays"] == told["stays"]


async def test_who_came_by_the_code_and_then_showed_the_face_reads_the_receipt(town: Town) -> None:
    await linked(town, YI)
    elsewhere = await by_code(town)
    hand = await facing(town, await by_code(town), YI)

    told = await erased(town, hand)

    done = await hand.get(f"{MINE}/erasures/{told['erasureId']}")
    gone = {one["family"]: one["count"] for one in done["gone"]}
    assert (done["state"], gone["phones"]) == ("done", 1)
    assert (await elsewhere.send("GET", f"{MINE}/home")).status == 401
    assert (await facing(town, hand, YI)).token  # on no number any more


async def test_who_asks_in_the_mini_program_reads_the_receipt_there(town: Town) -> None:
    phone = WechatPhone(town, "o-invented-yi")
    await phone.enter()
    await phone.prove(YI)
    told = await phone.finish(await phone.open_check(YI, purpose="data"))
    hand = Hand(town.caller, told.body["session"]["accessToken"], front="/v1/enterprise")

    receipt = await erased(town, hand)

    done = await hand.get(f"/v1/enterprise/erasures/{receipt['erasureId']}")
    gone = {one["family"]: one["count"] for one in done["gone"]}
    assert (done["state"], gone["wechat"]) == ("done", 1)
    town.clock.go_on(timedelta(minutes=11))
    assert (await hand.send("GET", "/v1/enterprise/home")).code == "session-ended"


async def by_code(town: Town) -> Hand:
    """Signed in by the number alone."""
    told = await enter(town, await ask(town))
    town.clock.go_on(timedelta(minutes=1))
    cookie = told.raw.headers["set-cookie"].partition(";")[0]
    return Hand(town.caller, told.body["session"]["accessToken"], cookie)


async def test_who_agreed_to_something_else_erases_nothing(town: Town) -> None:
    await linked(town, YI)
    hand = await facing(town, await town.sign_in(YI), YI)

    refused = await hand.send("POST", f"{MINE}/erasures", json={"digest": "0" * 64})

    assert (refused.status, refused.code) == (409, "erasure-preview-changed")
    assert await rows("erasures") == []


async def test_asked_twice_it_is_one_erasure(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)
    body = {"digest": (await hand.get(f"{MINE}/erasure"))["digest"]}

    one = await hand.post(202, f"{MINE}/erasures", body)
    two = await hand.post(202, f"{MINE}/erasures", body)
    await town.work()

    assert one["erasureId"] == two["erasureId"]
    assert [row["kind"] for row in await rows("ledger_entries")].count("erasure-done") == 1


async def test_what_was_shown_and_confirmed_opens_and_fits_the_ledger_after_an_erasure(town: Town) -> None:
    jia, _, case = await town.done()

    await erased(town, await facing(town, jia))

    assert await town.core.chains.verify_contents(None) == ()
    assert (await jia.get(f"{MINE}/cases/{case}"))["caseId"] == case
