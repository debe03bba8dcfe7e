"""Remind holders (分级提醒), rung by rung, until the last lawful day; the last rung ends in the call list."""

from dataclasses import dataclass
from datetime import date

from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.findings.store import PushLists
from domain.invitations.call import Call, ReplyKind
from domain.invitations.ladder import is_last, rung_day, rung_due
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Calls, Invitations, Ladders, Notices, Standing
from domain.invitations.subscription import TEMPLATES
from domain.kernel.ids import MatterId, NoticeId
from domain.kernel.jobs import AddressNotice
from domain.kernel.ports import Atomic, Clock, Jobs, NewId
from domain.matters.ports import Matters
from domain.usecases.weigh_notice import REMINDED

PAGE = 500


@dataclass(frozen=True, slots=True)
class RemindHolders:
    """Run by the clock: again, in two workers, or after a week's rest, nobody gets a rung twice.

    A rung missed meanwhile is not made up for: only the newest whose day has come is sent.
    """

    ladders: Ladders
    matters: Matters
    invitations: Invitations
    notices: Notices
    calls: Calls
    push_lists: PushLists
    catalogue: Catalogue
    jobs: Jobs
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self) -> int:
        """How many reminders were drafted."""
        today, after, drafted = beijing_date(self.now()), None, 0
        while True:
            page = await self.ladders.standing(today, after=after, size=PAGE, templates=TEMPLATES)
            for one in page:
                drafted += await self._look_at(one, today)
            if len(page) < PAGE:
                return drafted
            after = page[-1].matter

    async def _look_at(self, one: Standing, today: date) -> bool:
        ladder = self.catalogue.get(one.item).timing.notice_ladder_days
        rung = rung_due(one.last_day, ladder, today)
        if rung is None:
            return False
        told = None if one.told_at is None else beijing_date(one.told_at)
        if told is None or told < rung_day(one.last_day, rung):
            return await self._remind(one.matter, rung, today)
        # the last reminder gets a day to be read, as long as there is one
        if is_last(ladder, rung) and (told < today or today == one.last_day):
            await self._have_called(one, today)
        return False

    async def _remind(self, matter: MatterId, rung: int, today: date) -> bool:
        async with self.atomic():
            if not await self._stands(matter, today) or await self.notices.told_rung(matter, rung):
                return False
            invitation = await self.invitations.of_matter(matter)
            notice = Notice(
                notice_id=NoticeId(self.new_id()),
                invitation=invitation.invitation_id,
                matter=matter,
                to=None,
                template=self.catalogue.get(invitation.open_offers(today)[0].item).notice_template,
                values={},
                state=NoticeState.DRAFTED,
                queued_at=self.now(),
                rung=rung,
            )
            await self.notices.add(notice, code_digest=b"")
            await self.jobs.defer(AddressNotice(notice.notice_id))
        return True

    async def _have_called(self, one: Standing, today: date) -> None:
        async with self.atomic():
            if not await self._stands(one.matter, today):
                return
            phone = await self.notices.last_number(one.matter)
            call = Call(self.new_id(), phone, ReplyKind.LAST_RUNG, self.now(), one.matter)
            await self.calls.add(call, natural_key=f"last-rung/{one.matter}/{one.last_day}")

    async def _stands(self, matter: MatterId, today: date) -> bool:
        """With the matter's row in hand: it may still be answered, and its list was not stopped."""
        held = await self.matters.take(matter)
        invitation = await self.invitations.of_matter(matter)
        return (
            held.state in REMINDED
            and bool(invitation.open_offers(today))
            and not await self.push_lists.is_stopped(held.event_key)
        )
