"""Queue a notice (办理提示) with a fresh address code; without a number to send it to, a call for staff."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.catalogue.item import Item
from domain.invitations.code import AddressCode
from domain.invitations.invitation import Code, Invitation
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Call, Calls, Invitations, Notices, ReplyKind
from domain.kernel.ids import NoticeId
from domain.kernel.jobs import SendNotice
from domain.kernel.personal import OrganisationName, Phone
from domain.kernel.ports import Digests, Jobs, NewId, Randomness

LONGEST = 35  # characters in one variable of a text message


@dataclass(frozen=True, slots=True)
class QueueNotice:
    """Part of a use case's transaction: code, notice and its job, or the call, or nothing."""

    invitations: Invitations
    notices: Notices
    calls: Calls
    jobs: Jobs
    digests: Digests
    randomness: Randomness
    new_id: NewId

    async def __call__(
        self, invitation: Invitation, item: Item, name: OrganisationName, to: Phone | None, *, at: datetime
    ) -> NoticeId | None:
        """The notice, or None when there is no number to send it to."""
        if to is None:
            call = Call(self.new_id(), None, ReplyKind.UNREACHABLE, at, invitation.matter)
            await self.calls.add(call, natural_key=f"matter/{invitation.matter}")
            return None
        code = await self._fresh_code()
        digest = code.kept_as(self.digests)
        await self.invitations.add_code(Code(digest, invitation.invitation_id, invitation.last_day))
        notice = Notice(
            notice_id=NoticeId(self.new_id()),
            invitation=invitation.invitation_id,
            matter=invitation.matter,
            to=to,
            template=item.notice_template,
            values={
                "org": _cut(name.reveal()),
                "item": _cut(item.licence_type),
                "day": _day(invitation.last_day),
                "code": str(code),
            },
            state=NoticeState.QUEUED,
            queued_at=at,
        )
        await self.notices.add(notice, code_digest=digest)
        await self.jobs.defer(SendNotice(notice.notice_id))
        return notice.notice_id

    async def _fresh_code(self) -> AddressCode:
        while True:
            code = AddressCode.mint(self.randomness.below)
            if await self.invitations.by_code(code.kept_as(self.digests)) is None:
                return code


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
