"""Open the case (办件) that a yes begins, with its empty form, and have the form filled in."""

from dataclasses import dataclass
from datetime import datetime

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.forms.form import Form, FormState
from domain.forms.ports import Forms
from domain.invitations.invitation import Offer
from domain.kernel.ids import CaseId, MatterId
from domain.kernel.jobs import PrefillForm
from domain.kernel.party import Acting
from domain.kernel.ports import Jobs, NewId
from domain.usecases.offered_ways import OfferedWays


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Inside atomic, the matter held: a matter has one case for an item, whoever says yes and how often."""

    cases: Cases
    forms: Forms
    catalogue: Catalogue
    ways: OfferedWays
    jobs: Jobs
    new_id: NewId

    async def __call__(
        self, acting: Acting, capacity: str, matter: MatterId, offer: Offer, *, at: datetime
    ) -> Case:
        """The case, made now or there already. `offer`: what the yes was said to."""
        for known in await self.cases.of_matter(matter):
            if known.item == offer.item:
                return known
        asked = self.catalogue.get(offer.item)
        case = Case(
            CaseId(self.new_id()),
            matter,
            offer.item,
            acting.party,
            acting.person,
            capacity,
            CaseState.INTENDED,
            at,
            item_version=asked.version,
            mandate=acting.by_mandate,
            body=offer.issuing_body,
        )
        await self.cases.add(case)
        await self.forms.add(
            Form(
                case.case_id,
                FormState.FILLING,
                fields=[],
                materials=[],
                return_modes=self.ways.back(asked),
                delivery_modes=self.ways.out(asked),
                version=1,
                lost_rule=str(asked.old_certificate.lost_rule),
                signature=str(asked.signature or ""),
            )
        )
        await self.jobs.defer(PrefillForm(case.case_id))
        return case
