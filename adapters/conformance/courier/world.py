"""A courier's platform on the stage (快递平台): what every vendor of the port has to offer the checks."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Protocol

from domain.kernel.personal import Address, PersonName, Phone
from domain.shipments.outside import (
    Contact,
    Courier,
    CourierNews,
    CourierOrder,
    ParcelState,
    PickupWindow,
)

BEIJING = timezone(timedelta(hours=8))
SALT = "invented-salt-of-this-shipment"
TAIL = "0101"
PERSON = Contact(PersonName("甲子"), Phone("19900000101"), Address("山东省青岛市莱西市虚构小区1号楼"))
OFFICE = Contact(PersonName("窗口"), Phone("19900000202"), Address("山东省青岛市莱西市虚构路1号政务大厅"))
REASON = "申请人撤回"
HASTY_SECONDS = 0.25  # for what hangs; everything else has time


@dataclass(frozen=True, slots=True)
class Posted:
    """What the platform posted to us, as it came."""

    body: bytes
    content_type: str


class World(Protocol):
    """A platform and the hand that moves its side.

    carrier: one it can order; asked_for: how long an order may be asked after, None: for good, zero: never;
    words: what the hand calls each state the platform can tell of; unproven: what it calls signatures and
    places that are not the receiver's own hand; is_signed: whether its postings are.
    """

    @property
    def courier(self) -> Courier: ...
    @property
    def hasty(self) -> Courier:
        """The same with a deadline of HASTY_SECONDS."""
        ...

    @property
    def carrier(self) -> str: ...
    @property
    def asked_for(self) -> timedelta | None: ...
    @property
    def words(self) -> Mapping[ParcelState, str]: ...
    @property
    def unproven(self) -> Sequence[str]: ...
    @property
    def is_signed(self) -> bool: ...
    @property
    def callback_url(self) -> str: ...
    def now(self) -> datetime: ...
    async def placed(self) -> int: ...
    async def called_off(self) -> Sequence[str]:
        """The platform's numbers of the orders it was told to call off."""
        ...

    async def is_on_us(self) -> bool:
        """Whether every order it knows is on the office's own account."""
        ...

    async def step(self, waybill: str, word: str) -> None: ...
    async def later(self, span: timedelta) -> None: ...
    async def fault(self, mode: str) -> None:
        """Until `well`, its service does this."""
        ...

    async def well(self) -> None: ...
    async def posted(self) -> Sequence[Posted]:
        """All it has posted about tracks so far."""
        ...

    def read(self, posted: Posted) -> Sequence[CourierNews]:
        """Raises SignatureWrong."""
        ...


def an_order(world: World) -> CourierOrder:
    """From a person to the office, with a number nobody used before."""
    day = world.now().astimezone(BEIJING).date()
    return CourierOrder(
        order_no=f"s{secrets.token_hex(8)}",
        carrier=world.carrier,
        sender=PERSON,
        receiver=OFFICE,
        cargo="证照文件",
        pieces=3,
        remark="本人交件",
        window=PickupWindow(day + timedelta(days=1), time(14), time(16)),
        callback_url=f"{world.callback_url}/orders",
        track_url=f"{world.callback_url}/tracks",
        salt=SALT,
    )
