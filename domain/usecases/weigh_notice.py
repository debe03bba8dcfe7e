"""Weigh a queued notice (办理提示) before it goes out: is it still wanted, and is this the hour?"""

from dataclasses import dataclass
from datetime import timedelta

from domain.clock.clock import beijing_date
from domain.findings.store import PushLists
from domain.invitations.notice import Notice
from domain.invitations.ports import Invitations, Notices
from domain.kernel.ports import Clock
from domain.matters.matter import MatterState
from domain.matters.ports import Matters
from domain.usecases.hear_wishes import HearWishes
from domain.usecases.tell_holder import HAPPENED

CAP, CAP_WINDOW = 20, timedelta(days=1)  # one agent may look after many organisations, but not at any price
LATER = timedelta(hours=1)
REMINDED = (MatterState.INVITED, MatterState.DECLINED)


@dataclass(frozen=True, slots=True)
class WeighNotice:
    """Reads only."""

    matters: Matters
    invitations: Invitations
    notices: Notices
    push_lists: PushLists
    hear: HearWishes
    now: Clock

    async def __call__(self, notice: Notice) -> timedelta | None:
        """How long to wait, zero for none; None when it must not go out any more: answered meanwhile, past
        the last lawful day, or its list stopped."""
        now = self.now()
        if notice.template not in HAPPENED and not await self._is_wanted(notice):
            return None
        if wait := await self.hear.wait(notice):
            return wait
        tried = await self.notices.tried_since(notice, now - CAP_WINDOW)
        return LATER if tried >= CAP else timedelta()

    async def _is_wanted(self, notice: Notice) -> bool:
        """What invites somebody; what happened in a running matter is told whatever its state."""
        matter, today = await self.matters.by_id(notice.matter), beijing_date(self.now())
        invitation = await self.invitations.of_matter(notice.matter)
        if notice.rung is not None:  # put off once is not put off for good
            may_go = matter.state in REMINDED and bool(invitation.open_offers(today))
        else:
            may_go = matter.state is MatterState.INVITED and today <= invitation.last_day
        return may_go and not await self.push_lists.is_stopped(matter.event_key)
