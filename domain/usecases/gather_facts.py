"""Gather what the registers say for a case's form: the certificate, its organisation, the person in hand."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.invitations.ports import Invitations
from domain.kernel.personal import PersonName, Phone
from domain.parties.outside import OrganisationRecord, PopulationRegister, SocialRegister
from domain.parties.ports import Parties

PURPOSE = "预填申报表单"


@dataclass(frozen=True, slots=True)
class Facts:
    """`phone` None: neither register knows a mobile number of who said yes."""

    record: OrganisationRecord
    actor: PersonName
    phone: Phone | None


@dataclass(frozen=True, slots=True)
class GatherFacts:
    invitations: Invitations
    parties: Parties
    social: SocialRegister
    population: PopulationRegister

    async def __call__(self, case: Case) -> Facts | None:
        """Outside atomic. None when the certificate is gone or is another holder's now.

        Raises Refused, Unavailable.
        """
        invitation = await self.invitations.of_matter(case.matter)
        holder = await self.parties.by_id(case.party)
        actor = await self.parties.by_id(case.actor)
        record_id = invitation.offer(case.item).record_id
        record = await self.social.certificate(record_id, purpose=PURPOSE)
        if record is None or record.certificate.holder_number != holder.number:
            return None
        person = await self.population.lookup(actor.number, purpose=PURPOSE)
        phone = (person.phone if person else None) or record.contact_phone
        return Facts(record, PersonName(actor.name.reveal()), phone)
