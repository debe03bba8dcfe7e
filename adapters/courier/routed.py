"""The vendors of couriers (快递渠道) there are: which can order which carrier, and which has which parcel."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.kernel.refusal import Refused
from domain.shipments.outside import Courier

FIRST = "kuaidi100"  # whom every order went to before there were several; it can tell of every carrier


@dataclass(frozen=True, slots=True)
class Vendor:
    courier: Courier
    carriers: frozenset[str]


class RoutedCouriers:
    """Implements Couriers. `vendors`: by name, the preferred first."""

    def __init__(self, vendors: Mapping[str, Vendor]) -> None:
        self._vendors = dict(vendors)

    def carriers(self) -> frozenset[str]:
        return frozenset().union(*(vendor.carriers for vendor in self._vendors.values()))

    def vendors_for(self, carrier: str) -> tuple[str, ...]:
        return tuple(name for name, vendor in self._vendors.items() if carrier in vendor.carriers)

    def of(self, vendor: str, carrier: str) -> Courier:
        found = vendor or next(
            (name for name in (FIRST, *self.vendors_for(carrier)) if name in self._vendors), ""
        )
        if found not in self._vendors:
            raise Refused("courier", "no-vendor")
        return self._vendors[found].courier
