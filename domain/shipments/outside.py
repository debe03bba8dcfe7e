"""What shipments (快递单) need from outside: a courier who comes once, paid by the government, and tells."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol

from domain.kernel.personal import Address, OrganisationName, PersonName, Phone


class ParcelState(StrEnum):
    """What a courier's event says of the parcel (物流状态)."""

    ORDERED = "ordered"
    ACCEPTED = "accepted"  # a courier took the job, 已接单
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PARKED = "parked"  # 投柜或驿站: not a delivery
    DELIVERED_SELF = "delivered_self"  # 本人签收
    DELIVERED_OTHER = "delivered_other"  # 代签, or nobody said who signed
    PROBLEM = "problem"
    REFUSED = "refused"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"
    UNKNOWN = "unknown"  # a code we do not know: kept, moves nothing


@dataclass(frozen=True, slots=True)
class Contact:
    name: PersonName | OrganisationName
    phone: Phone
    address: Address  # whole, from the province on; at most 300 bytes of UTF-8


@dataclass(frozen=True, slots=True)
class PickupWindow:
    """Beijing time, at most the day after tomorrow."""

    day: date
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class CourierOrder:
    """`order_no`: ours, at most 32 letters and digits, the idempotency key; `salt`: secret of its callbacks.

    There is no payer: the office's account pays, both ways.
    """

    order_no: str
    carrier: str
    sender: Contact
    receiver: Contact
    cargo: str
    pieces: int
    remark: str
    window: PickupWindow | None
    callback_url: str
    track_url: str
    salt: str


@dataclass(frozen=True, slots=True)
class CourierBooking:
    """`waybill` is empty until the carrier gives one; it then comes by callback."""

    vendor: str
    task_id: str
    order_id: str
    waybill: str = ""


@dataclass(frozen=True, slots=True)
class ParcelEvent:
    """`code` is the vendor's own, `text` the carrier's words.

    Natural key: (waybill, at, code); of an order's own («order:1») the code alone, as `at` is when we heard.
    """

    state: ParcelState
    at: datetime
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class CourierNews:
    """What a callback said, in the order of time; empty text where it said nothing.

    `is_hearsay`: nobody vouches for it. It is a reason to ask the courier, and no answer of any kind.
    """

    order_no: str = ""
    order_id: str = ""
    waybill: str = ""
    carrier: str = ""
    courier_name: PersonName | None = None
    courier_phone: Phone | None = None
    events: tuple[ParcelEvent, ...] = ()
    ended: bool = False  # the vendor stopped following this parcel: ask or subscribe again
    freight_fen: int = 0  # of this news alone; several settlements add up
    is_hearsay: bool = False


class Courier(Protocol):
    """One vendor that fetches and brings. Adapters: adapters/courier/. Fake: tests/fakes/courier.py."""

    async def order(self, order: CourierOrder) -> CourierBooking:
        """Have a courier come, and follow the parcel; the same `order_no` within 48 h gives the first order.

        Raises Refused, Unavailable, Unknown.
        """
        ...

    async def ask(self, order: CourierOrder, *, first_tried_at: datetime) -> CourierBooking | None:
        """What became of an order whose fate is unknown; it stands afterwards, exactly once.

        None: it cannot be asked safely (too late, or this vendor has no such question), a person must call.
        Raises Refused, Unavailable, Unknown.
        """
        ...

    async def cancel(self, booking: CourierBooking, reason: str) -> None:
        """Call the courier off before pick-up; `reason` at most 30 characters. Raises Refused, Unavailable,
        Unknown."""
        ...

    async def track(self, carrier: str, waybill: str, *, phone_tail: str) -> tuple[ParcelEvent, ...]:
        """All events so far, oldest first; not more than once in 30 minutes for one waybill.

        phone_tail: last four digits of the sender's or receiver's number. Raises Refused, Unavailable.
        """
        ...


class Couriers(Protocol):
    """The vendors there are (快递渠道), in the office's order of preference.

    Adapter: adapters/courier/routed.py. Fake: tests/fakes/courier.py.
    """

    def carriers(self) -> Collection[str]:
        """The carriers that some vendor of ours can order."""
        ...

    def vendors_for(self, carrier: str) -> tuple[str, ...]:
        """Which vendors can order this carrier, the preferred first; may be empty."""
        ...

    def of(self, vendor: str, carrier: str) -> Courier:
        """That vendor; of a parcel no vendor ordered (`vendor` empty), the one that can tell of its carrier.

        Raises Refused: no such vendor is contracted any more.
        """
        ...


class ParcelFollowing(Protocol):
    """Has a parcel somebody else sent followed (轨迹订阅).

    Adapter: adapters/courier/kuaidi100_following.py. Fake: tests/fakes/courier.py.
    """

    async def follow(self, carrier: str, waybill: str, *, phone_tail: str, track_url: str, salt: str) -> None:
        """Its news come to `track_url`, signed with `salt`; again changes nothing.

        phone_tail: last four digits of the sender's or receiver's number, empty when unknown. Raises Refused,
        Unavailable.
        """
        ...


class CourierPushes(Protocol):
    """Reads what a vendor posts of all our parcels to one address. Adapters: adapters/courier/."""

    def parse(self, body: bytes, content_type: str) -> tuple[CourierNews, ...]:
        """Authenticate as far as this vendor allows, then read: each news names its order or its waybill.

        Raises SignatureWrong.
        """
        ...


class CourierCallbacks(Protocol):
    """Reads what the courier's platform posts to us. Fake: tests/fakes/courier.py."""

    def parse(self, body: bytes, content_type: str, *, salt: str) -> CourierNews:
        """Authenticate the raw body with the shipment's own `salt`, then read it. Raises SignatureWrong."""
        ...
