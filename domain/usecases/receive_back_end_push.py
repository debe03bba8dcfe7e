"""Take what the approval back-end (审批系统) posts to us: authenticate, keep once, work on it later."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.decisions.push import BackEndPushes
from domain.decisions.push_letter import natural_key, write
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Jobs
from domain.ledger.inbox import Inbox

SOURCE = "approval"


@dataclass(frozen=True, slots=True)
class ReceiveBackEndPush:
    pushes: BackEndPushes
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        """The push stands in the inbox with its job, both or neither; one known already changes nothing.

        `path` with its query, as in the request line. Raises SignatureWrong.
        """
        push = await self.pushes.parse(method, path, headers, body)
        async with self.atomic():
            message = await self.inbox.put(SOURCE, natural_key(push), write(push))
            if message is not None:
                await self.jobs.defer(ReadInbox(message, SOURCE))
