"""Queue a text message (短信提示) with a fresh address code: the first notice, or what follows another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from domain.clock.clock import beijing_date
from domain.invitations.code import AddressCode
from domain.invitations.invitation import Code, Invitation
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Invitations, Notices
from domain.kernel.ids import NoticeId, PartyId
from domain.kernel.jobs import SendNotice
from domain.kernel.personal import Phone
from domain.kernel.ports import Digests, Jobs, NewId, Randomness

# what each text has beside its code; the operator refuses a variable too many
VARIABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"renewal-due": ("org", "item", "day"), "registration-changed": ("org", "n", "day")}
)
OF_CASE = ("item", "what", "day")  # of what is said about a running matter
CASE_CODE = timedelta(days=90)  # how long such a text leads to the matter


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
        self,
        invitation: Invitation,
        to: Phone,
        template: str,
        values: Mapping[str, str],
        *,
        at: datetime,
        reader: PartyId | None = None,
    ) -> NoticeId:
        """`values`: at least the template's own variables but for the code; `reader`: for whom, if known."""
        chosen, digest = await self.with_code(invitation, template, values, at=at)
        notice = Notice(
            notice_id=NoticeId(self.new_id()),
            invitation=invitation.invitation_id,
            matter=invitation.matter,
            to=to,
            template=template,
            values=chosen,
            state=NoticeState.QUEUED,
            queued_at=at,
            reader=reader,
        )
        await self.notices.add(notice, code_digest=digest)
        await self.jobs.defer(SendNotice(notice.notice_id))
        return notice.notice_id

    async def with_code(
        self, invitation: Invitation, template: str, values: Mapping[str, str], *, at: datetime
    ) -> tuple[dict[str, str], bytes]:
        """The template's own variables with a fresh code among them, and the code's digest."""
        code = await self._fresh_code()
        digest, through = code.kept_as(self.digests), invitation.last_day
        if template not in VARIABLES:
            through = max(through, beijing_date(at) + CASE_CODE)
        await self.invitations.add_code(Code(digest, invitation.invitation_id, through))
        chosen = {name: values[name] for name in VARIABLES.get(template, OF_CASE)}
        return {**chosen, "code": str(code)}, digest

    async def _fresh_code(self) -> AddressCode:
        while True:
            code = AddressCode.mint(self.randomness.below)
            if await self.invitations.by_code(code.kept_as(self.digests)) is None:
                return code
