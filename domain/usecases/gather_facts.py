"""Gather what the registers say for a case's form: the certificate, its holder, the person in hand."""

from dataclasses import dataclass
from enum import StrEnum

from domain.cases.case import Case
from domain.catalogue.holder_kind import HAVE_BUSINESS_LICENCE
from domain.catalogue.item import Item
from domain.catalogue.paperwork import Material, MaterialSource
from domain.identity.visitor import Visitors
from domain.invitations.ports import Invitations
from domain.kernel.personal import DocumentNumber, PersonName, Phone
from domain.parties.outside import EnterpriseRegister, HolderRegister, PopulationRegister
from domain.parties.ports import Parties
from domain.parties.records import BusinessLicence, HolderRecord

PURPOSE = "预填申报表单"
BUSINESS_LICENCE = "business_licence"  # 营业执照: the key of the shared material that is verified here


class Obstacle(StrEnum):
    """Why no form can be filled: a person of ours looks instead."""

    CERTIFICATE_GONE = "certificate-gone"
    BUSINESS_LICENCE_NOT_ACTIVE = "business-licence-not-active"


@dataclass(frozen=True, slots=True)
class Facts:
    """`phone` None: neither register knows a mobile number of who said yes, nor did they let us have one.

    `phone_is_own_word`: the registers know none, it is the one they told us in the mini-program.
    `business_licence` None: the item asks for none, or a holder of this kind has none.
    """

    record: HolderRecord
    actor: PersonName
    phone: Phone | None
    business_licence: BusinessLicence | None = None
    phone_is_own_word: bool = False


def is_business_licence(material: Material) -> bool:
    return material.key == BUSINESS_LICENCE and material.source is MaterialSource.SHARED


@dataclass(frozen=True, slots=True)
class GatherFacts:
    invitations: Invitations
    parties: Parties
    register: HolderRegister
    population: PopulationRegister
    enterprises: EnterpriseRegister
    visitors: Visitors

    async def __call__(self, case: Case, item: Item) -> Facts | Obstacle:
        """Outside atomic. A certificate that is another holder's now is gone for this one.

        Raises Refused, Unavailable.
        """
        invitation = await self.invitations.of_matter(case.matter)
        holder = await self.parties.by_id(case.party)
        actor = await self.parties.by_id(case.actor)
        record_id = invitation.offer(case.item).record_id
        record = await self.register.certificate(record_id, purpose=PURPOSE)
        if record is None or record.certificate.holder_number != holder.number:
            return Obstacle.CERTIFICATE_GONE
        verified = await self._verified(record, item)
        if isinstance(verified, Obstacle):
            return verified
        person = None
        if not actor.number_kind:  # the population register knows people by resident numbers
            person = await self.population.lookup(actor.number, purpose=PURPOSE)
        phone = (person.phone if person else None) or record.contact_phone
        name, own = PersonName(actor.name.reveal()), None if phone else await self._own_word(actor.number)
        return Facts(record, name, phone or own, verified, phone_is_own_word=own is not None)

    async def _own_word(self, number: DocumentNumber) -> Phone | None:
        """What they let us have in the mini-program, on the account their face passed on last."""
        return next((one.phone for one in await self.visitors.linked(number) if one.phone), None)

    async def _verified(self, record: HolderRecord, item: Item) -> BusinessLicence | Obstacle | None:
        """电子营业执照核验, where the item takes it from its own system and such a holder has one.

        Raises Refused, Unavailable.
        """
        certificate = record.certificate
        wanted = any(is_business_licence(one) for one in item.materials)
        if not wanted or certificate.holder_kind not in HAVE_BUSINESS_LICENCE:
            return None
        verified = await self.enterprises.verify_licence(certificate.holder_number, purpose=PURPOSE)
        if verified is None or verified.standing != "active":
            return Obstacle.BUSINESS_LICENCE_NOT_ACTIVE
        return verified
