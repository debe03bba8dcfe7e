"""Address a drafted notice (办理提示): to whom it goes today, on which way, as the register now says."""

import asyncio
from dataclasses import dataclass

from domain.catalogue.ports import Catalogue
from domain.catalogue.rule import Event
from domain.clock.clock import beijing_date
from domain.invitations.invitation import Invitation, Offer
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Invitations, Notices
from domain.kernel.ids import NoticeId
from domain.kernel.jobs import SendNotice
from domain.kernel.party import Channel, Party
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.parties.outside import HolderRegister
from domain.parties.ports import Parties
from domain.parties.records import HolderRecord
from domain.usecases.choose_contact import ChooseContact
from domain.usecases.look_again import PURPOSE, is_printed
from domain.usecases.queue_notice import invited
from domain.usecases.queue_text import QueueText
from domain.usecases.record_notice import News, RecordNotice
from domain.usecases.tell_holder import HAPPENED, cut

NO_CONTACT = "no-contact"


@dataclass(frozen=True, slots=True)
class AddressNotice:
    """Queued with its number or account, or dropped, or a clerk's call; a second run changes nothing."""

    notices: Notices
    invitations: Invitations
    parties: Parties
    catalogue: Catalogue
    register: HolderRegister
    choose_contact: ChooseContact
    queue_text: QueueText
    record: RecordNotice
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self, notice_id: NoticeId) -> None:
        """Raises NotFound; Refused, Unavailable of the register: nothing has changed then."""
        async with self.atomic():
            drafted = await self.notices.take(notice_id)
            invitation = await self.invitations.of_matter(drafted.matter)
        if drafted.state is not NoticeState.DRAFTED:
            return
        records = await asyncio.gather(
            *(self.register.certificate(offer.record_id, purpose=PURPOSE) for offer in invitation.offers)
        )
        async with self.atomic():
            notice = await self.notices.take(notice_id)
            if notice.state is NoticeState.DRAFTED:
                await self._address(notice, tuple(records))

    async def _address(self, notice: Notice, records: tuple[HolderRecord | None, ...]) -> None:
        invitation = await self.invitations.of_matter(notice.matter)
        holder = await self.parties.by_id(invitation.party)
        if notice.template in HAPPENED:
            notice.values = {**notice.values, "org": cut(holder.name.reveal())}
        elif not self._remind(notice, invitation, records, holder):
            await self.record(notice, News(NoticeState.DROPPED))
            return
        known = tuple(record for record in records if record is not None)
        before = await self.notices.last_number(notice.matter)
        contact = await self.choose_contact(known, notice.template, before=before)
        if contact.place is None:
            await self.record(notice, News(NoticeState.REFUSED, error=NO_CONTACT))
            return
        notice.to, digest = contact.to, b""
        contact.place.put_on(notice)
        if notice.channel is Channel.SMS:
            notice.values, digest = await self.queue_text.with_code(
                invitation, notice.template, notice.values, at=self.now()
            )
        notice.move(NoticeState.QUEUED)
        await self.notices.address(notice, code_digest=digest)
        await self.jobs.defer(SendNotice(notice.notice_id))

    def _remind(
        self,
        notice: Notice,
        invitation: Invitation,
        records: tuple[HolderRecord | None, ...],
        holder: Party,
    ) -> bool:
        """Fill a reminder with what is still due; False when nothing is."""
        today = beijing_date(self.now())
        due = [
            offer
            for offer, record in zip(invitation.offers, records, strict=True)
            if offer in invitation.open_offers(today) and self._still_stands(offer, record)
        ]
        if not due:
            return False
        items = [self.catalogue.get(offer.item) for offer in due]
        notice.values = invited(due, items, holder)
        return True

    def _still_stands(self, offer: Offer, record: HolderRecord | None) -> bool:
        """Whether the licence is there, and what made it due has not been seen to elsewhere."""
        if record is None or record.certificate.status != "valid":
            return False
        if self.catalogue.get(offer.item).rule.event is Event.EXPIRY:
            return record.certificate.valid_until == offer.event_date
        return not (offer.changed and all(is_printed(field, record) for field in offer.changed))
