"""Receive texts people sent back (上行短信): kept first, worked on later."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.invitations.outside import SmsCallbacks
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Jobs
from domain.kernel.refusals import NotFound
from domain.ledger.inbox import Inbox

SOURCE = "-sms-reply"  # behind the operator's name


@dataclass(frozen=True, slots=True)
class ReceiveSmsReplies:
    """Every reply is kept once with its job, or none is and the operator posts them again.

    `callbacks`: by operator.
    """

    callbacks: Mapping[str, SmsCallbacks]
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, vendor: str, body: bytes) -> None:
        """Raises NotFound: no such operator; SignatureWrong when malformed."""
        if vendor not in self.callbacks:
            raise NotFound
        replies, source = self.callbacks[vendor].replies(body), f"{vendor}{SOURCE}"
        async with self.atomic():
            for reply in replies:
                kept = {
                    "sequence": reply.sequence,
                    "phone": reply.phone.reveal(),
                    "text": reply.text.reveal(),
                    "at": reply.at.isoformat(),
                }
                message = await self.inbox.put(source, reply.sequence, kept)
                if message is not None:
                    await self.jobs.defer(ReadInbox(message, source))
