"""Fall back to a text (短信兜底) when what went another way certainly did not arrive: once."""

from dataclasses import dataclass

from domain.invitations.notice import Notice
from domain.invitations.ports import Invitations
from domain.kernel.party import Channel
from domain.kernel.ports import Clock
from domain.usecases.hear_wishes import HearWishes
from domain.usecases.queue_text import QueueText


@dataclass(frozen=True, slots=True)
class FallBackToText:
    """Part of a use case's transaction that holds the notice: its failure is recorded once, so is this."""

    invitations: Invitations
    queue_text: QueueText
    hear: HearWishes
    now: Clock

    async def __call__(self, notice: Notice) -> bool:
        """False, and nothing queued, when there is no number to send to, or its reader wants no texts."""
        if notice.to is None or await self.hear.is_silent(notice, Channel.SMS):
            return False
        invitation = await self.invitations.of_matter(notice.matter)
        at = self.now()
        await self.queue_text(
            invitation, notice.to, notice.template, notice.values, at=at, reader=notice.reader
        )
        return True
