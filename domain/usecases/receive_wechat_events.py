"""Receive what the mini-program platform pushes (微信消息推送): kept first, worked on later."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.invitations.outside import WechatCallbacks
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Jobs
from domain.ledger.inbox import Inbox

SOURCE = "wechat-event"


@dataclass(frozen=True, slots=True)
class ReceiveWechatEvents:
    """Every event is kept once with its job, or none is and the platform pushes them again."""

    callbacks: WechatCallbacks
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, query: Mapping[str, str], body: bytes) -> None:
        """`query`: the address's parameters, as they came. Raises SignatureWrong, Unavailable."""
        events = await self.callbacks.parse(query, body)
        async with self.atomic():
            for event in events:
                kept = {
                    "happened": event.happened,
                    "openid": event.openid.reveal(),
                    "template_id": event.template_id,
                    "reference": event.reference,
                    "error": event.error,
                    "at": event.at.isoformat(),
                }
                message = await self.inbox.put(SOURCE, event.key, kept)
                if message is not None:
                    await self.jobs.defer(ReadInbox(message, SOURCE))

    def check_url(self, query: Mapping[str, str]) -> str:
        """What to answer when the platform tries our address. Raises SignatureWrong."""
        return self.callbacks.check_url(query)
