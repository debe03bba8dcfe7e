"""Open a matter (事由) for a holder who is due: party, matter, invitation and the notice about it."""

from dataclasses import dataclass
from datetime import datetime

from domain.catalogue.item import Item
from domain.findings.finding import Finding
from domain.invitations.invitation import Invitation, Offer
from domain.invitations.ports import Invitations
from domain.kernel.ids import InvitationId, MatterId
from domain.kernel.personal import OrganisationName
from domain.kernel.ports import NewId
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.matters.matter import Matter, MatterState
from domain.matters.ports import Matters
from domain.parties.outside import OrganisationRecord
from domain.parties.ports import Parties
from domain.usecases.queue_notice import QueueNotice

TAIL = 5  # of the printed number, enough for people to know which certificate


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Part of a use case's transaction. One matter an event, whoever comes first."""

    parties: Parties
    matters: Matters
    invitations: Invitations
    ledger: Ledger
    queue_notice: QueueNotice
    new_id: NewId

    async def __call__(
        self, finding: Finding, item: Item, record: OrganisationRecord, *, at: datetime
    ) -> bool:
        """False, and nothing new, when this event has its matter already.

        Without a number to send to, the matter waits where its holder finds it on signing in, and a clerk
        has it on the call list.
        """
        certificate = record.certificate
        name = OrganisationName(record.name.value.reveal() or certificate.holder_name.reveal())
        holder = await self.parties.remember_organisation(
            name, certificate.holder_number, holder_kind=certificate.holder_kind
        )
        matter_id = MatterId(self.new_id())
        matter = Matter(matter_id, holder.party_id, finding.event_key, MatterState.FOUND, 0, at)
        if not await self.matters.add(matter):
            return False
        why = finding.verdict.why
        rule = f"{why.rule_id}@{why.rule_version}"
        offer = Offer(
            item.code,
            why.record_id,
            certificate.issuing_body_code,
            why.event_date,
            why.last_day,
            rule,
            why.as_of,
            licence_tail=certificate.licence_number[-TAIL:],
        )
        invitation = Invitation(
            InvitationId(self.new_id()),
            matter_id,
            holder.party_id,
            [offer],
            text_version=f"{item.code}@{item.version}",
            issued_at=at,
        )
        await self.invitations.add(invitation)
        facts = {"finding": str(finding.finding_id), "item": item.code, "rule": rule}
        await self.ledger.append(Step("matter-found", matter_id, facts=facts))
        if await self.queue_notice(invitation, item, name, record.contact_phone, at=at):
            matter.move(MatterState.INVITED)
            await self.matters.save(matter)
        issued = {"invitation": str(invitation.invitation_id), "state": str(matter.state)}
        await self.ledger.append(Step("invitation-issued", matter_id, facts=issued))
        return True
