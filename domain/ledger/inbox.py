"""The inbox: callbacks as they came, authenticated, stored once under a natural key, worked on later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A callback whose sender was authenticated; `body` may hold personal data and is sealed at rest."""

    message_id: UUID
    source: str  # by whom and about what: aliyun-sms-report, tencent-sms-reply, wechat-event, approval …
    body: Mapping[str, str] = field(repr=False)
    received_at: datetime = field()


class Inbox(Protocol):
    """Adapter: adapters/postgres/inbox.py."""

    async def put(self, source: str, natural_key: str, body: Mapping[str, str]) -> UUID | None:
        """Store once: None when this natural key is there already. Inside atomic."""
        ...

    async def take(self, message: UUID) -> InboxMessage | None:
        """Held FOR UPDATE; None when it is done already."""
        ...

    async def done(self, message: UUID, outcome: str) -> None: ...
