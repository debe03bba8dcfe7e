"""Record what the mini-program platform pushed (微信消息推送): a credit, or what became of a message."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.identity.visitor import Visitors
from domain.invitations.notice import NoticeState
from domain.invitations.outside import SubscribeMessages
from domain.invitations.ports import Notices
from domain.invitations.subscription import TEMPLATES, Subscriptions
from domain.kernel.jobs import ReadInbox
from domain.kernel.personal import OpenId
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.ledger.inbox import Inbox, InboxMessage
from domain.usecases.list_subscriptions import templates_of
from domain.usecases.receive_wechat_events import SOURCE
from domain.usecases.record_notice import News, RecordNotice
from domain.usecases.tell_holder import HAPPENED

EARLY = timedelta(minutes=10)  # an event may overtake the answer to the very message it is about
AGAIN = timedelta(minutes=1)
ALL = (*TEMPLATES, *HAPPENED)  # what may have been written with a template of the platform


@dataclass(frozen=True, slots=True)
class RecordWechatEvent:
    """The subscription or the notice changed and the event done, or neither; each event once."""

    inbox: Inbox
    visitors: Visitors
    subscriptions: Subscriptions
    notices: Notices
    messages: SubscribeMessages
    record: RecordNotice
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self, message_id: UUID) -> None:
        async with self.atomic():
            message = await self.inbox.take(message_id)
            if message is None:
                return
            happened, openid = message.body["happened"], OpenId(message.body["openid"])
            templates = templates_of(self.messages, ALL).get(message.body["template_id"], ())
            if not templates:
                await self.inbox.done(message_id, "not-ours")
            elif happened in ("delivered", "failed"):
                await self._fate(message, openid, templates)
            else:
                await self._credit(message, openid)
                await self.inbox.done(message_id, happened)

    async def _credit(self, message: InboxMessage, openid: OpenId) -> None:
        """«declined» changes nothing: credits of earlier taps stay good."""
        body, at = message.body, datetime.fromisoformat(message.body["at"])
        held = await self.subscriptions.take(openid, body["template_id"])
        if body["happened"] == "accepted":
            held.accept(at)
        elif body["happened"] == "revoked":
            held.revoke(at)
        await self.subscriptions.save(held)

    async def _fate(self, message: InboxMessage, openid: OpenId, templates: tuple[str, ...]) -> None:
        body = message.body
        visitor = await self.visitors.by_openid(openid)
        notice = None
        if visitor is not None:
            notice = await self.notices.take_by_message(visitor.visitor_id, body["reference"], templates)
        if notice is None:
            if visitor is not None and self.now() - message.received_at < EARLY:
                await self.jobs.defer(ReadInbox(message.message_id, SOURCE), after=AGAIN)
                return
            await self.inbox.done(message.message_id, "no-notice")
            return
        state = NoticeState.DELIVERED if body["happened"] == "delivered" else NoticeState.UNDELIVERED
        is_news = await self.record(notice, News(state, body["reference"], body["error"]))
        await self.inbox.done(message.message_id, "recorded" if is_news else "known")
