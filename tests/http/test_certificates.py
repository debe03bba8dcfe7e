"""Queue 6 at the staff's desk: what came is scanned, what is missing is named, what went wrong has an end."""

from typing import Any

import pytest

from domain.staff.account import Role
from tests.http.hand import Hand, confirmation, pieces
from tests.http.town import Town

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
    assert (other["contact"]["phone"], other["action"]["label"]) == ("19900000101", "打电话与收件人确认")
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
