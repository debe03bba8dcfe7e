"""kuaidi100 (快递100) on the stage."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from adapters.conformance.courier.world import HASTY_SECONDS, SALT, Posted
from adapters.conformance.stage import Stage
from adapters.courier.kuaidi100 import SAME_ORDER_FOR, Kuaidi100
from adapters.courier.kuaidi100_callbacks import Kuaidi100Callbacks
from adapters.courier.kuaidi100_following import Kuaidi100Following
from adapters.sandbox.kuaidi100 import CourierSandbox, create_app
from adapters.sandbox.kuaidi100_orders import CANCELLED
from domain.shipments.outside import CourierNews, ParcelState

ACCOUNT = {"key": "testKey", "customer": "TESTCUSTOMER", "secret": "testSecret"}


class Kuaidi100World:
    carrier, asked_for, is_signed = "ems", SAME_ORDER_FOR, True
    words = {  # noqa: RUF012 - never changed; the suite only reads it
        ParcelState.PICKED_UP: "picked_up",
        ParcelState.IN_TRANSIT: "in_transit",
        ParcelState.OUT_FOR_DELIVERY: "out_for_delivery",
        ParcelState.PARKED: "locker",
        ParcelState.PROBLEM: "unreachable",
        ParcelState.DELIVERED_SELF: "signed_self",
        ParcelState.DELIVERED_OTHER: "signed_other",
        ParcelState.REFUSED: "refused",
        ParcelState.RETURNING: "returning",
        ParcelState.RETURNED: "returned",
    }
    unproven = ("locker", "locker_signed", "signed_other")

    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.callback_url = stage, stage.listener.url
        make = partial(
            Kuaidi100,
            stage.http,
            order_url=url,
            track_url=url,
            key=stage.given("key"),
            secret=stage.given("secret"),
            customer=stage.given("customer"),
            clock=stage.clock.now,
        )
        self.courier = stage.adapter(make(deadline_seconds=5.0))
        self.hasty = stage.adapter(make(deadline_seconds=HASTY_SECONDS))
        self.following = stage.adapter(
            Kuaidi100Following(stage.http, url=url, key=stage.given("key"), deadline_seconds=5.0)
        )
        self.callbacks = stage.adapter(Kuaidi100Callbacks(clock=stage.clock.now))

    def now(self) -> datetime:
        return self.stage.clock.now()

    async def placed(self) -> int:
        return len((await self.books())["orders"])

    async def called_off(self) -> Sequence[str]:
        return [one["order_id"] for one in (await self.books())["orders"] if one["status"] == CANCELLED]

    async def is_on_us(self) -> bool:
        return {one["payment"] for one in (await self.books())["orders"]} == {"SHIPPER"}

    async def step(self, waybill: str, word: str) -> None:
        await self.stage.control("/__advance_parcel", kuaidinum=waybill, to=word)

    async def later(self, span: timedelta) -> None:
        self.stage.clock.at += span

    async def fault(self, mode: str) -> None:
        await self.stage.control("/__mode", mode=mode)

    async def well(self) -> None:
        await self.stage.control("/__mode", mode="ok")

    async def posted(self) -> Sequence[Posted]:
        return await self.posted_to("/tracks")

    async def posted_to(self, path: str) -> Sequence[Posted]:
        await self.stage.control("/__flush", all=True)
        return [
            Posted(told.body, told.headers.get("Content-Type", ""))
            for told in self.stage.listener.got
            if told.path == path
        ]

    def read(self, posted: Posted) -> Sequence[CourierNews]:
        return [self.callbacks.parse(posted.body, posted.content_type, salt=SALT)]

    async def books(self) -> dict[str, list[dict[str, Any]]]:
        kept: dict[str, list[dict[str, Any]]] = await self.stage.look("/__books")
        return kept


@asynccontextmanager
async def open_kuaidi100(stage: Stage) -> AsyncIterator[Kuaidi100World]:
    """The emulator has the account as it is; ours may come with a changed character."""
    config = CourierSandbox(
        key=ACCOUNT["key"],
        customer=ACCOUNT["customer"],
        secret=ACCOUNT["secret"],
        tempo_seconds=0,
        query_lock=None,
    )
    url = await stage.vendor(lambda books, now: create_app(books, config=config, now=now))
    yield Kuaidi100World(stage, url)
