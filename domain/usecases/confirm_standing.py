"""Confirm a licence's standing (证照状态) with the licence bank, before anybody relies on it."""

from dataclasses import dataclass, replace

from domain.clock.clock import beijing_date
from domain.kernel.ports import Clock
from domain.licences.licence import Licence
from domain.licences.outside import LicenceBank
from domain.licences.ports import Licences
from domain.licences.standing import standing


@dataclass(frozen=True, slots=True)
class ConfirmStanding:
    licences: Licences
    bank: LicenceBank
    now: Clock

    async def __call__(self, licence: Licence, *, purpose: str) -> Licence:
        """The licence as the bank knows it this moment, for `Licences.put`. Outside atomic.

        `purpose`: 1 to 200 characters. Raises Unavailable, Refused.
        """
        said = await self.bank.status(licence.identifier, purpose=purpose)
        at = self.now()
        of_holder = await self.licences.of_holder(licence.holder)
        now_is = standing(
            licence, said, identifiers=(one.identifier for one in of_holder), today=beijing_date(at)
        )
        return replace(licence, status=now_is, fetched_at=at)
