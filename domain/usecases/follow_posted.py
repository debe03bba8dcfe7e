"""Have a parcel followed (轨迹订阅) that its holder posted: its news come as those of our own couriers do."""

from dataclasses import dataclass

from domain.kernel.ids import ShipmentId
from domain.kernel.refusal import Refused
from domain.shipments.outside import ParcelFollowing
from domain.shipments.ports import Shipments, ShipmentSecrets
from domain.shipments.states import ShipmentState, Way
from domain.usecases.courier_order import callback_address

TAIL = 4


@dataclass(frozen=True, slots=True)
class FollowPosted:
    """`following` None: no vendor of ours does; the parcel is asked after once a day, as it is anyway."""

    shipments: Shipments
    secrets: ShipmentSecrets
    following: ParcelFollowing | None
    public_url: str

    async def __call__(self, shipment: ShipmentId) -> None:
        """Again changes nothing. Raises Unavailable; a wrong number is the daily question's to find out."""
        held = await self.shipments.by_id(shipment)
        is_posted = held.way is Way.SELF_POST and held.state is ShipmentState.IN_TRANSIT
        if self.following is None or not is_posted:
            return
        secrets = await self.secrets.secrets_of(shipment)
        try:
            await self.following.follow(
                held.carrier,
                held.waybill,
                phone_tail=held.person.phone.reveal()[-TAIL:],
                track_url=f"{callback_address(secrets, public_url=self.public_url)}/tracks",
                salt=secrets.salt,
            )
        except Refused:
            return
