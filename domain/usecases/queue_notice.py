"""Queue a notice (办理提示): by the first way that leads to them, else a clerk's call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.catalogue.item import Item
from domain.invitations.call import Call, ReplyKind
from domain.invitations.invitation import Invitation, Offer
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Calls, Notices
from domain.kernel.ids import NoticeId
from domain.kernel.jobs import SendNotice
from domain.kernel.party import Channel, Party
from domain.kernel.personal import Phone
from domain.kernel.ports import Jobs, NewId
from domain.parties.records import HolderRecord
from domain.usecases.choose_contact import ChooseContact
from domain.usecases.hand_over_notice import Place
from domain.usecases.queue_text import QueueText
from domain.usecases.tell_holder import cut, said_day


@dataclass(frozen=True, slots=True)
class QueueNotice:
    """Part of a use case's transaction: one notice and its job, or the call, or nothing."""

    choose_contact: ChooseContact
    queue_text: QueueText
    notices: Notices
    calls: Calls
    jobs: Jobs
    new_id: NewId

    async def __call__(
        self,
        invitation: Invitation,
        items: tuple[Item, ...],
        holder: Party,
        record: HolderRecord,
        *,
        at: datetime,
    ) -> NoticeId | None:
        """The notice, or None when there is no way to tell them.

        `items`: of the offers, in their order, all told of at once; `record`: of the first of them.
        """
        template = items[0].notice_template
        values = invited(invitation.offers, items, holder)
        contact = await self.choose_contact((record,), template)
        place, to = contact.place, contact.to
        if place is not None and place.channel is Channel.SMS and to is not None:
            return await self.queue_text(invitation, to, template, values, at=at, reader=place.reader)
        if place is not None:
            return await self._without_code(place, invitation, to, template=template, values=values, at=at)
        call = Call(self.new_id(), None, ReplyKind.UNREACHABLE, at, invitation.matter)
        await self.calls.add(call, natural_key=f"matter/{invitation.matter}")
        return None

    async def _without_code(
        self,
        place: Place,
        invitation: Invitation,
        to: Phone | None,
        *,
        template: str,
        values: Mapping[str, str],
        at: datetime,
    ) -> NoticeId:
        notice = Notice(
            notice_id=NoticeId(self.new_id()),
            invitation=invitation.invitation_id,
            matter=invitation.matter,
            to=to,
            template=template,
            values=values,
            state=NoticeState.QUEUED,
            queued_at=at,
        )
        place.put_on(notice)
        await self.notices.add(notice, code_digest=b"")
        await self.jobs.defer(SendNotice(notice.notice_id))
        return notice.notice_id


def invited(offers: Sequence[Offer], items: Sequence[Item], holder: Party) -> dict[str, str]:
    """`n`: how many items; `day`: in a sentence; `date`: where it stands alone. All of them are due."""
    last = min(offer.last_day for offer in offers)
    return {
        "org": cut(holder.name.reveal()),
        "item": cut(items[0].licence_type),
        "n": str(len(items)),
        "day": said_day(last),
        "date": f"{last.year}年{said_day(last)}",
    }
