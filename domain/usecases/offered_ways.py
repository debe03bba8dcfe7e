"""Which ways of handing over (交接方式) an item can offer now: none by courier that no courier may carry."""

from dataclasses import dataclass

from domain.catalogue.item import Item
from domain.catalogue.paperwork import DeliveryMode, ReturnMode
from domain.shipments.outside import Couriers
from domain.usecases.choose_carrier import can_carry, named_carrier


@dataclass(frozen=True, slots=True)
class OfferedWays:
    couriers: Couriers

    def back(self, item: Item) -> tuple[str, ...]:
        """For the old certificate. Where nothing would be left it stays, and is refused by its name."""
        return self._offered(item, tuple(map(str, item.old_certificate.return_modes)), ReturnMode.PICKUP)

    def out(self, item: Item) -> tuple[str, ...]:
        """For the new one; as above."""
        return self._offered(item, tuple(map(str, item.delivery_modes)), DeliveryMode.COURIER)

    def _offered(self, item: Item, modes: tuple[str, ...], by_courier: str) -> tuple[str, ...]:
        if can_carry(named_carrier(item), item.paper_class, self.couriers):
            return modes
        return tuple(mode for mode in modes if mode != by_courier) or modes
