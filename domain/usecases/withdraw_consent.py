"""Withdraw the consent to face verification (撤回同意): from now on; what was decided before stands."""

from dataclasses import dataclass

from domain.identity.check import CheckState
from domain.identity.ports import Consents, IdentityChecks
from domain.kernel.jobs import ForgetFace
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """A check that still runs in their name ends with it, and what the vendor holds of it is deleted. The
    record that they once agreed must stay."""

    consents: Consents
    checks: IdentityChecks
    parties: Parties
    ledger: Ledger
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting) -> int:
        """How many consents that still stood are withdrawn."""
        async with self.atomic():
            person = await self.parties.by_id(acting.person)
            running = await self.checks.take_running(person.number)
            for check in running:
                check.move(CheckState.EXPIRED)
                await self.checks.save(check)
                await self.jobs.defer(ForgetFace(check.check_id))
            withdrawn = await self.consents.withdraw(person.number, self.now())
            if withdrawn:
                facts = {"consents": withdrawn, "ended": len(running)}
                await self.ledger.append(Step("face-consent-withdrawn", acting=acting, facts=facts))
        return withdrawn
