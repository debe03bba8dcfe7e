"""Work on one kept message of the courier's platform (快递消息)."""

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.ids import ShipmentId
from domain.kernel.ports import Atomic
from domain.ledger.inbox import Inbox
from domain.shipments.news_letter import read
from domain.shipments.ports import Shipments
from domain.usecases.follow_parcel import FollowParcel
from domain.usecases.receive_courier_news import SHIPMENT


@dataclass(frozen=True, slots=True)
class RecordCourierNews:
    inbox: Inbox
    shipments: Shipments
    follow: FollowParcel
    atomic: Atomic

    async def __call__(self, message: UUID) -> None:
        """Shipment, case, ledger and «done» in the inbox: all or none; once."""
        async with self.atomic():
            letter = await self.inbox.take(message)
            if letter is None:
                return
            held = await self.shipments.take(ShipmentId(UUID(letter.body[SHIPMENT])))
            moved = await self.follow(held, read(letter.body))
            await self.inbox.done(message, "moved" if moved else "history")
