"""Take what a vendor posts of all our parcels to one address (轨迹推送): keep each once, work on it later."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest

from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Jobs
from domain.kernel.refusals import NotFound
from domain.ledger.inbox import Inbox
from domain.shipments.news_letter import write
from domain.shipments.outside import CourierNews, CourierPushes
from domain.shipments.ports import ShipmentNumbers
from domain.usecases.receive_courier_news import SHIPMENT


@dataclass(frozen=True, slots=True)
class PushDoor:
    """`secret`: the part of the address that only that vendor knows."""

    pushes: CourierPushes
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReceiveCourierPush:
    """`doors`: by vendor; who is not among them is not contracted."""

    doors: Mapping[str, PushDoor]
    numbers: ShipmentNumbers
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, vendor: str, secret: str, body: bytes, content_type: str) -> None:
        """Every news of a parcel that vendor has of us stands in the inbox with its job, or none does.

        What is known already changes nothing, and what is about no parcel of ours is nobody's.

        Raises NotFound: no such vendor, or another address. Raises SignatureWrong.
        """
        door = self.doors.get(vendor)
        if door is None or not door.secret or not compare_digest(secret.encode(), door.secret.encode()):
            raise NotFound(vendor)
        news = door.pushes.parse(body, content_type)
        async with self.atomic():
            for one in news:
                found = await self.numbers.of_vendor(vendor, order_no=one.order_no, waybill=one.waybill)
                if found is not None:
                    await self._keep(f"{vendor}-push", found, one)

    async def _keep(self, source: str, shipment: ShipmentId, news: CourierNews) -> None:
        """By what it says: a vendor that sends again may put other parcels into the same body."""
        told = write(news)
        said = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        message = await self.inbox.put(source, f"{shipment.hex}/{said}", {SHIPMENT: shipment.hex, **told})
        if message is not None:
            await self.jobs.defer(ReadInbox(message, source))
