"""Receive what the platform pushes about our official account (公众号推送): kept first, worked on later."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.invitations.official_account import OfficialAccountCallbacks
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Jobs
from domain.ledger.inbox import Inbox

SOURCE = "official-account-event"


@dataclass(frozen=True, slots=True)
class ReceiveAccountEvent:
    """The event is kept once with its job, or is not and the platform pushes it again."""

    callbacks: OfficialAccountCallbacks
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, query: Mapping[str, str], body: bytes) -> None:
        """`query`: the address's parameters, as they came.

        Raises NotFound (there is no such account), SignatureWrong, Unavailable.
        """
        event = await self.callbacks.parse(query, body)
        if event is None:
            return
        kept = {
            "happened": event.happened,
            "openid": event.openid.reveal(),
            "reference": event.reference,
            "error": event.error,
            "at": event.at.isoformat(),
        }
        async with self.atomic():
            message = await self.inbox.put(SOURCE, event.key, kept)
            if message is not None:
                await self.jobs.defer(ReadInbox(message, SOURCE))

    def check_url(self, query: Mapping[str, str]) -> str:
        """What to answer when the platform tries our address. Raises NotFound, SignatureWrong."""
        return self.callbacks.check_url(query)
