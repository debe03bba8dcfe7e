"""Choose who carries an item's paper (选择承运商): whom its file names, if that one may and can come."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.shipments.carriers import NoLawfulCarrier, lawful
from domain.shipments.outside import Couriers
from domain.shipments.states import Way


@dataclass(frozen=True, slots=True)
class ChooseCarrier:
    catalogue: Catalogue
    couriers: Couriers

    def __call__(self, case: Case, way: Way) -> str:
        """Raises NoLawfulCarrier (邮政法 §55, ADR 50). What goes by no courier of ours needs none."""
        carrier = self.named(case)
        if way is Way.COURIER and not self.can(carrier, case):
            raise NoLawfulCarrier(f"{case.item} by {carrier or 'nobody named'}")
        return carrier

    def named(self, case: Case) -> str:
        """Empty: nobody is named."""
        return named_carrier(self.catalogue.of_case(case))

    def can(self, carrier: str, case: Case) -> bool:
        return can_carry(carrier, self.catalogue.of_case(case).paper_class, self.couriers)


def named_carrier(item: Item) -> str:
    """Of its paper; empty: nobody is named."""
    return next((one.carrier for one in item.carriers if one.document_class is item.paper_class), "")


def can_carry(carrier: str, document_class: str, couriers: Couriers) -> bool:
    """Whether it may, and a vendor of ours can order it."""
    return carrier in lawful(document_class) and carrier in couriers.carriers()
