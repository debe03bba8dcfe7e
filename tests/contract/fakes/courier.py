"""The fake courier's platform on the stage."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.conformance.courier.world import SALT, Posted
from adapters.conformance.stage import Stage
from domain.kernel.refusal import Unavailable
from domain.shipments.outside import CourierNews, ParcelState
from tests.fakes.courier import ASK_UNTIL, FakeCourier, FakeCourierCallbacks

FORM = "application/x-www-form-urlencoded"


class FakeWorld:
    """It is told by the states' own names; what it posts is signed, and comes when it is asked for."""

    carrier, asked_for, is_signed, callback_url = "ems", ASK_UNTIL, True, "http://127.0.0.1:9"
    words = {state: state.value for state in ParcelState if state is not ParcelState.UNKNOWN}  # noqa: RUF012 - never changed
    unproven = (ParcelState.PARKED.value, ParcelState.DELIVERED_OTHER.value)

    def __init__(self, stage: Stage) -> None:
        self.stage, self.callbacks = stage, FakeCourierCallbacks()
        self.courier = self.hasty = FakeCourier(stage.clock.now)

    def now(self) -> datetime:
        return self.stage.clock.now()

    async def placed(self) -> int:
        return len(self.courier.booked)

    async def called_off(self) -> Sequence[str]:
        return [one.booking.order_id for one in self.courier.booked if one.cancelled]

    async def is_on_us(self) -> bool:
        return True  # it has no purse but ours

    async def step(self, waybill: str, word: str) -> None:
        self.courier.happen(waybill, ParcelState(word), word)

    async def later(self, span: timedelta) -> None:
        self.stage.clock.at += span

    async def fault(self, mode: str) -> None:
        if mode == "throttle":
            self.courier.trouble.before.append(Unavailable("courier", "502"))
        else:
            self.courier.trouble.answer_lost = True

    async def well(self) -> None:
        self.courier.trouble.before.clear()

    async def posted(self) -> Sequence[Posted]:
        told = self.courier.events.items()
        return [
            Posted(self.callbacks.write(waybill, tuple(events), salt=SALT), FORM) for waybill, events in told
        ]

    def read(self, posted: Posted) -> Sequence[CourierNews]:
        return [self.callbacks.parse(posted.body, posted.content_type, salt=SALT)]


WORLD = FakeWorld
