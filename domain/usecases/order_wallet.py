"""Put one's cards in order (卡片排序): one's own wish, for each party one holds cards of."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.kernel.ids import LicenceId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic
from domain.kernel.refusals import NotFound
from domain.licences.order import CardOrders
from domain.licences.ports import Licences
from domain.usecases.check_authority import CheckAuthority


@dataclass(frozen=True, slots=True)
class OrderWallet:
    """Nothing of a licence changes. Said twice it is one order; of two at once the later stands."""

    check_authority: CheckAuthority
    licences: Licences
    orders: CardOrders
    atomic: Atomic

    async def __call__(self, acting: Acting, licences: Sequence[LicenceId]) -> None:
        """`licences`: the first on top; those not named stand behind. Raises NotRepresentative, Unavailable,
        NotFound for any that is not in this party's wallet."""
        await self.check_authority(acting, fresh=True)
        held = {one.licence_id for one in await self.licences.of_holder(acting.party)}
        unknown = [one for one in licences if one not in held]
        if unknown:
            raise NotFound(" ".join(str(one) for one in unknown))
        async with self.atomic():
            await self.orders.put(acting.person, acting.party, tuple(dict.fromkeys(licences)))
