"""Take what the courier's platform posts to us (快递回调): authenticate, keep once, work on it later."""

from dataclasses import dataclass
from hashlib import sha256

from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Digests, Jobs
from domain.kernel.refusals import NotFound
from domain.ledger.inbox import Inbox
from domain.shipments.news_letter import write
from domain.shipments.outside import CourierCallbacks
from domain.shipments.ports import ShipmentSecrets
from domain.usecases.plan_shipment import CALLBACK

SHIPMENT = "shipment"


@dataclass(frozen=True, slots=True)
class ReceiveCourierNews:
    secrets: ShipmentSecrets
    callbacks: CourierCallbacks
    digests: Digests
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, source: str, token: str, body: bytes, content_type: str) -> None:
        """The news stands in the inbox with its job, both or neither; the very same body changes nothing.

        The token in the address says which shipment, also before we have stored the courier's numbers.
        `source` as in the inbox. Raises NotFound for a token not ours, SignatureWrong.
        """
        found = await self.secrets.by_callback(self.digests.keyed(CALLBACK, token))
        if found is None:
            raise NotFound(source)
        shipment, secrets = found
        news = self.callbacks.parse(body, content_type, salt=secrets.salt)
        letter = {SHIPMENT: shipment.hex, **write(news)}
        async with self.atomic():
            key = f"{shipment.hex}/{sha256(body).hexdigest()}"
            message = await self.inbox.put(source, key, letter)
            if message is not None:
                await self.jobs.defer(ReadInbox(message, source))
