"""Send a notice (办理提示): once, whatever is retried; when nobody knows, it is asked after, not repeated."""

from dataclasses import dataclass

from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Notices
from domain.kernel.ids import NoticeId
from domain.kernel.jobs import SendNotice as SendNoticeJob
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.usecases.hand_over_notice import CLOSED, Ready, Ways
from domain.usecases.record_notice import News, RecordNotice
from domain.usecases.weigh_notice import WeighNotice


@dataclass(frozen=True, slots=True)
class SendNotice:
    """Claimed, handed over, recorded. Found claimed, its fate is unknown and asked for."""

    notices: Notices
    ways: Ways
    weigh: WeighNotice
    record: RecordNotice
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self, notice_id: NoticeId) -> None:
        """Raises NotFound; Unavailable: nothing was sent, the notice is queued again."""
        claimed = await self._claim(notice_id)
        if claimed is None:
            return
        notice, ready = claimed
        try:
            reference = await ready.send(notice)
        except Refused as refused:
            await self._became(notice, ready, News(NoticeState.REFUSED, error=refused.reason))
        except Unavailable:
            await self._became(notice, ready, News(NoticeState.QUEUED))
            raise
        except Unknown:
            await self._became(notice, ready, News(NoticeState.UNKNOWN))
        else:
            await self._became(notice, ready, News(NoticeState.SENT, reference))

    async def _claim(self, notice_id: NoticeId) -> tuple[Notice, Ready] | None:
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
            try:
                ready = await self._ready(notice)
            except Refused as refused:
                await self.record(notice, News(NoticeState.REFUSED, error=refused.reason))
                return None
            notice.begin(ready.wording, at=self.now())
            await self.notices.save(notice)
            return notice, ready

    async def _ready(self, notice: Notice) -> Ready:
        way = self.ways.of(notice.channel)
        if way is None:
            raise Refused(str(notice.channel), CLOSED)
        return await way.claim(notice)

    async def _became(self, claimed: Notice, ready: Ready, news: News) -> None:
        """Recorded, and counted as the vendor does: both or neither."""
        async with self.atomic():
            notice = await self.notices.take(claimed.notice_id)
            if notice.out_id == claimed.out_id and await self.record(notice, news):
                await ready.after(notice, news)
