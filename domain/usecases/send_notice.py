"""Send a notice (办理提示): once, whatever is retried; when nobody knows, it is asked after, not repeated."""

from dataclasses import dataclass

from domain.invitations.notice import Notice, NoticeState
from domain.invitations.outside import SmsSender, SubscribeMessages
from domain.invitations.ports import Notices
from domain.kernel.ids import NoticeId
from domain.kernel.jobs import SendNotice as SendNoticeJob
from domain.kernel.party import Channel
from domain.kernel.personal import OpenId
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.usecases.record_notice import News, RecordNotice
from domain.usecases.spend_credit import SpendCredit
from domain.usecases.weigh_notice import WeighNotice

NO_CREDIT = "no-credit"  # the port's reason, and ours before asking


@dataclass(frozen=True, slots=True)
class Claimed:
    """`openid`: in the mini-program, to whom; a credit is spent on it."""

    notice: Notice
    openid: OpenId | None = None


@dataclass(frozen=True, slots=True)
class SendNotice:
    """Claimed, handed over, recorded. Found claimed, its fate is unknown and asked for."""

    notices: Notices
    sms: SmsSender
    messages: SubscribeMessages
    spend_credit: SpendCredit
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
        try:
            reference = await self._hand_over(claimed)
        except Refused as refused:
            await self._became(claimed, News(NoticeState.REFUSED, error=refused.reason))
        except Unavailable:
            await self._became(claimed, News(NoticeState.QUEUED))
            raise
        except Unknown:
            await self._became(claimed, News(NoticeState.UNKNOWN))
        else:
            await self._became(claimed, News(NoticeState.SENT, reference))

    async def _hand_over(self, claimed: Claimed) -> str:
        """The vendor's number of it. Raises Refused, Unavailable, Unknown."""
        notice, to = claimed.notice, claimed.notice.to
        if claimed.openid is not None:
            page = notice.page
            told = await self.messages.send(claimed.openid, notice.template, notice.values, page=page)
            return told.reference
        if to is None:
            raise Refused("sms", "no-number")
        return (await self.sms.send(to, notice.template, notice.values, out_id=notice.out_id)).reference

    async def _claim(self, notice_id: NoticeId) -> Claimed | None:
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
            if notice.channel is Channel.MINI_PROGRAM:
                return await self._claim_with_credit(notice)
            notice.begin(self.sms.wording(notice.template, notice.values), at=self.now())
            await self.notices.save(notice)
            return Claimed(notice)

    async def _claim_with_credit(self, notice: Notice) -> Claimed | None:
        try:
            wording = self.messages.wording(notice.template, notice.values)
        except Refused as refused:
            await self.record(notice, News(NoticeState.REFUSED, error=refused.reason))
            return None
        openid = await self.spend_credit(notice)
        if openid is None:
            await self.record(notice, News(NoticeState.REFUSED, error=NO_CREDIT))
            return None
        notice.begin(wording, at=self.now())
        await self.notices.save(notice)
        return Claimed(notice, openid)

    async def _became(self, claimed: Claimed, news: News) -> None:
        """Recorded, and the credit counted as the platform does: both or neither."""
        async with self.atomic():
            notice = await self.notices.take(claimed.notice.notice_id)
            if notice.out_id != claimed.notice.out_id or not await self.record(notice, news):
                return
            if claimed.openid is None:
                return
            if news.state is NoticeState.QUEUED:
                await self.spend_credit.give_back(notice, claimed.openid)
            elif news.error == NO_CREDIT:
                await self.spend_credit.exhaust(notice, claimed.openid)
