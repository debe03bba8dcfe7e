"""Confirm a licence's standing (证照状态) with the licence bank, before anybody relies on it."""

from dataclasses import dataclass, replace

from domain.clock.clock import beijing_date
from domain.kernel.ports import Clock
from domain.kernel.refusal import Unavailable
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

        While the bank is away: as we have it, `last_confirmed` unmoved; the caller says so to whoever looks.
        `purpose`: 1 to 200 characters. Raises Unavailable when its last word is too old to go by, Refused.
        """
        at = self.now()  # whatever is written while the bank answers is later than its answer
        try:
            said = await self.bank.status(licence.identifier, purpose=purpose)
        except Unavailable:
            if not licence.is_confirmed(self.now()):
                raise
            return licence
        of_holder = await self.licences.of_holder(licence.holder)
        now_is = standing(
            licence, said, identifiers=(one.identifier for one in of_holder), today=beijing_date(at)
        )
        return replace(licence, status=now_is, confirmed_at=at)
