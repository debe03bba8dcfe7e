"""SF Express (顺丰速运) on the stage."""

import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from adapters.conformance.courier.world import HASTY_SECONDS, Posted
from adapters.conformance.stage import Stage
from adapters.courier.sf_digest import Digest
from adapters.courier.sf_express import SfExpress
from adapters.courier.sf_pushes import SfPushes
from adapters.sandbox.sf_express import SfSandbox, create_app
from adapters.sandbox.sf_express_orders import CANCELLED
from domain.shipments.outside import CourierNews, ParcelState

ACCOUNT = {"partner": "TESTPARTNER", "checkword": "testCheckWord", "monthly_card": "7551234567"}


class SfWorld:
    carrier, asked_for, is_signed = "shunfeng", None, False
    words = {  # noqa: RUF012 - never changed; the suite only reads it
        ParcelState.PICKED_UP: "picked_up",
        ParcelState.IN_TRANSIT: "in_transit",
        ParcelState.OUT_FOR_DELIVERY: "out_for_delivery",
        ParcelState.PARKED: "locker",
        ParcelState.PROBLEM: "unreachable",
        ParcelState.DELIVERED_SELF: "signed_self",
        ParcelState.DELIVERED_OTHER: "signed_other",
        ParcelState.RETURNING: "returned",
    }
    unproven = ("locker", "station", "agent_signed", "signed", "signed_other")

    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.callback_url = stage, stage.listener.url
        self.courier = stage.adapter(self.adapter(url))
        self.hasty = stage.adapter(self.adapter(url, deadline_seconds=HASTY_SECONDS))
        self.pushes = stage.adapter(SfPushes())

    def adapter(self, url: str, mode: Digest = Digest.SM3, *, deadline_seconds: float = 5.0) -> SfExpress:
        return SfExpress(
            self.stage.http,
            url=url,
            partner=self.stage.given("partner"),
            checkword=self.stage.given("checkword"),
            monthly_card=self.stage.given("monthly_card"),
            digest=mode,
            clock=self.stage.clock.now,
            request_id=lambda: str(uuid.uuid4()),
            deadline_seconds=deadline_seconds,
        )

    def now(self) -> datetime:
        return self.stage.clock.now()

    async def placed(self) -> int:
        return len(await self.orders())

    async def called_off(self) -> Sequence[str]:
        return [one["order_id"] for one in await self.orders() if one["state"] == CANCELLED]

    async def is_on_us(self) -> bool:
        ours = ("3", ACCOUNT["monthly_card"])
        return {(one["pay_method"], one["monthly_card"]) for one in await self.orders()} == {ours}

    async def step(self, waybill: str, word: str) -> None:
        await self.stage.control("/__advance_parcel", waybillNo=waybill, to=word)

    async def later(self, span: timedelta) -> None:
        self.stage.clock.at += span

    async def fault(self, mode: str) -> None:
        await self.stage.control("/__mode", mode=mode)

    async def well(self) -> None:
        await self.stage.control("/__mode", mode="ok")

    async def posted(self) -> Sequence[Posted]:
        await self.stage.control("/__flush", all=True)
        return [Posted(told.body, told.headers.get("Content-Type", "")) for told in self.stage.listener.got]

    def read(self, posted: Posted) -> Sequence[CourierNews]:
        return self.pushes.parse(posted.body, posted.content_type)

    async def orders(self) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = (await self.stage.look("/__books"))["orders"]
        return kept

    async def switch(self, **more: object) -> None:
        await self.stage.control("/__switch", **more)


@asynccontextmanager
async def open_sf(stage: Stage) -> AsyncIterator[SfWorld]:
    """The emulator has the account as it is; ours may come with a changed character."""
    stage.listener.answer = {"return_code": "0000", "return_msg": "成功"}
    config = SfSandbox(
        partner=ACCOUNT["partner"],
        checkword=ACCOUNT["checkword"],
        monthly_card=ACCOUNT["monthly_card"],
        push_url=f"{stage.listener.url}/routes",
        tempo_seconds=0,
    )
    yield SfWorld(stage, await stage.vendor(lambda books, now: create_app(books, config=config, now=now)))
