"""Repeat a push (应用推送) whose fate is unknown: to the vendor the same push, as long as one call waits for
the other and a quarter of an hour has not passed."""

from dataclasses import dataclass
from datetime import timedelta

from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Notices
from domain.kernel.ids import NoticeId
from domain.kernel.party import Channel
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.usecases.hand_over_notice import NoticeWay, Ready, Ways
from domain.usecases.record_notice import UNSETTLED, News, RecordNotice

SAME_WITHIN = timedelta(minutes=14)  # the vendor says fifteen; its clock and ours may differ


@dataclass(frozen=True, slots=True)
class RepeatPush:
    """It went out once, or a clerk calls. Whoever finds a try in the air lets it be for some minutes."""

    notices: Notices
    ways: Ways
    record: RecordNotice
    atomic: Atomic
    now: Clock

    async def __call__(self, notice_id: NoticeId) -> None:
        """Raises NotFound. A vendor out of reach is tried by a later job again: the first try may be out."""
        claimed = await self._claim(notice_id)
        if claimed is None:
            return
        notice, ready = claimed
        try:
            news = News(NoticeState.SENT, await ready.send(notice))
        except Refused as refused:  # had the first try gone out, its number would have been told
            news = News(NoticeState.REFUSED, error=refused.reason)
        except (Unavailable, Unknown):
            news = News(NoticeState.UNKNOWN)
        async with self.atomic():
            held = await self.notices.take(notice_id)
            if held.out_id == notice.out_id:
                await self.record(held, news)

    async def _claim(self, notice_id: NoticeId) -> tuple[Notice, Ready] | None:
        async with self.atomic():
            notice, way = await self.notices.take(notice_id), self.ways.of(Channel.APP)
            if notice.state is NoticeState.SENDING:
                await self.record(notice, News(NoticeState.UNKNOWN))
                return None
            if notice.state is not NoticeState.UNKNOWN or notice.tried_at is None:
                return None
            is_late = self.now() - notice.tried_at >= SAME_WITHIN
            ready = None if way is None or is_late else await _still(way, notice)
            if ready is None:
                await self.record(notice, News(NoticeState.UNDELIVERED, error=UNSETTLED))
                return None
            notice.repeat()
            await self.notices.save(notice)
            return notice, ready


async def _still(way: NoticeWay, notice: Notice) -> Ready | None:
    """None when the app is bound no more: what went there may have arrived before."""
    try:
        return await way.claim(notice)
    except Refused:
        return None
