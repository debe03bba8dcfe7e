"""The second half of a journey: collected, decided, delivered, shown, rated; each step walks twice."""

from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from bff.cli.demo.client import StepFailed, within
from bff.cli.demo.walk import Walk

BEIJING = timezone(timedelta(hours=8))
KINDS = {"original": "正本", "duplicate": "副本"}
VERIFIED = {
    "valid": "有效",
    "not_valid": "码是真的，但证照不在有效状态",
    "expired": "码已过期",
    "used": "码已经用过，不再认",
    "replaced": "已换了新码",
    "unknown": "不是我们的码",
}


async def collected(walk: Walk) -> None:
    """回收: the courier fetches the old certificate, free; our counter scans each piece."""

    async def at_counter() -> Any:
        view = await walk.read()
        shipment = walk.shipment(view, "collect")
        return (
            shipment
            if shipment and shipment["state"] in ("delivered_self", "delivered_other", "scanned")
            else None
        )

    shipment = await within(at_counter, "the old certificate at the counter", seconds=60)
    walk.say(
        "回收",
        f"快递 {shipment.get('waybill', '')} 上门向{walk.cast.name}收取旧证，已送到窗口；邮费由政府承担",
    )
    if shipment["state"] != "scanned":
        arriving = await walk.client.expect(
            200, "GET", "/v1/console/shipments/arriving", token=walk.cast.clerk_key
        )
        one = next(s for s in arriving["shipments"] if s["shipmentId"] == shipment["shipmentId"])
        await walk.client.expect(
            200,
            "POST",
            f"/v1/console/shipments/{one['shipmentId']}/scan",
            token=walk.cast.clerk_key,
            json={"pieces": [{**_piece(p), "number": await old_number(walk)} for p in one["pieces"]]},
            key=walk.key("scan"),
        )
    counted = "、".join(f"{kind} {count}" for kind, count in _counted(shipment["pieces"]).items())
    walk.say("回收", f"{walk.cast.clerk}逐件扫描：{counted}，编号相符，快递的保管责任结束")


async def old_number(walk: Walk) -> str:
    """What the clerk reads off the paper: the number of the certificate that is due."""
    form = await walk.get(f"/cases/{walk.case}/form")
    number: str = next(one["value"] for one in form["fields"] if one["key"] == "certificate_number")
    return number


async def decided(walk: Walk) -> Any:
    """办结: nothing reads so before the signed push and the bank's identifier are both here."""

    async def done() -> Any:
        view = await walk.read()
        ended = view["state"] in ("licensed", "delivered", "closed", "denied")
        return view if ended and _decision_of(view) else None

    view = await within(done, "the decision and its sealed document", seconds=60)
    accepted = f"{_clock(view['acceptedAt'])} 受理，" if view.get("acceptedAt") else ""
    walk.say(
        "办结", f"办件编号 {view['number']}：{accepted}{_clock(view['decidedAt'])} 决定，{view['stateText']}"
    )
    papers = "、".join(one["title"] for one in view["documents"] if one is not _decision_of(view))
    walk.say("办结", f"盖章文书《{_decision_of(view)['title']}》已送达，另有 {papers}")
    return view


def _decision_of(view: Any) -> Any:
    """The sealed document that carries the decision, once it was fetched."""
    kinds = ("decision-granted", "decision-denied")
    return next((one for one in view.get("documents", []) if one["kind"] in kinds), None)


def _clock(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(BEIJING):%H:%M:%S}"


async def delivered(walk: Walk) -> None:
    """送达: the new certificate, into the hands of the named receiver."""

    async def there() -> Any:
        view = await walk.read()
        return view if view["state"] in ("delivered", "closed") else None

    view = await within(there, "the new certificate at the door", seconds=60)
    shipment = walk.shipment(view, "deliver")
    walk.say(
        "送达",
        f"新证 {shipment['waybill'] if shipment else ''} 由{walk.cast.name}本人签收；{view['stateText']}",
    )


async def show(walk: Walk) -> None:
    """The licence in the wallet, shown by QR, verified once."""
    wallet = await walk.get("/wallet")
    valid = [one for one in wallet["cards"] if one["status"] in ("valid", "expiring")]
    if not valid:
        raise StepFailed(f"no valid card in the wallet: {wallet['cards']}")
    card = max(valid, key=lambda one: one.get("validUntil", "9999"))
    shown = await walk.post(201, f"/licences/{card['licenceId']}/presentations", {}, action=str(uuid4()))
    ask = {"code": shown["code"], "purpose": walk.cast.purpose}
    told = await walk.client.expect(
        200, "POST", "/v1/verifier/verifications", token=walk.cast.verifier_key, json=ask
    )
    again = await walk.client.expect(
        200, "POST", "/v1/verifier/verifications", token=walk.cast.verifier_key, json=ask
    )
    walk.say(
        "亮证",
        f"{walk.cast.name}出示 {card['name']}（尾号 {card['numberTail']}），{walk.cast.verifier}扫码核验："
        f"{VERIFIED[told['result']]}；同一二维码再扫：{VERIFIED[again['result']]}",
    )


async def rate(walk: Walk) -> None:
    """好差评, once."""
    if (await walk.read()).get("rating"):
        walk.say("评价", "先前已评价")
        return
    await walk.post(201, f"/cases/{walk.case}/rating", {"level": 5, "tags": ["510"]})
    walk.say("评价", f"{walk.cast.name}：非常满意")


async def given_back(walk: Walk) -> None:
    """After a denial: whatever was collected goes back, free and tracked."""

    async def back() -> Any:
        view = await walk.read()
        shipment = walk.shipment(view, "give_back")
        return shipment if shipment and shipment["state"] == "delivered_self" else None

    shipment = await within(back, "the old certificate back at its holder", seconds=60)
    walk.say("退还", f"原证已免费退回：{shipment['waybill']}，本人签收")


def _counted(pieces: Any) -> Counter[str]:
    return Counter(KINDS.get(one["kind"], one["kind"]) for one in pieces)


def _piece(piece: Any) -> dict[str, str]:
    return {"kind": piece["kind"], "serial": piece["serial"]}
