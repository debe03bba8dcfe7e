"""A courier's platform in memory; like the real one it sends a second courier after 48 hours."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import PersonName, Phone
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from domain.shipments.outside import CourierBooking, CourierNews, CourierOrder, ParcelEvent, ParcelState
from tests.fakes.trouble import Trouble

SAME_ORDER_FOR = timedelta(hours=48)
ASK_UNTIL = timedelta(hours=47)


@dataclass
class Booked:
    order: CourierOrder
    booking: CourierBooking
    at: datetime
    cancelled: bool = False


@dataclass
class FakeCourier:
    """Implements Courier. `happen` moves a parcel."""

    clock: Clock
    carriers: frozenset[str] = frozenset({"ems", "shunfeng"})
    booked: list[Booked] = field(default_factory=list)
    events: dict[str, list[ParcelEvent]] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=lambda: Trouble("courier"))
    names_late: bool = False  # an order's waybill is not in the answer
    asked: list[str] = field(default_factory=list)  # the waybills tracks were asked for
    while_asked: Callable[[], Awaitable[None]] | None = None  # happens once, while a track is asked for

    async def order(self, order: CourierOrder) -> CourierBooking:
        self.trouble.enter()
        if order.carrier not in self.carriers:
            raise Refused("courier", "400")
        booking = self._standing(order) or self._book(order)
        self.trouble.leave()
        return replace(booking, waybill="") if self.names_late else booking

    async def ask(self, order: CourierOrder, *, first_tried_at: datetime) -> CourierBooking | None:
        if self.clock() - first_tried_at >= ASK_UNTIL:
            return None
        return await self.order(order)

    async def cancel(self, booking: CourierBooking, reason: str) -> None:
        self.trouble.enter()
        for one in self.booked:
            if one.booking.order_id == booking.order_id and reason:
                one.cancelled = True
                return
        raise Refused("courier", "400")

    async def track(self, carrier: str, waybill: str, *, phone_tail: str) -> tuple[ParcelEvent, ...]:
        self.asked.append(waybill)
        self.trouble.enter()
        if self.while_asked is not None:
            happens, self.while_asked = self.while_asked, None
            await happens()
        if carrier not in self.carriers or len(phone_tail) != 4:
            raise Refused("courier", "400")
        return tuple(self.events.get(waybill, ()))

    def happen(self, waybill: str, state: ParcelState, code: str) -> ParcelEvent:
        event = ParcelEvent(state, self.clock(), code, str(state))
        self.events.setdefault(waybill, []).append(event)
        return event

    def _standing(self, order: CourierOrder) -> CourierBooking | None:
        for one in self.booked:
            if one.order.order_no == order.order_no and self.clock() - one.at < SAME_ORDER_FOR:
                return one.booking
        return None

    def _book(self, order: CourierOrder) -> CourierBooking:
        number = len(self.booked) + 1
        booking = CourierBooking("fake", f"task-{number}", f"order-{number}", f"1199{number:09d}")
        self.booked.append(Booked(order, booking, self.clock()))
        return booking


@dataclass
class FakeCouriers:
    """Implements Couriers: by name, the preferred first; every one of them orders what its platform does."""

    vendors: Mapping[str, FakeCourier]

    def carriers(self) -> frozenset[str]:
        return frozenset().union(*(vendor.carriers for vendor in self.vendors.values()))

    def vendors_for(self, carrier: str) -> tuple[str, ...]:
        return tuple(name for name, vendor in self.vendors.items() if carrier in vendor.carriers)

    def of(self, vendor: str, carrier: str) -> FakeCourier:
        found = vendor or next(iter(self.vendors_for(carrier)), "")
        if found not in self.vendors:
            raise Refused("courier", "no-vendor")
        return self.vendors[found]


def one_courier(clock: Clock) -> FakeCouriers:
    return FakeCouriers({"fake": FakeCourier(clock)})


@dataclass
class FakeFollowing:
    """Implements ParcelFollowing."""

    followed: list[tuple[str, str, str]] = field(default_factory=list)

    async def follow(self, carrier: str, waybill: str, *, phone_tail: str, track_url: str, salt: str) -> None:
        del phone_tail, salt
        self.followed.append((carrier, waybill, track_url))


class FakeCourierCallbacks:
    """Reads what `write` wrote."""

    def write(self, waybill: str, events: tuple[ParcelEvent, ...], *, salt: str, courier: str = "") -> bytes:
        told = [[event.state, event.at.isoformat(), event.code, event.text] for event in events]
        text = json.dumps({"waybill": waybill, "events": told, "courier": courier}).encode()
        return _mac(salt, text) + text

    def parse(self, body: bytes, content_type: str, *, salt: str) -> CourierNews:
        if not content_type.startswith("application/x-www-form-urlencoded"):
            raise SignatureWrong("form-malformed")
        given, text = body[:64], body[64:]
        if not hmac.compare_digest(given, _mac(salt, text)):
            raise SignatureWrong("signature")
        told = json.loads(text)
        return CourierNews(
            waybill=told["waybill"],
            courier_name=PersonName(told["courier"]) if told["courier"] else None,
            courier_phone=Phone("19900000000") if told["courier"] else None,
            events=tuple(
                ParcelEvent(ParcelState(state), datetime.fromisoformat(at), code, words)
                for state, at, code, words in told["events"]
            ),
        )


def _mac(salt: str, text: bytes) -> bytes:
    return hmac.new(salt.encode(), text, hashlib.sha256).hexdigest().encode()
