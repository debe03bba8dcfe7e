"""Queue 6 at the staff's desk: what came is scanned, what is missing is named, what went wrong has an end."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tortoise.connection import get_connection

from domain.clock.clock import beijing_date
from domain.staff.account import Role
from tests.http.hand import Hand, confirmation, pieces
from tests.http.town import Town
from tests.usecases.case_world import ORGANISATION

QUEUE = "/v1/console/certificates"


class Desk:
    """The clerk's hands on one parcel after another."""

    def __init__(self, town: Town) -> None:
        self.town, self.keys = town, 0

    async def rows(self, **more: str) -> list[dict[str, Any]]:
        query = "&".join(f"{name}={value}" for name, value in more.items())
        clerk = self.town.staff[Role.CLERK]
        told = await self.town.caller.expect(200, "GET", f"{QUEUE}?{query}", token=clerk)
        assert told["count"] >= len(told["certificates"])
        found: list[dict[str, Any]] = told["certificates"]
        return found

    async def act(self, status: int, shipment: str, what: str, body: object = None) -> Any:
        self.keys += 1
        more = {} if body is None else {"json": body}
        told = await self.town.caller.expect(
            status,
            "POST",
            f"/v1/console/shipments/{shipment}/{what}",
            token=self.town.staff[Role.CLERK],
            key=f"desk-{self.keys}",
            **more,
        )
        await self.town.work()
        return told


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town)


@pytest.fixture
async def under_way(town: Town) -> tuple[Hand, str]:
    """The form is confirmed and filed, the old certificate fetched and signed for at our counter."""
    jia, _, case = await town.under_way()
    await town.moves(jia, case, "collect", "103", "301")
    return jia, case


async def test_two_of_three_are_taken_in_and_everybody_reads_so(
    town: Town, desk: Desk, under_way: tuple[Hand, str]
) -> None:
    jia, case = under_way
    [row] = await desk.rows(group="arrived")
    in_hand = pieces(row)["pieces"]
    assert isinstance(in_hand, list)
    *found, gone = in_hand
    absent = [{"kind": gone["kind"], "serial": gone["serial"], "reason": "not_handed_over"}]

    now = await desk.act(200, row["shipmentId"], "scan", {"pieces": found, "absent": absent})

    assert now["stateText"] == f"窗口已收到{len(in_hand)}件中的{len(found)}件"
    [awaited] = await desk.rows()
    assert (awaited["cause"], awaited["action"]["code"]) == ("awaited", "note_courier_call")
    view = await jia.get(f"/v1/citizen/cases/{case}")
    assert view["shipments"][0]["pieces"][-1] == {
        "kind": gone["kind"],
        "serial": gone["serial"],
        "custody": "absent",
        "reason": "not_handed_over",
        "reasonText": "未交",
    }
    assert view["next"]["label"] == "还差1件旧证，请补交"

    await desk.act(200, row["shipmentId"], "loss", {"note": "持证人书面声明遗失"})

    assert await desk.rows() == []
    assert [len(lost) for lost in town.approval.lost.values()] == [1]


@pytest.mark.usefixtures("under_way")
async def test_a_scan_that_leaves_a_piece_out_says_which(desk: Desk) -> None:
    [row] = await desk.rows()
    in_hand = pieces(row)["pieces"]
    assert isinstance(in_hand, list)

    told = await desk.act(409, row["shipmentId"], "scan", {"pieces": in_hand[:1]})

    assert (told["type"], len(told["missing"])) == ("/problems/pieces-unaccounted", len(in_hand) - 1)


async def test_nothing_is_voided_before_the_new_licence_and_all_of_it_after(
    town: Town, desk: Desk, under_way: tuple[Hand, str]
) -> None:
    _, case = under_way
    [row] = await desk.rows()
    await desk.act(200, row["shipmentId"], "scan", pieces(row))
    early = await desk.act(409, row["shipmentId"], "void")
    await town.granted(case)

    [to_void] = await desk.rows(group="to_void")
    now = await desk.act(200, to_void["shipmentId"], to_void["action"]["code"].removesuffix("_certificates"))

    assert early["type"] == "/problems/void-too-early"
    assert {one["custody"] for one in now["pieces"]} == {"void"}


@pytest.mark.usefixtures("under_way")
async def test_the_number_to_call_is_masked_until_somebody_asks_and_that_is_written_down(
    town: Town, desk: Desk
) -> None:
    [row] = await desk.rows()
    path, clerk = f"/v1/console/shipments/{row['shipmentId']}/phone", town.staff[Role.CLERK]

    told = await town.caller.expect(200, "GET", path, token=clerk)

    [looked] = await get_connection("default").execute_query_dict(
        "SELECT staff, facts FROM ledger_entries WHERE kind = 'contact-number-shown'"
    )
    assert (row["contact"]["phone"], told) == ("199****0101", {"phone": "19900000101"})
    assert looked["staff"] == "clerk-1"
    assert "19900000101" not in str(looked["facts"])


async def test_who_looked_at_a_number_is_nothing_the_person_reads_of(
    town: Town, desk: Desk, under_way: tuple[Hand, str]
) -> None:
    jia, case = under_way
    path = f"/v1/citizen/cases/{case}/timeline"
    before = len((await jia.get(path))["entries"])
    [row] = await desk.rows()
    asked = f"/v1/console/shipments/{row['shipmentId']}/phone"

    await town.caller.expect(200, "GET", asked, token=town.staff[Role.CLERK])

    assert len((await jia.get(path))["entries"]) == before


@pytest.mark.usefixtures("under_way")
async def test_what_is_expected_is_known_by_its_number_and_cannot_be_copied_from_it(desk: Desk) -> None:
    [row] = await desk.rows()
    number = ORGANISATION.certificate.licence_number

    assert row["expected"]["document"] == "民办非企业单位登记证书"
    [hint] = row["expected"]["numbers"]
    assert (hint[:3], hint[-4:], len(hint)) == (number[:3], number[-4:], len(number))
    assert set(hint[3:-4]) == {"*"}
    assert number not in str(row)


@pytest.mark.usefixtures("under_way")
async def test_what_the_courier_left_at_our_window_is_not_said_to_be_signed_for_by_the_person(
    desk: Desk,
) -> None:
    [row] = await desk.rows()

    assert (row["state"], row["news"]["text"]) == ("delivered_self", "快件已送到窗口")


@pytest.mark.usefixtures("under_way")
async def test_a_mismatch_names_the_piece_and_has_days_of_its_own(town: Town, desk: Desk) -> None:
    [row] = await desk.rows()
    in_hand = pieces(row)["pieces"]
    assert isinstance(in_hand, list)
    in_hand[-1]["number"] = "123"

    told = await desk.act(409, row["shipmentId"], "scan", {"pieces": in_hand})

    assert (told["type"], told["missing"]) == ("/problems/pieces-do-not-match", ["副本2"])
    path = "/v1/console/today/certificates"
    [waits] = (await town.caller.expect(200, "GET", path, token=town.staff[Role.CLERK]))["rows"]
    assert waits["title"] == "收到的证书与应收的不一致"
    since = datetime.fromisoformat(waits["since"])
    assert waits["due"] == str(beijing_date(since + timedelta(days=3)))
    assert waits["light"] == "green"


@pytest.mark.usefixtures("under_way")
async def test_the_audit_administrator_reads_the_queue_and_changes_nothing(town: Town, desk: Desk) -> None:
    [row] = await desk.rows()
    audit = town.staff[Role.AUDIT]

    await town.caller.expect(200, "GET", QUEUE, token=audit)
    await town.caller.expect(
        403, "POST", f"/v1/console/shipments/{row['shipmentId']}/void", token=audit, key="audit-1"
    )


async def test_an_unknown_group_is_no_group(town: Town) -> None:
    await town.caller.expect(422, "GET", f"{QUEUE}?group=made-up", token=town.staff[Role.CLERK])


async def test_a_parcel_another_signed_for_is_delivered_by_the_persons_word(
    town: Town, desk: Desk, under_way: tuple[Hand, str]
) -> None:
    jia, case = under_way
    [row] = await desk.rows()
    await desk.act(200, row["shipmentId"], "scan", pieces(row))
    await town.granted(case)
    await town.moves(jia, case, "deliver", "303")

    [other] = await desk.rows(group="exceptions")
    assert (other["contact"]["phone"], other["action"]["label"]) == ("199****0101", "打电话与收件人确认")
    await desk.act(200, other["shipmentId"], "calls", {"outcome": "no_answer"})
    await desk.act(200, other["shipmentId"], "receipt", {"note": "家人代收后已交本人"})

    assert (await jia.get(f"/v1/citizen/cases/{case}"))["state"] == "delivered"


async def test_the_old_one_posted_and_the_new_one_fetched_at_the_counter(town: Town, desk: Desk) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    path = f"/v1/citizen/cases/{case}/form"
    form = await jia.get(path)
    ways = {"version": form["version"], "returnMode": "self_post", "deliveryMode": "counter"}
    form = await jia.send("PATCH", path, json=ways)
    await jia.post(200, f"{path}/confirmation", confirmation(form.body))
    await town.work()
    view = await jia.get(f"/v1/citizen/cases/{case}")
    assert view["next"]["label"] == "把旧证寄到办理窗口，并填写运单号"

    sent = await jia.post(
        200, f"/v1/citizen/cases/{case}/waybill", {"carrier": "shunfeng", "waybill": "SF0000000001"}
    )
    [coming] = await desk.rows(group="arriving")
    await desk.act(200, sent["shipmentId"], "scan", pieces(coming))
    await town.granted(case)
    [waiting] = await desk.rows(group="to_hand_over")
    unseen = await desk.act(
        422, waiting["shipmentId"], "hand-over", {"name": "甲子安", "identitySeen": False}
    )
    await desk.act(200, waiting["shipmentId"], "hand-over", {"name": "甲子安", "identitySeen": True})

    assert unseen["type"] == "/problems/malformed-body"
    done = await jia.get(f"/v1/citizen/cases/{case}")
    assert (done["state"], done["shipments"][1]["stateText"]) == ("delivered", "已在窗口领取")


async def test_a_lost_certificate_is_declared_printed_and_filed(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    path = f"/v1/citizen/cases/{case}/form"
    form = await jia.get(path)
    assert form["lostRule"] == "declaration"
    way = {"version": form["version"], "returnMode": "lost_declaration", "deliveryMode": "electronic_only"}
    bare = (await jia.send("PATCH", path, json=way)).body
    refused = await jia.post(422, f"{path}/confirmation", confirmation(bare))
    told = {"version": bare["version"], "lost": {"day": "2026-11-01", "place": "虚构路的公交车上"}}
    whole = (await jia.send("PATCH", path, json=told)).body

    await jia.post(200, f"{path}/confirmation", confirmation(whole))
    await town.work()

    assert {one["field"] for one in refused["fields"]} == {"lost.day", "lost.place"}
    view = await jia.get(f"/v1/citizen/cases/{case}")
    assert {one["title"] for one in view["documents"]} == {"申请表", "遗失声明"}
    filed = town.approval.filings[case][0]
    assert (filed.old_certificate, "遗失声明" in {one.name for one in filed.materials}) == ("none", True)
    timeline = await jia.get(f"/v1/citizen/cases/{case}/timeline")
    assert "已声明旧证遗失" in {entry["title"] for entry in timeline["entries"]}
