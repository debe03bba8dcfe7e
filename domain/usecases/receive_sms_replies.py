"""Receive texts people sent back (上行短信): kept first, worked on later."""

from dataclasses import dataclass

from domain.invitations.outside import SmsCallbacks
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Jobs
from domain.ledger.inbox import Inbox

SOURCE = "aliyun-sms-reply"


@dataclass(frozen=True, slots=True)
class ReceiveSmsReplies:
    """Every reply is kept once with its job, or none is and the operator posts them again."""

    callbacks: SmsCallbacks
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, body: bytes) -> None:
        """Raises SignatureWrong when malformed."""
        replies = self.callbacks.replies(body)
        async with self.atomic():
            for reply in replies:
                kept = {
                    "sequence": reply.sequence,
                    "phone": reply.phone.reveal(),
                    "text": reply.text.reveal(),
                    "at": reply.at.isoformat(),
                }
                message = await self.inbox.put(SOURCE, reply.sequence, kept)
                if message is not None:
                    await self.jobs.defer(ReadInbox(message, SOURCE))
