"""Open a matter (事由) for a holder who is due: party, matter, one invitation and the one notice about it."""

from dataclasses import dataclass
from datetime import datetime

from domain.catalogue.holder_kind import HolderKind
from domain.catalogue.item import Item
from domain.findings.finding import Finding
from domain.invitations.invitation import Invitation, Offer
from domain.invitations.ports import Invitations
from domain.kernel.ids import InvitationId, MatterId
from domain.kernel.party import Party
from domain.kernel.personal import OrganisationName, PersonName
from domain.kernel.ports import NewId
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.matters.matter import Matter, MatterState
from domain.matters.ports import Matters
from domain.parties.ports import Parties
from domain.parties.records import HolderRecord, Origin
from domain.usecases.queue_notice import QueueNotice

TAIL = 5  # of the printed number, enough for people to know which certificate


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Part of a use case's transaction. One matter a bundle, whoever comes first."""

    parties: Parties
    matters: Matters
    invitations: Invitations
    ledger: Ledger
    queue_notice: QueueNotice
    new_id: NewId

    async def __call__(
        self,
        findings: tuple[Finding, ...],
        items: tuple[Item, ...],
        records: tuple[HolderRecord, ...],
        *,
        at: datetime,
        tell: bool = True,
    ) -> MatterId | None:
        """The new matter; None, and nothing new, when all of these have their matter already.

        `findings`: of one bundle, no item twice, at least one; `items` and `records`: theirs, in the same
        order. What joins a bundle after its matter was opened gets a matter of its own, named by its first
        finding. Without `tell` (自己办) no notice is queued. Without a number to send to, the matter waits
        where its holder finds it on signing in, and a clerk has it on the call list.
        """
        holder = await self._holder(records[0])
        matter = Matter(MatterId(self.new_id()), holder.party_id, "", MatterState.FOUND, 0, at)
        matter.event_key = findings[0].bundle_key
        if not await self.matters.add(matter):
            left = await self._left_over(findings)
            if not left:
                return None
            kept = [one for one in zip(findings, items, records, strict=True) if one[0] in left]
            findings, items, records = (tuple(column) for column in zip(*kept, strict=True))
            matter.event_key = findings[0].event_key
            if not await self.matters.add(matter):
                return None
        invitation = Invitation(
            InvitationId(self.new_id()),
            matter.matter_id,
            holder.party_id,
            [_offer(*one) for one in zip(findings, items, records, strict=True)],
            text_version=_versions(items),
            issued_at=at,
        )
        await self.invitations.add(invitation)
        await self.ledger.append(Step("matter-found", matter.matter_id, facts=_found(findings, invitation)))
        reached = next((record for record in records if record.contact_phone), records[0])
        if tell and await self.queue_notice(invitation, items, holder, reached, at=at):
            matter.move(MatterState.INVITED)
            await self.matters.save(matter)
        issued = {"invitation": str(invitation.invitation_id), "state": str(matter.state)}
        await self.ledger.append(Step("invitation-issued", matter.matter_id, facts=issued))
        return matter.matter_id

    async def _holder(self, record: HolderRecord) -> Party:
        certificate = record.certificate
        name = record.name.value.reveal() or certificate.holder_name.reveal()
        if certificate.holder_kind == HolderKind.PERSON:
            return await self.parties.remember_person(PersonName(name), certificate.holder_number)
        return await self.parties.remember_organisation(
            OrganisationName(name), certificate.holder_number, holder_kind=certificate.holder_kind
        )

    async def _left_over(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Those that the bundle's matter, or one that followed it, does not offer."""
        opened = {findings[0].bundle_key, *(finding.event_key for finding in findings)}
        offered: set[tuple[str, str]] = set()
        for key in opened:
            matter = await self.matters.of_event(key)
            if matter is not None:
                invitation = await self.invitations.of_matter(matter.matter_id)
                offered.update((offer.item, offer.record_id) for offer in invitation.offers)
        return tuple(one for one in findings if (one.item, one.verdict.why.record_id) not in offered)


def _offer(finding: Finding, item: Item, record: HolderRecord) -> Offer:
    why, certificate = finding.verdict.why, record.certificate
    return Offer(
        item.code,
        why.record_id,
        certificate.issuing_body_code,
        why.event_date,
        why.last_day,
        f"{why.rule_id}@{why.rule_version}",
        why.as_of,
        licence_tail=certificate.licence_number[-TAIL:],
        source=_origin(finding, record).register,
        changed=finding.changed,
        holder_key=finding.verdict.candidate.holder_key,
    )


def _origin(finding: Finding, record: HolderRecord) -> Origin:
    """A change is vouched for by the holder's register, an end of validity by the licence's."""
    return record.holder_origin if finding.changed else record.licence_origin


def _versions(items: tuple[Item, ...]) -> str:
    first = f"{items[0].code}@{items[0].version}"
    return f"{first}+{len(items) - 1}" if len(items) > 1 else first


def _found(findings: tuple[Finding, ...], invitation: Invitation) -> dict[str, Fact]:
    """As the entry has always been for one finding; the rest of a bundle stand beside it."""
    offers = invitation.offers
    facts: dict[str, Fact] = {
        "finding": str(findings[0].finding_id),
        "item": offers[0].item,
        "rule": offers[0].rule,
    }
    if len(offers) > 1:
        facts["more"] = ",".join(offer.item for offer in offers[1:])
        facts["bundle"] = findings[0].bundle_key
    return facts
