"""Record what the platform pushed about our official account (公众号): who follows, or a message's fate."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.invitations.follower import FollowerNews, Followers
from domain.invitations.notice import NoticeState
from domain.invitations.official_account import FollowerDirectory
from domain.invitations.ports import Notices
from domain.invitations.subscription import TEMPLATES
from domain.kernel.jobs import ReadInbox
from domain.kernel.personal import OpenId
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.kernel.refusal import Refused
from domain.ledger.inbox import Inbox, InboxMessage
from domain.usecases.receive_account_event import SOURCE
from domain.usecases.record_notice import News, RecordNotice
from domain.usecases.tell_holder import HAPPENED

EARLY = timedelta(minutes=10)  # an event may overtake the answer to the very message it is about
AGAIN = timedelta(minutes=1)
ALL = (*TEMPLATES, *HAPPENED)  # what may be written to a follower
BLOCKED = "user-block"  # of the port


@dataclass(frozen=True, slots=True)
class RecordAccountEvent:
    """The follower or the notice changed and the event done, or neither; each event once."""

    inbox: Inbox
    directory: FollowerDirectory
    news: FollowerNews
    followers: Followers
    notices: Notices
    record: RecordNotice
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self, message_id: UUID) -> None:
        """Raises Unavailable: who follows is not known yet, it is asked again."""
        async with self.atomic():
            message = await self.inbox.take(message_id)
            if message is None:
                return
            happened, openid = message.body["happened"], OpenId(message.body["openid"])
            if happened == "left":
                await self.news.leave(openid, _at(message))
                await self.inbox.done(message_id, "left")
            elif happened != "followed":
                await self._fate(message, openid)
        if happened == "followed":
            await self._follow(message, openid)

    async def _follow(self, message: InboxMessage, openid: OpenId) -> None:
        """Who they are in the mini-program is asked of the platform, outside of any transaction."""
        try:
            unionid = await self.directory.unionid(openid)
        except Refused as refused:
            async with self.atomic():
                if await self.inbox.take(message.message_id) is not None:
                    await self.inbox.done(message.message_id, refused.reason)
            return
        async with self.atomic():
            if await self.inbox.take(message.message_id) is not None:
                await self.news.follow(openid, unionid, _at(message))
                await self.inbox.done(message.message_id, "followed")

    async def _fate(self, message: InboxMessage, openid: OpenId) -> None:
        """Who blocks us is written to there no more, until they follow anew."""
        body, follower = message.body, await self.news.known(openid)
        if follower is None:
            await self.inbox.done(message.message_id, "no-follower")
            return
        notice = await self.notices.take_by_follower(follower, body["reference"], ALL)
        if notice is None and self.now() - message.received_at < EARLY:
            await self.jobs.defer(ReadInbox(message.message_id, SOURCE), after=AGAIN)
            return
        if body["error"] == BLOCKED:
            await self.followers.end(follower, _at(message))
        if notice is None:
            await self.inbox.done(message.message_id, "no-notice")
            return
        state = NoticeState.DELIVERED if body["happened"] == "delivered" else NoticeState.UNDELIVERED
        is_news = await self.record(notice, News(state, body["reference"], body["error"]))
        await self.inbox.done(message.message_id, "recorded" if is_news else "known")


def _at(message: InboxMessage) -> datetime:
    return datetime.fromisoformat(message.body["at"])
