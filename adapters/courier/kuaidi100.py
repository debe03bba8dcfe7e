"""Couriers (快递) through kuaidi100: pick-up orders, tracking, subscriptions.

Source: api.kuaidi100.com (border API, query, poll) and its java-demo 68a6ab42, read 2026-11-21. No vendor
endpoint was contacted. An order is told to follow its parcel too, so that one call does both.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

import msgspec

from adapters.courier.kuaidi100_events import BEIJING, Line, read_lines
from adapters.outbound.http import Outbound, address, decode, uncertain
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable
from domain.shipments.outside import CourierBooking, CourierOrder, ParcelEvent, PickupWindow

VENDOR, SYSTEM = "kuaidi100", "courier"
DONE, FAULT = "200", "500"
PASSING = frozenset(
    {"502", "503", "600", "601"}
)  # locked for now; our key or signature: an operator mends it
PAYMENT = "SHIPPER"  # the platform account, the office's own, whichever way the parcel goes
SAME_ORDER_FOR = timedelta(hours=47)  # 48 at the vendor, after which a repeat is a second courier
DAYS = ("今天", "明天", "后天")
_CANCEL_LONGEST = 30
_BAD_REQUESTS = range(400, 500)
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


class _Booked(msgspec.Struct, rename="camel"):
    task_id: str = ""
    order_id: str = ""
    waybill: str | None = msgspec.field(name="kuaidinum", default="")


class _Answer(msgspec.Struct, rename="camel"):
    """Orders and subscriptions say returnCode, a good query says status."""

    return_code: str = ""
    status: str = ""
    message: str = ""
    data: msgspec.Raw = msgspec.Raw(b"null")


class Kuaidi100:
    """Implements Courier. `order_url`, `track_url`: scheme and host of its two services."""

    def __init__(
        self,
        http: Outbound,
        *,
        order_url: str,
        track_url: str,
        key: str,
        secret: str,
        customer: str,
        clock: Clock,
        deadline_seconds: float = 8.0,
    ) -> None:
        self._http, self._orders, self._tracks = http, http.base(order_url), http.base(track_url)
        self._key, self._secret, self._customer = key, secret, customer
        self._clock, self._deadline = clock, deadline_seconds

    async def order(self, order: CourierOrder) -> CourierBooking:
        param = {
            "kuaidicom": order.carrier,
            "sendManName": order.sender.name.reveal(),
            "sendManMobile": order.sender.phone.reveal(),
            "sendManPrintAddr": order.sender.address.reveal(),
            "recManName": order.receiver.name.reveal(),
            "recManMobile": order.receiver.phone.reveal(),
            "recManPrintAddr": order.receiver.address.reveal(),
            "cargo": order.cargo,
            "remark": f"内件{order.pieces}份。{order.remark}",
            "payment": PAYMENT,
            "thirdOrderId": order.order_no,
            "callBackUrl": order.callback_url,
            "salt": order.salt,
            "op": "1",
            "pollCallBackUrl": order.track_url,
            "resultv2": "4",
            **(self._window(order.window) if order.window else {}),
        }
        answer = await self._border("bOrder", param)
        booked = decode(SYSTEM, bytes(answer.data), _Booked, effect=True)
        if not (booked.task_id and booked.order_id):
            raise uncertain(SYSTEM, "booking-malformed", effect=True)
        return CourierBooking(VENDOR, booked.task_id, booked.order_id, booked.waybill or "")

    async def ask(self, order: CourierOrder, *, first_tried_at: datetime) -> CourierBooking | None:
        if self._clock() - first_tried_at >= SAME_ORDER_FOR:
            return None
        return await self.order(order)  # there is no question to put: the repeat is the question

    async def cancel(self, booking: CourierBooking, reason: str) -> None:
        told = {
            "taskId": booking.task_id,
            "orderId": booking.order_id,
            "cancelMsg": reason[:_CANCEL_LONGEST],
        }
        await self._border("cancel", told)

    async def track(self, carrier: str, waybill: str, *, phone_tail: str) -> tuple[ParcelEvent, ...]:
        param = _json(
            {
                "com": carrier,
                "num": waybill,
                "phone": phone_tail,
                "resultv2": "4",
                "show": "0",
                "order": "desc",
            }
        )
        form = {
            "customer": self._customer,
            "sign": sign(param, self._key, self._customer),
            "param": param,
        }
        answer = await self._post(("poll", "query.do"), form, effect=False)
        if (
            answer.return_code == FAULT and "无结果" in answer.message
        ):  # one code for «nothing yet» and a fault
            return ()
        _check(answer.status if answer.status == DONE else answer.return_code, effect=False)
        try:
            return read_lines(decode(SYSTEM, bytes(answer.data), list[Line], effect=False))
        except ValueError:
            raise Unavailable(SYSTEM, "time-malformed") from None

    async def _border(self, method: str, document: Mapping[str, str]) -> _Answer:
        param, t = _json(document), str(int(self._clock().timestamp() * 1000))
        form = {
            "method": method,
            "key": self._key,
            "t": t,
            "sign": sign(param, t, self._key, self._secret),
            "param": param,  # the very text that was signed
        }
        answer = await self._post(("order", "borderapi.do"), form, effect=True)
        _check(answer.return_code, effect=True)
        return answer

    async def _post(self, path: tuple[str, ...], form: Mapping[str, str], *, effect: bool) -> _Answer:
        base = self._orders if path[0] == "order" else self._tracks
        answer = await self._http.send(
            SYSTEM,
            "POST",
            address(base, SYSTEM, *path),
            effect=effect,
            headers=_FORM,
            body=urlencode(form).encode(),
            deadline_seconds=self._deadline,
        )
        if answer.status in _BAD_REQUESTS:
            raise Refused(SYSTEM, f"http-{answer.status}")
        return decode(SYSTEM, answer.body, _Answer, effect=effect)

    def _window(self, window: PickupWindow) -> dict[str, str]:
        ahead = (window.day - self._clock().astimezone(BEIJING).date()).days
        if ahead not in range(len(DAYS)):
            raise Refused(SYSTEM, "window-out-of-range")
        return {
            "dayType": DAYS[ahead],
            "pickupStartTime": f"{window.start:%H:%M}",
            "pickupEndTime": f"{window.end:%H:%M}",
        }


def sign(*parts: str) -> str:
    """The vendor's signature: upper-case MD5 over the parts put together, the first of them as it is sent."""
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest().upper()


def _json(document: Mapping[str, object]) -> str:
    return msgspec.json.encode(document).decode()


def _check(code: str, *, effect: bool) -> None:
    """Raises Refused, Unavailable or Unknown for anything but 200."""
    if code == DONE:
        return
    if code in PASSING:
        raise Unavailable(SYSTEM, code)
    if code == FAULT or not code:  # 500 is told for faults of theirs and for what they could not read
        raise uncertain(SYSTEM, code or "answer-malformed", effect=effect)
    raise Refused(SYSTEM, code)
