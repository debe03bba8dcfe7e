"""Send a notice (办理提示): once, whatever is retried; when nobody knows, it is asked after, not repeated."""

from dataclasses import dataclass

from domain.invitations.notice import Notice, NoticeState
from domain.invitations.outside import SmsSender
from domain.invitations.ports import Notices
from domain.kernel.ids import NoticeId
from domain.kernel.jobs import SendNotice as SendNoticeJob
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.usecases.record_notice import News, RecordNotice
from domain.usecases.weigh_notice import WeighNotice


@dataclass(frozen=True, slots=True)
class SendNotice:
    """Claimed, handed to the operator, recorded. Found claimed, its fate is unknown and asked for."""

    notices: Notices
    sms: SmsSender
    weigh: WeighNotice
    record: RecordNotice
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self, notice_id: NoticeId) -> None:
        """Raises NotFound; Unavailable: nothing was sent, the notice is queued again."""
        notice = await self._claim(notice_id)
        if notice is None:
            return
        try:
            receipt = await self.sms.send(notice.to, notice.template, notice.values, out_id=notice.out_id)
        except Refused as refused:
            await self._became(notice, News(NoticeState.REFUSED, error=refused.reason))
        except Unavailable:
            await self._became(notice, News(NoticeState.QUEUED))
            raise
        except Unknown:
            await self._became(notice, News(NoticeState.UNKNOWN))
        else:
            await self._became(notice, News(NoticeState.SENT, receipt.reference))

    async def _claim(self, notice_id: NoticeId) -> Notice | None:
        """The notice with a fresh try on it, or None: not now, not any more, or out already."""
        async with self.atomic():
            notice = await self.notices.take(notice_id)
            if notice.state is NoticeState.SENDING:
                await self.record(notice, News(NoticeState.UNKNOWN))
            if notice.state is not NoticeState.QUEUED:
                return None
            wait = await self.weigh(notice)
            if wait is None:
                await self.record(notice, News(NoticeState.DROPPED))
                return None
            if wait:
                await self.jobs.defer(SendNoticeJob(notice_id), after=wait)
                return None
            notice.begin(self.sms.wording(notice.template, notice.values), at=self.now())
            await self.notices.save(notice)
            return notice

    async def _became(self, tried: Notice, news: News) -> None:
        async with self.atomic():
            notice = await self.notices.take(tried.notice_id)
            if notice.out_id == tried.out_id:
                await self.record(notice, news)
