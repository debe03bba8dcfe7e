"""A holder with a keypad phone: a text answered with «1», a call, an appointment, the counter, the pad.

Nobody here opens a page: the clerk's hand goes through the holder's own pages, and the ledger names both.
"""

from typing import Any

from adapters.sandbox.city import Enterprise
from bff.cli.demo import asking, fulfilling
from bff.cli.demo.client import StepFailed, within
from bff.cli.demo.walk import Walk

CALLS, DESK, CALL_ME = "/v1/console/calls", "A-07", "1"
STROKES = [[[20 + 9 * n, 300 + (n * 37) % 400, 16 * n] for n in range(100)]]
"""One line of a hand on the pad: x, y and milliseconds."""


async def walk_all(walk: Walk, firm: Enterprise) -> None:
    """From the text message to the new certificate across the counter."""
    await asking.notice(walk)
    entry = await texts_back(walk, CALL_ME)
    booked = await rung_and_booked(walk, entry)
    await at_the_counter(walk, firm, booked)
    await asking.say_yes(walk)
    await sign_on_the_pad(walk, await by_counter(walk))
    await asking.confirm(walk)
    await old_one_in(walk)
    await fulfilling.decided(walk)
    await new_one_out(walk)


async def texts_back(walk: Walk, *texts: str) -> Any:
    """The entry in the queue of calls, once every text is in it."""
    for text in texts:
        reply = {"phone": walk.cast.phone, "content": text}
        await walk.client.expect(200, "POST", f"{walk.levers.sms}/__reply", json=reply)

    async def all_read() -> Any:
        entry = await waiting_call(walk)
        return entry if entry and sum(one["times"] for one in entry["reasons"]) == len(texts) else None

    entry = await within(all_read, "what was texted")
    walk.say("回短信", f"{walk.cast.name}回复「{texts[-1]}」，进了「请打电话」队列")
    return entry


async def waiting_call(walk: Walk) -> Any:
    """The one entry about this holder, if any: several texts are one call."""
    page = await walk.client.expect(200, "GET", CALLS, token=walk.cast.clerk_key)
    return next((one for one in page["calls"] if one.get("partyName") == walk.cast.organisation), None)


async def rung_and_booked(walk: Walk, entry: Any) -> Any:
    """电话: the clerk sees the number, which the ledger notes, rings, and books the counter for them."""
    clerk, path = walk.cast.clerk_key, f"{CALLS}/{entry['callId']}"
    told = await walk.client.expect(200, "GET", f"{path}/phone", token=clerk)
    if told["phones"] != [{"phone": walk.cast.phone, "isBad": False}]:
        raise StepFailed(f"another number to ring: {told['phones']}")
    [counter, *_] = (await walk.client.expect(200, "GET", "/v1/citizen/counters"))["counters"]
    wish = {
        "name": walk.cast.name,
        "window": "am",
        "counter": counter["counter"],
        "day": counter["lastDay"],
    }
    booked = await walk.client.expect(201, "POST", f"{path}/appointment", token=clerk, json=wish)
    walk.say(
        "电话", f"{walk.cast.clerk}打了电话，约好 {wish['day']} 上午，预约号 {booked['appointmentNumber']}"
    )
    return booked


async def at_the_counter(walk: Walk, firm: Enterprise, booked: Any) -> None:
    """身份认证: the identity card in the clerk's hand; from now on the clerk's hand on the holder's pages."""
    arrival = {
        "kind": "counter",
        "desk": DESK,
        "name": firm.responsible.name,
        "idNumber": firm.responsible.id_number,
        "documentKind": "resident_id",
        "seenOriginal": True,
        "portraitMatches": True,
        "appointmentNumber": booked["appointmentNumber"],
    }
    token = walk.cast.clerk_key
    visit = await walk.client.expect(201, "POST", "/v1/console/visits", token=token, json=arrival)
    walk.token, walk.party, walk.matter = token, visit["actingFor"], visit["matterId"]
    walk.front = f"/v1/console/visits/{visit['visitId']}"
    walk.say("窗口", f"{DESK} 窗口：{walk.cast.clerk}核对了{walk.cast.name}的身份证原件，人证相符")


async def by_counter(walk: Walk) -> Any:
    """The form with no courier in it, old and new certificate by hand."""
    form, path = await asking.filled(walk), f"{walk.front}/cases/{walk.case}/form"
    by_hand = {"version": form["version"], "returnMode": "counter", "deliveryMode": "counter"}
    return await walk.client.expect(200, "PATCH", path, json=by_hand, token=walk.token, acting_for=walk.party)


async def sign_on_the_pad(walk: Walk, form: Any) -> None:
    shown = [{"caseId": walk.case, "digest": form["digest"], **asking.promises_of(form)}]
    await walk.post(201, "/signature", {"cases": shown, "strokes": STROKES})
    walk.say("签名", f"{walk.cast.name}看过表单，在手写板上签名")


async def old_one_in(walk: Walk) -> None:
    """回收, across the counter: each piece read."""
    shipment = await _planned(walk, "collect")
    number = await fulfilling.old_number(walk)
    pieces = [{"kind": p["kind"], "serial": p["serial"], "number": number} for p in shipment["pieces"]]
    await _at(walk, shipment, "scan", {"pieces": pieces})
    walk.say("回收", f"{walk.cast.name}把旧证带到窗口，{walk.cast.clerk}逐件扫描 {len(pieces)} 件，编号相符")


async def new_one_out(walk: Walk) -> None:
    """送达, likewise: into the hands of whom the clerk knows by their card."""
    await _at(
        walk, await _planned(walk, "deliver"), "hand-over", {"name": walk.cast.name, "identitySeen": True}
    )

    async def ended() -> bool | None:
        return (await walk.read())["state"] in ("delivered", "closed") or None

    await within(ended, "the certificate handed over")
    walk.say("送达", f"新证在窗口交给{walk.cast.name}本人，全程没有打开过网页")


async def _planned(walk: Walk, direction: str) -> Any:
    async def there() -> Any:
        shipment = walk.shipment(await walk.read(), direction)
        return shipment if shipment and shipment["state"] == "planned" else None

    return await within(there, f"the {direction} shipment", seconds=60)


async def _at(walk: Walk, shipment: Any, action: str, body: object) -> None:
    path = f"/v1/console/shipments/{shipment['shipmentId']}/{action}"
    await walk.client.expect(200, "POST", path, token=walk.cast.clerk_key, json=body)
