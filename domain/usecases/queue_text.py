"""Queue a text message (短信提示) with a fresh address code: the first notice, or what follows another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.invitations.code import AddressCode
from domain.invitations.invitation import Code, Invitation
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Invitations, Notices
from domain.kernel.ids import NoticeId
from domain.kernel.jobs import SendNotice
from domain.kernel.personal import Phone
from domain.kernel.ports import Digests, Jobs, NewId, Randomness

# what each text has beside its code; the operator refuses a variable too many
VARIABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"renewal-due": ("org", "item", "day"), "registration-changed": ("org", "n", "day")}
)


@dataclass(frozen=True, slots=True)
class QueueText:
    """Part of a use case's transaction: code, notice and its job."""

    invitations: Invitations
    notices: Notices
    jobs: Jobs
    digests: Digests
    randomness: Randomness
    new_id: NewId

    async def __call__(
        self, invitation: Invitation, to: Phone, template: str, values: Mapping[str, str], *, at: datetime
    ) -> NoticeId:
        """`values`: at least the template's own variables but for the code."""
        code = await self._fresh_code()
        digest = code.kept_as(self.digests)
        await self.invitations.add_code(Code(digest, invitation.invitation_id, invitation.last_day))
        chosen = {name: values[name] for name in VARIABLES.get(template, tuple(values))}
        notice = Notice(
            notice_id=NoticeId(self.new_id()),
            invitation=invitation.invitation_id,
            matter=invitation.matter,
            to=to,
            template=template,
            values={**chosen, "code": str(code)},
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
