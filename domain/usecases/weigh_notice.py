"""Weigh a queued notice (办理提示) before it goes out: is it still wanted, and is this the hour?"""

from dataclasses import dataclass
from datetime import timedelta

from domain.clock.clock import beijing_date
from domain.findings.store import PushLists
from domain.invitations.notice import Notice
from domain.invitations.ports import Invitations, Notices
from domain.invitations.quiet import QuietHours
from domain.kernel.ports import Clock
from domain.matters.matter import MatterState
from domain.matters.ports import Matters

CAP, CAP_WINDOW = 20, timedelta(days=1)  # one agent may look after many organisations, but not at any price
LATER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WeighNotice:
    """Reads only. `quiet` None: in the demonstration nobody sleeps."""

    matters: Matters
    invitations: Invitations
    notices: Notices
    push_lists: PushLists
    now: Clock
    quiet: QuietHours | None

    async def __call__(self, notice: Notice) -> timedelta | None:
        """How long to wait, zero for none; None when it must not go out any more: answered meanwhile, past
        the last lawful day, or its list stopped."""
        now = self.now()
        matter = await self.matters.by_id(notice.matter)
        invitation = await self.invitations.of_matter(notice.matter)
        if matter.state is not MatterState.INVITED or beijing_date(now) > invitation.last_day:
            return None
        if await self.push_lists.is_stopped(matter.event_key):
            return None
        if self.quiet and (wait := self.quiet.wait(now)):
            return wait
        tried = await self.notices.tried_since(notice, now - CAP_WINDOW)
        return LATER if tried >= CAP else timedelta()
