"""What SF Express posts is signed by nobody: its address is secret, and it is believed once asked for."""

import json
from typing import Any

import pytest

from adapters.postgres.rows.shipments import ShipmentRow
from domain.kernel.ids import unshort
from domain.shipments.doorbell import ASK_AGAIN
from domain.shipments.outside import ParcelState
from tests.http.books import books, differing
from tests.http.hand import Hand
from tests.http.town import SECRET, Town
from tests.support.house import count

ROUTES = f"/v1/callbacks/sf/{SECRET}/routes"
AT = "2026-11-24 10:00:00"


async def of_sf(town: Town, jia: Hand, case: str, direction: str) -> dict[str, Any]:
    """The same parcel, ordered there: its line as SF Express tells it."""
    shipment = await town.shipment(jia, case, direction)
    rows = ShipmentRow.filter(id=unshort("ship", shipment["shipmentId"]))
    await rows.update(vendor="sf")
    row = await rows.get()
    return {"mailno": row.waybill, "orderid": row.order_no, "acceptTime": AT, "opCode": "50", "remark": ""}


def pushed(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"json": {"Body": {"WaybillRoute": list(lines)}}, "key": ""}


@pytest.mark.parametrize("secret", ["another-secret-000000001", SECRET[:-1], "é"])
async def test_who_does_not_know_the_address_finds_nothing_there(town: Town, secret: str) -> None:
    before = await books()

    answer = await town.caller.send("POST", f"/v1/callbacks/sf/{secret}/routes", **pushed({"mailno": "SF1"}))

    assert (answer.status, answer.code) == (404, "not-found")
    assert await differing(before) == []


async def test_a_line_told_ten_times_moves_the_parcel_once(town: Town) -> None:
    jia, _, case = await town.under_way()
    line = await of_sf(town, jia, case, "collect")
    town.courier.happen(line["mailno"], ParcelState.PICKED_UP, "50")

    for number in range(10):
        answer = await town.caller.send("POST", ROUTES, **pushed(line | {"id": str(number)}))
        await town.work()

    assert answer.body == {"return_code": "0000", "return_msg": "成功"}
    assert await count("inbox") == 1
    told = await town.shipment(jia, case, "collect")
    assert (told["state"], len(told["events"])) == ("picked_up", 1)


async def test_the_form_of_a_push_is_answered_in_xml(town: Town) -> None:
    jia, _, case = await town.under_way()
    line = await of_sf(town, jia, case, "collect")
    attributes = " ".join(f'{name}="{value}"' for name, value in line.items())
    town.courier.happen(line["mailno"], ParcelState.PICKED_UP, "50")
    content = f"<Request><Body><WaybillRoute {attributes}/></Body></Request>"

    answer = await town.post_form(ROUTES, f"content={content}".replace("&", "").encode())
    await town.work()

    assert answer.raw.content == b"<Response><Head>OK</Head></Response>"
    assert (await town.shipment(jia, case, "collect"))["state"] == "picked_up"


async def test_a_signature_somebody_made_up_delivers_nothing_and_a_true_one_does(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.collected(jia, case)
    await town.granted(case)
    line = await of_sf(town, jia, case, "deliver")
    signed = pushed(line | {"opCode": "80", "remark": "签收人：本人"})

    await town.caller.send("POST", ROUTES, **signed)
    await town.work()
    made_up = (await town.shipment(jia, case, "deliver"))["state"]
    town.courier.happen(line["mailno"], ParcelState.DELIVERED_SELF, "80")
    town.clock.go_on(ASK_AGAIN)
    later = pushed(line | {"opCode": "8000", "remark": "签收人：本人", "acceptTime": "2026-11-24 10:00:01"})
    await town.caller.send("POST", ROUTES, **later)
    await town.work()

    assert made_up != "delivered_self"
    assert (await ShipmentRow.get(order_no=line["orderid"])).state == "delivered_self"


async def test_lines_of_parcels_that_are_not_ours_are_taken_and_forgotten(town: Town) -> None:
    strange = {"mailno": "SF9", "orderid": "another", "acceptTime": AT, "opCode": "50"}

    answer = await town.caller.send("POST", ROUTES, **pushed(strange, strange | {"orderid": None}))

    assert (answer.status, await count("inbox")) == (200, 0)


async def test_what_another_vendor_was_given_is_not_for_sf_to_tell_of(town: Town) -> None:
    jia, _, case = await town.under_way()
    line = await of_sf(town, jia, case, "collect")
    await ShipmentRow.filter(order_no=line["orderid"]).update(vendor="kuaidi100")

    await town.caller.send("POST", ROUTES, **pushed(line))

    assert await count("inbox") == 0


async def test_nothing_that_may_be_posted_there_is_an_error_of_ours(town: Town) -> None:
    odd = [b"", b"null", b"[" * 5000, b"\xff\xfe", json.dumps({"Body": {"WaybillRoute": [{}]}}).encode()]
    kinds = ("application/json", "application/x-www-form-urlencoded", "text/xml", "")

    answered = [
        await town.caller.send("POST", ROUTES, content=body, headers={"Content-Type": kind}, key="")
        for body in odd
        for kind in kinds
    ]

    assert {one.status for one in answered} <= {401, 415, 422}
