"""Work on one kept message of the courier's platform (快递消息)."""

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import AskParcel
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.ledger.inbox import Inbox
from domain.shipments.doorbell import may_ask_in, ring
from domain.shipments.news_letter import read
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.usecases.follow_parcel import FollowParcel
from domain.usecases.receive_courier_news import SHIPMENT


@dataclass(frozen=True, slots=True)
class RecordCourierNews:
    """`signed_by`: the vendor that signs its news; it keeps the salt of what it was ever offered."""

    inbox: Inbox
    shipments: Shipments
    follow: FollowParcel
    jobs: Jobs
    atomic: Atomic
    now: Clock
    signed_by: str

    async def __call__(self, message: UUID) -> None:
        """Shipment, case, ledger and «done» in the inbox: all or none; once.

        What nobody vouches for moves nothing and teaches nothing: the courier is asked itself.
        """
        async with self.atomic():
            letter = await self.inbox.take(message)
            if letter is None:
                return
            held = await self.shipments.take(ShipmentId(UUID(letter.body[SHIPMENT])))
            news = read(letter.body)
            if news.is_hearsay:
                await self._ring(held)
                became = "rung"
            elif held.vendor not in {"", self.signed_by}:
                became = "not-theirs"
            else:
                became = "moved" if await self.follow(held, news) else "history"
            await self.inbox.done(message, became)

    async def _ring(self, held: Shipment) -> None:
        at = self.now()
        if ring(held, at=at):
            await self.jobs.defer(AskParcel(held.shipment_id), after=may_ask_in(held, at=at))
        await self.shipments.save(held)
