"""Put the new licence (证照) into the wallet and call the case 办结; then it is on its way to the holder."""

from dataclasses import dataclass, replace

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.licences.licence import Licence, LicenceStatus
from domain.licences.ports import Licences
from domain.licences.standing import FINAL, is_later_version
from domain.usecases.send_licence import SendLicence


@dataclass(frozen=True, slots=True)
class IssueLicence:
    cases: Cases
    licences: Licences
    decisions: Decisions
    send_licence: SendLicence
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, case: CaseId, licence: Licence) -> None:
        """Wallet, case, ledger and delivery: all or nothing; a second time changes nothing."""
        async with self.atomic():
            held = await self.cases.take(case)
            if held.state is not CaseState.GRANTED:
                return
            await self._replace_older(licence)  # before the new one, as whoever refreshes the wallet does
            kept = await self.licences.put(licence)
            await self.decisions.found(case, kept.licence_id)
            await self._note(held, kept)
            await self.send_licence(held)
            await self.cases.save(held)

    async def _replace_older(self, new: Licence) -> None:
        """The card before it reads 已换发新证 at once, not when the wallet asks the bank the next time."""
        known = await self.licences.of_holder(new.holder)
        for one in sorted(known, key=lambda one: one.identifier):
            if one.status not in FINAL and is_later_version(new.identifier, one.identifier):
                replaced = replace(one, status=LicenceStatus.SUPERSEDED, fetched_at=new.fetched_at)
                await self.licences.put(replaced)

    async def _note(self, case: Case, licence: Licence) -> None:
        before, after = case.move(CaseState.LICENSED)
        facts = {
            "from": before.value,
            "to": after.value,
            "licence": str(licence.licence_id),
        }
        await self.ledger.append(Step("licence-issued", case.matter, case.case_id, facts=facts))
