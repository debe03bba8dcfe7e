"""Couriers (快递) of EMS (中国邮政速递物流) by its own open platform: orders, calling off, tracking.

Source: public integrations of the platform (V1.0.0, «协议客户»), read 2026-11-22. NOT VERIFIED: the vendor's
documents are behind a contract, and no vendor endpoint was contacted. What a repeated order does is unknown,
so none is repeated; there is no question by our own number either: what is uncertain is a person's to ask.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

import msgspec

from adapters.courier.ems_envelope import seal
from adapters.courier.ems_events import BEIJING, Line, read_lines
from adapters.courier.places import split
from adapters.outbound.http import Outbound, address, decode, uncertain
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable
from domain.shipments.outside import Contact, CourierBooking, CourierOrder, ParcelEvent

VENDOR, SYSTEM, CARRIER = "ems", "courier", "ems"
DONE = "00000"
CREATE, CANCEL, TRACK = "020003", "020006", "040001"
OPEN = ("amp-prod-api", "f", "amp", "api", "open")
VERSION, MESSAGE_TYPE = "V1.0.0", "0"
# the office's contract number is the customer of every order; 2, 4 and 6 are somebody's purse at the door,
# and so is product 3 (特快到付): none of them can be said here
PAYER_IS_CUSTOMER, EXPRESS, NO_COLLECTING = "1", "1", "9"
DOCUMENT = "1"  # 文件
TO_THE_DOOR, AT_THE_DOOR = "2", "1"  # deliverType 上门投递: no locker, no station; pickupType 上门揽收
_CANCEL_LONGEST = 30
_BAD_REQUESTS = range(400, 500)
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


class _Answer(msgspec.Struct, rename="camel"):
    """`ret_body` is JSON inside a string."""

    ret_code: str = ""
    ret_body: str | None = None


class _Booked(msgspec.Struct, rename="camel"):
    waybill_no: str = ""
    logistics_order_no: str = ""
    payment_mode: str | None = None


class _Track(msgspec.Struct, rename="camel"):
    response_items: list[Line] | None = None


class EmsCourier:
    """Implements Courier. `url`: scheme and host, or the whole address of another environment of theirs;
    `customer`: 协议客户号."""

    def __init__(
        self,
        http: Outbound,
        *,
        url: str,
        customer: str,
        authorization: str,
        key: str,
        clock: Clock,
        deadline_seconds: float = 8.0,
    ) -> None:
        base = http.base(url)
        self._http = http
        self._url = address(base, SYSTEM, *OPEN) if base.path.strip("/") == "" else base
        self._customer, self._authorization, self._key = customer, authorization, key
        self._clock, self._deadline = clock, deadline_seconds

    async def order(self, order: CourierOrder) -> CourierBooking:
        if order.carrier != CARRIER:
            raise Refused(SYSTEM, "carrier")
        body = await self._call(CREATE, [self._document(order)], effect=True)
        booked = _booked(body)
        if not booked.waybill_no or booked.logistics_order_no not in {"", order.order_no}:
            raise uncertain(SYSTEM, "booking-malformed", effect=True)
        if booked.payment_mode not in {None, PAYER_IS_CUSTOMER}:
            raise Refused(SYSTEM, "another-payer")  # it stands there and has to be called off: a person's
        return CourierBooking(VENDOR, "", order.order_no, booked.waybill_no)

    async def ask(self, order: CourierOrder, *, first_tried_at: datetime) -> CourierBooking | None:
        """Nothing can be asked by our own number, as far as is known: a person calls."""
        del order, first_tried_at
        return None

    async def cancel(self, booking: CourierBooking, reason: str) -> None:
        told = {
            "logisticsOrderNo": booking.order_id,
            "waybillNo": booking.waybill,
            "cancelReason": reason[:_CANCEL_LONGEST],
        }
        await self._call(CANCEL, told, effect=True)

    async def track(self, carrier: str, waybill: str, *, phone_tail: str) -> tuple[ParcelEvent, ...]:
        del phone_tail  # they want none
        if carrier != CARRIER:
            raise Refused(SYSTEM, "carrier")
        body = await self._call(TRACK, {"waybillNo": waybill}, effect=False)
        lines = decode(SYSTEM, body.encode(), _Track, effect=False).response_items or ()
        if any(line.waybill_no != waybill for line in lines):
            raise Unavailable(SYSTEM, "another-parcel")
        try:
            return read_lines(lines)
        except ValueError:
            raise Unavailable(SYSTEM, "time-malformed") from None

    def _document(self, order: CourierOrder) -> dict[str, object]:
        document: dict[str, object] = {
            "ecommerceUserId": order.order_no,
            "logisticsOrderNo": order.order_no,
            "createdTime": _local(self._clock()),
            "contentsAttribute": DOCUMENT,
            "bizProductNo": EXPRESS,
            "paymentMode": PAYER_IS_CUSTOMER,
            "codFlag": NO_COLLECTING,
            "deliverType": TO_THE_DOOR,
            "pickupType": AT_THE_DOOR,
            "pickupNotes": order.remark,
            "sender": _end(order.sender),
            "receiver": _end(order.receiver),
            "cargos": [{"cargoName": order.cargo, "cargoQuantity": order.pieces}],
        }
        if window := order.window:
            document["pickupPreBeginTime"] = f"{window.day} {window.start:%H:%M:%S}"
            document["pickupPreEndTime"] = f"{window.day} {window.end:%H:%M:%S}"
        return document

    async def _call(
        self, api: str, document: Mapping[str, object] | Sequence[Mapping[str, object]], *, effect: bool
    ) -> str:
        """The text of `retBody`. A code nobody can explain is final: a person looks, nothing is repeated."""
        form = {
            "apiCode": api,
            "senderNo": self._customer,
            "authorization": self._authorization,
            "msgType": MESSAGE_TYPE,
            "timeStamp": _local(self._clock()),
            "version": VERSION,
            "userCode": self._customer,
            "logitcsInterface": seal(msgspec.json.encode(document).decode(), self._key),  # sic
        }
        answer = await self._http.send(
            SYSTEM,
            "POST",
            self._url,
            effect=effect,
            headers=_FORM,
            body=urlencode(form).encode(),
            deadline_seconds=self._deadline,
        )
        if answer.status in _BAD_REQUESTS:
            raise Refused(SYSTEM, f"http-{answer.status}")
        told = decode(SYSTEM, answer.body, _Answer, effect=effect)
        if not told.ret_code:
            raise uncertain(SYSTEM, "answer-malformed", effect=effect)
        if told.ret_code != DONE:
            raise Refused(SYSTEM, told.ret_code[:16])
        return told.ret_body or "{}"


def _booked(body: str) -> _Booked:
    """One order's answer is an object, it is said; a list of one is as good. Raises Unknown."""
    if not body.lstrip().startswith("["):
        return decode(SYSTEM, body.encode(), _Booked, effect=True)
    found = decode(SYSTEM, body.encode(), list[_Booked], effect=True)
    return found[0] if len(found) == 1 else _Booked()


def _end(contact: Contact) -> dict[str, str]:
    place = split(contact.address.reveal())
    return {
        "name": contact.name.reveal(),
        "mobile": contact.phone.reveal(),
        "prov": place.province,
        "city": place.city,
        "county": place.county,
        "address": place.rest,
    }


def _local(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
