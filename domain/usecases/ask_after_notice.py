"""Ask after a notice (办理提示): what became of a try nobody reported, by our own number of it."""

from dataclasses import dataclass
from datetime import timedelta

from domain.clock.clock import beijing_date
from domain.identity.ports import Sessions
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.outside import SmsFate, SmsSender
from domain.invitations.ports import Notices
from domain.kernel.ids import NoticeId
from domain.kernel.jobs import AskAfterNotice as AskAfterNoticeJob
from domain.kernel.jobs import SendNotice
from domain.kernel.party import Channel
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.usecases.record_notice import SETTLED_AFTER, UNOPENED, UNSETTLED, News, RecordNotice
from domain.usecases.repeat_push import RepeatPush

LOST_AFTER = timedelta(minutes=10)  # what the vendor does not know by then, it never had
REPORTS_END = timedelta(hours=72)
AGAIN = timedelta(hours=6)
UNSETTLED_STATES = (NoticeState.SENDING, NoticeState.UNKNOWN, NoticeState.SENT)
FATES = {
    "waiting": NoticeState.SENT,
    "delivered": NoticeState.DELIVERED,
    "failed": NoticeState.UNDELIVERED,
}


@dataclass(frozen=True, slots=True)
class AskAfterNotice:
    """Known to the operator, the try is recorded as sent; unknown there after ten minutes, queued again.

    What a push service or WeChat took and nobody reported has arrived when its reader used the office since,
    and not when a day went by.
    """

    notices: Notices
    sms: SmsSender
    sessions: Sessions
    repeat_push: RepeatPush
    record: RecordNotice
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self, notice_id: NoticeId) -> None:
        """Raises NotFound, Refused, Unavailable: nothing has changed then."""
        async with self.atomic():
            asked = await self.notices.take(notice_id)
        if asked.channel is Channel.SMS:
            await self._ask_operator(asked)
        elif asked.state is NoticeState.SENT:
            await self._ask_reader(notice_id)
        elif asked.channel is Channel.APP:
            await self.repeat_push(notice_id)
        else:
            await self._give_up(asked)

    async def _ask_operator(self, asked: Notice) -> None:
        tried_at, to = asked.tried_at, asked.to
        if asked.state not in UNSETTLED_STATES or tried_at is None or to is None:
            return
        fate = await self.sms.ask(
            to, out_id=asked.out_id, sent_on=beijing_date(tried_at), reference=asked.reference
        )
        async with self.atomic():
            notice = await self.notices.take(asked.notice_id)
            if (notice.state, notice.out_id) == (asked.state, asked.out_id):
                await self._settle(notice, fate, self.now() - tried_at)

    async def _ask_reader(self, notice_id: NoticeId) -> None:
        """No phone tells that a push was read, and WeChat's event may be lost: the reader's own sessions tell
        whether they came. What WeChat took may lie there: no text follows it."""
        async with self.atomic():
            notice = await self.notices.take(notice_id)
            if notice.state is not NoticeState.SENT or notice.tried_at is None:
                return
            left = notice.tried_at + SETTLED_AFTER - self.now()
            reader = notice.reader
            if reader is not None and await self.sessions.used_since(reader, notice.tried_at):
                await self.record(notice, News(NoticeState.DELIVERED))
            elif left > timedelta():
                await self.jobs.defer(AskAfterNoticeJob(notice_id), after=left)
            else:
                error = UNOPENED if notice.channel is Channel.APP else UNSETTLED
                await self.record(notice, News(NoticeState.UNDELIVERED, error=error))

    async def _give_up(self, asked: Notice) -> None:
        """In WeChat nobody can be asked: a day later a clerk calls, and nothing is sent again."""
        async with self.atomic():
            notice = await self.notices.take(asked.notice_id)
            if notice.state is not NoticeState.UNKNOWN or notice.tried_at is None:
                return
            left = notice.tried_at + SETTLED_AFTER - self.now()
            if left > timedelta():
                await self.jobs.defer(AskAfterNoticeJob(notice.notice_id), after=left)
                return
            await self.record(notice, News(NoticeState.UNDELIVERED, error=UNSETTLED))

    async def _settle(self, notice: Notice, fate: SmsFate | None, age: timedelta) -> None:
        if fate is not None and await self.record(
            notice, News(FATES[fate.state], fate.reference, fate.error)
        ):
            return
        if notice.state is NoticeState.SENT:  # waiting for its report still
            if age < REPORTS_END:
                await self.jobs.defer(AskAfterNoticeJob(notice.notice_id), after=AGAIN)
        elif age < LOST_AFTER:
            await self.jobs.defer(AskAfterNoticeJob(notice.notice_id), after=LOST_AFTER - age)
        else:
            await self.record(notice, News(NoticeState.QUEUED))
            await self.jobs.defer(SendNotice(notice.notice_id))
