"""Draft a mandate (授权委托): its letter, to be looked over before the face; nothing stands by it yet."""

from dataclasses import dataclass

from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.kernel.ids import MandateId
from domain.kernel.party import Acting
from domain.kernel.personal import PersonName
from domain.kernel.ports import Atomic, KeptAnswers, NewId, RequestKey
from domain.mandates.draft import drafted
from domain.mandates.mandate import Mandate, Terms
from domain.mandates.ports import Mandates
from domain.parties.ports import Parties
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.mandate_view import MandateView, ShowMandate


@dataclass(frozen=True, slots=True)
class DraftMandate:
    """Who may give it is settled here, outside the transaction: oneself, or by office. An agent may not."""

    check_authority: CheckAuthority
    parties: Parties
    catalogue: Catalogue
    mandates: Mandates
    show_mandate: ShowMandate
    answers: KeptAnswers
    atomic: Atomic
    new_id: NewId
    in_sandbox: bool

    async def __call__(
        self, acting: Acting, name: PersonName, number: str, terms: Terms, request: RequestKey
    ) -> MandateView:
        """Raises NotRepresentative, MandateUnsound, Unavailable."""
        capacity = await self.check_authority(acting, fresh=True)
        giver, now = await self.parties.by_id(acting.person), self.show_mandate.now()
        today = beijing_date(now)
        live = {
            item.code for item in self.catalogue.live() if item.is_offered(today, in_sandbox=self.in_sandbox)
        }
        agent = drafted(name, number, terms, giver=giver.number, live=live, today=today)
        async with self.atomic():
            if before := await self.answers.recall(request, MandateView):
                return before
            draft = Mandate(
                MandateId(self.new_id()), acting.party, acting.person, capacity, agent, terms, now
            )
            await self.mandates.add(draft)
            view = await self.show_mandate(draft)
            await self.answers.keep(request, view)
        return view
