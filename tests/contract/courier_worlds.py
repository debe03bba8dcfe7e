"""The two couriers' platforms the suite runs against: the fake, and kuaidi100 in the sandbox."""

from datetime import timedelta
from typing import Protocol

from adapters.courier.kuaidi100 import Kuaidi100
from adapters.courier.kuaidi100_callbacks import Kuaidi100Callbacks
from adapters.sandbox.kit import Running
from adapters.sandbox.kuaidi100_orders import CANCELLED
from domain.kernel.refusal import Unavailable
from domain.shipments.outside import (
    Courier,
    CourierCallbacks,
    ParcelState,
)
from tests.contract.stand import Stand
from tests.fakes.courier import FakeCourier, FakeCourierCallbacks
from tests.sandbox.conftest import FixedClock, Listener

SALT = "invented-salt-of-this-shipment"
FORM = "application/x-www-form-urlencoded"
CODES = {
    ParcelState.PICKED_UP: "picked_up",
    ParcelState.OUT_FOR_DELIVERY: "out_for_delivery",
    ParcelState.PARKED: "locker",
    ParcelState.DELIVERED_SELF: "signed_self",
    ParcelState.DELIVERED_OTHER: "signed_other",
    ParcelState.REFUSED: "refused",
    ParcelState.RETURNED: "returned",
}


class World(Protocol):
    @property
    def courier(self) -> Courier: ...
    @property
    def callbacks(self) -> CourierCallbacks: ...
    async def count(self) -> int: ...
    async def cancelled(self) -> list[str]: ...
    async def move(self, waybill: str, state: ParcelState) -> None: ...
    async def later(self, span: timedelta) -> None: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...
    async def posted(self) -> bytes: ...


class FakeWorld:
    def __init__(self, clock: FixedClock) -> None:
        self._clock, self._last = clock, ""
        self.courier, self.callbacks = FakeCourier(clock.now), FakeCourierCallbacks()

    async def count(self) -> int:
        return len(self.courier.booked)

    async def cancelled(self) -> list[str]:
        """The orders called off, by the platform's number."""
        return [one.booking.order_id for one in self.courier.booked if one.cancelled]

    async def move(self, waybill: str, state: ParcelState) -> None:
        self._last = waybill
        self.courier.happen(waybill, state, CODES[state])

    async def later(self, span: timedelta) -> None:
        self._clock.at += span

    async def lose_the_answer(self) -> None:
        self.courier.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.courier.trouble.before.append(Unavailable("courier", "502"))

    async def posted(self) -> bytes:
        events = tuple(self.courier.events[self._last])
        return self.callbacks.write(self._last, events, salt=SALT)


class Kuaidi100World:
    def __init__(self, stand: Stand, vendor: Running, listener: Listener) -> None:
        self._stand, self._vendor, self._listener = stand, vendor, listener
        self.courier = Kuaidi100(
            stand.http,
            order_url=vendor.url,
            track_url=vendor.url,
            key="testKey",
            secret="testSecret",
            customer="TESTCUSTOMER",
            clock=stand.clock.now,
            deadline_seconds=1.0,
        )
        self.callbacks = Kuaidi100Callbacks(clock=stand.clock.now)

    async def count(self) -> int:
        return len((await self._books())["orders"])

    async def cancelled(self) -> list[str]:
        orders = (await self._books())["orders"]
        return [one["order_id"] for one in orders if one["status"] == CANCELLED]

    async def move(self, waybill: str, state: ParcelState) -> None:
        told = {"kuaidinum": waybill, "to": CODES[state]}
        await self._stand.hand.control(self._vendor, "/__advance_parcel", **told)

    async def later(self, span: timedelta) -> None:
        self._stand.clock.at += span

    async def lose_the_answer(self) -> None:
        await self._stand.mode(self._vendor, "reset_after")

    async def be_busy(self) -> None:
        await self._stand.mode(self._vendor, "throttle")

    async def posted(self) -> bytes:
        await self._stand.hand.control(self._vendor, "/__flush", all=True)
        return next(told.body for told in self._listener.got if told.path == "/tracks")

    async def _books(self) -> dict[str, list[dict[str, str]]]:
        kept: dict[str, list[dict[str, str]]] = await self._stand.hand.look(self._vendor, "/__books")
        return kept
