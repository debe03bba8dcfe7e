"""Where old certificates go and new ones come from (窗口): the first counter, until a city has several."""

from collections.abc import Awaitable, Callable

from domain.cases.case import Case
from domain.identity.ports import Counters
from domain.kernel.personal import Address, OrganisationName, Phone
from domain.shipments.outside import Contact


def first_counter(counters: Counters) -> Callable[[Case], Awaitable[Contact]]:
    """Of any case."""

    async def counter(_: Case) -> Contact:
        first = counters.all()[0]
        return Contact(OrganisationName(first.name), Phone(first.phone), Address(first.address))

    return counter
