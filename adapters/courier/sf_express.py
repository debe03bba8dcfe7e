"""Couriers (快递) of SF Express (顺丰速运) through its open platform (丰桥): orders, calling off, routes.

Source: open.sf-express.com (EXP_RECE_CREATE_ORDER, UPDATE_ORDER, SEARCH_ORDER_RESP, SEARCH_ROUTES) by public
mirrors, read 2026-11-22. No vendor endpoint was contacted.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from adapters.courier.sf_answers import SYSTEM, read_answer
from adapters.courier.sf_digest import Digest, digest
from adapters.courier.sf_events import BEIJING, Route, read_routes
from adapters.outbound.http import Outbound, address, uncertain
from domain.kernel.ports import Clock
from domain.kernel.refusal import Outward, Refused, Unavailable
from domain.shipments.outside import Contact, CourierBooking, CourierOrder, ParcelEvent

VENDOR, CARRIER = "sf", "shunfeng"
# 第三方付: on the office's monthly account (月结卡号), whichever way the parcel goes. 1 is the sender's
# purse, 2 the receiver's, and neither can be said here
THIRD_PARTY = 3
EXPRESS_TYPE = 2  # 顺丰标快
SENDER, RECEIVER = 1, 2
CANCEL, CANCELLED = 2, "2"
FIRST = "1"  # 母单
TO_BE_JUDGED, NOT_SERVED = "1", "3"  # filterResult: 人工确认, 不可收派
NEVER_PLACED = frozenset({"8018", "8024", "6150"})
ALREADY_PLACED, ALREADY_CANCELLED = "8016", "8037"
LANGUAGE = "zh-CN"
_BAD_REQUESTS = range(400, 500)
_FORM = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
T = TypeVar("T")


class _Waybill(msgspec.Struct, rename="camel"):
    waybill_no: str
    waybill_type: int | str = FIRST


class _Placed(msgspec.Struct, rename="camel"):
    """Who pays is not always told; where it is, it has to be us."""

    order_id: str = ""
    filter_result: int | str | None = None
    waybill_no_info_list: list[_Waybill] | None = None
    pay_method: int | str | None = None
    monthly_card: str | None = None
    payment_link: str | None = None


class _Updated(msgspec.Struct, rename="camel"):
    res_status: int | str = ""


class _Routes(msgspec.Struct, rename="camel"):
    mail_no: str = ""
    routes: list[Route] = []


class _Found(msgspec.Struct, rename="camel"):
    route_resps: list[_Routes] = []


class SfExpress:
    """Implements Courier. `partner`: 顾客编码; `checkword`: 校验码; `monthly_card`: the office's 月结卡号."""

    def __init__(
        self,
        http: Outbound,
        *,
        url: str,
        partner: str,
        checkword: str,
        monthly_card: str,
        digest: Digest,
        clock: Clock,
        request_id: Callable[[], str],
        deadline_seconds: float = 8.0,
    ) -> None:
        if not monthly_card:
            raise ValueError("an order without a monthly account is on somebody's purse")
        self._http, self._base = http, http.base(url)
        self._partner, self._checkword, self._digest = partner, checkword, digest
        self._monthly_card = monthly_card
        self._clock, self._request_id, self._deadline = clock, request_id, deadline_seconds

    async def order(self, order: CourierOrder) -> CourierBooking:
        if order.carrier != CARRIER:
            raise Refused(SYSTEM, "carrier")
        try:
            placed = await self._call("EXP_RECE_CREATE_ORDER", self._document(order), _Placed, effect=True)
        except Refused as told:
            if told.reason != ALREADY_PLACED:
                raise
            placed = await self._placed_already(order)
        return await self._booked(order, placed)

    async def ask(self, order: CourierOrder, *, first_tried_at: datetime) -> CourierBooking | None:
        """At any time: the vendor knows our number for good, and takes it once."""
        del first_tried_at
        found = await self._find(order)
        return await self.order(order) if found is None else await self._booked(order, found)

    async def cancel(self, booking: CourierBooking, reason: str) -> None:
        """The vendor has no place for the `reason`."""
        del reason
        document = {"orderId": booking.order_id, "dealType": CANCEL, "language": LANGUAGE}
        try:
            updated = await self._call("EXP_RECE_UPDATE_ORDER", document, _Updated, effect=True)
        except Refused as told:
            if told.reason != ALREADY_CANCELLED:
                raise
            return
        if str(updated.res_status) != CANCELLED:
            raise Refused(SYSTEM, f"resStatus-{updated.res_status}")

    async def track(self, carrier: str, waybill: str, *, phone_tail: str) -> tuple[ParcelEvent, ...]:
        """No rule of thirty minutes; for parcels of other accounts the tail is what the vendor checks.

        What is told of another number than the one asked for is nothing told.
        """
        del carrier
        document = {
            "language": LANGUAGE,
            "trackingType": "1",
            "trackingNumber": [waybill],
            "methodType": "1",
            "checkPhoneNo": phone_tail,
        }
        found = await self._call("EXP_RECE_SEARCH_ROUTES", document, _Found, effect=False)
        if any(answer.mail_no != waybill for answer in found.route_resps):
            raise Unavailable(SYSTEM, "another-parcel")
        try:
            return read_routes(route for answer in found.route_resps for route in answer.routes)
        except ValueError:
            raise Unavailable(SYSTEM, "time-malformed") from None

    def _document(self, order: CourierOrder) -> dict[str, object]:
        document: dict[str, object] = {
            "language": LANGUAGE,
            "orderId": order.order_no,
            "contactInfoList": [_contact(SENDER, order.sender), _contact(RECEIVER, order.receiver)],
            "cargoDetails": [{"name": order.cargo, "count": order.pieces}],
            "payMethod": THIRD_PARTY,
            "monthlyCard": self._monthly_card,
            "expressTypeId": EXPRESS_TYPE,
            "parcelQty": 1,  # however many papers lie in it
            "isDocall": 1,
            "isGenWaybillNo": 1,
            "remark": f"内件{order.pieces}份。{order.remark}",
        }
        if order.window is not None:
            start = datetime.combine(order.window.day, order.window.start, BEIJING)
            document["sendStartTm"] = f"{start:%Y-%m-%d %H:%M:%S}"
        return document

    async def _placed_already(self, order: CourierOrder) -> _Placed:
        """Our number stands there. Raises Unknown, whatever kept us from reading which order it is."""
        with suppress(Outward):
            if found := await self._find(order):
                return found
        raise uncertain(SYSTEM, ALREADY_PLACED, effect=True)

    async def _find(self, order: CourierOrder) -> _Placed | None:
        """What became of our number; None: it was never placed. Raises Refused, Unavailable."""
        document = {"orderId": order.order_no, "searchType": "1", "language": LANGUAGE}
        try:
            return await self._call("EXP_RECE_SEARCH_ORDER_RESP", document, _Placed, effect=False)
        except Refused as told:
            if told.reason not in NEVER_PLACED:
                raise
            return None

    async def _booked(self, order: CourierOrder, placed: _Placed) -> CourierBooking:
        if placed.order_id != order.order_no:
            raise uncertain(SYSTEM, "order-of-another", effect=True)
        if str(placed.filter_result) == NOT_SERVED:
            raise Refused(SYSTEM, "filterResult-3")
        waybills = [
            one.waybill_no for one in placed.waybill_no_info_list or () if str(one.waybill_type) == FIRST
        ]
        if not waybills and str(placed.filter_result) != TO_BE_JUDGED:
            raise uncertain(SYSTEM, "booking-malformed", effect=True)
        booking = CourierBooking(VENDOR, "", placed.order_id, waybills[0] if waybills else "")
        if not self._is_paid_by_us(placed):
            with suppress(
                Outward
            ):  # nobody is to be asked for money at their door; who looks at it, sees to it
                await self.cancel(booking, "")
            raise Refused(SYSTEM, "payer")
        return booking

    def _is_paid_by_us(self, placed: _Placed) -> bool:
        return (
            not placed.payment_link
            and placed.pay_method in (None, THIRD_PARTY, str(THIRD_PARTY))
            and placed.monthly_card in (None, "", self._monthly_card)
        )

    async def _call(self, service: str, document: Mapping[str, object], shape: type[T], *, effect: bool) -> T:
        text = msgspec.json.encode(document).decode()
        stamp = str(int(self._clock().timestamp() * 1000))
        form = {
            "partnerID": self._partner,
            "requestID": self._request_id(),
            "serviceCode": service,
            "timestamp": stamp,
            "msgDigest": digest(self._digest, text, stamp, self._checkword),
            "msgData": text,  # the very text that was signed
        }
        answer = await self._http.send(
            SYSTEM,
            "POST",
            address(self._base, SYSTEM, "std", "service"),
            effect=effect,
            headers=_FORM,
            body=urlencode(form).encode(),
            deadline_seconds=self._deadline,
        )
        if answer.status in _BAD_REQUESTS:
            raise Refused(SYSTEM, f"http-{answer.status}")
        return read_answer(answer.body, shape, effect=effect)


def _contact(side: int, contact: Contact) -> dict[str, object]:
    """The address whole: the vendor takes province and city from it."""
    return {
        "contactType": side,
        "contact": contact.name.reveal(),
        "mobile": contact.phone.reveal(),
        "country": "CN",
        "address": contact.address.reveal(),
    }
