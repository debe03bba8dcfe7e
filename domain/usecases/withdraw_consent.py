"""Withdraw the consent to face verification (撤回同意): recorded for the future, what was decided stands."""

from dataclasses import dataclass

from domain.identity.ports import Consents
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """Nothing is deleted by it: pictures and results are gone already, the record must stay."""

    consents: Consents
    parties: Parties
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting) -> int:
        """How many consents that still stood are withdrawn."""
        async with self.atomic():
            person = await self.parties.by_id(acting.person)
            withdrawn = await self.consents.withdraw(person.number, self.now())
            if withdrawn:
                facts = {"consents": withdrawn}
                await self.ledger.append(Step("face-consent-withdrawn", acting=acting, facts=facts))
        return withdrawn
