"""The inbox in PostgreSQL: a callback is stored once under its natural key, sealed, and worked on later."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.core import InboxRow
from domain.kernel.ports import Cipher, Clock, NewId
from domain.ledger.inbox import InboxMessage

PLACE = "inbox.sealed"


class PostgresInbox:
    """Implements domain.ledger.inbox.Inbox."""

    def __init__(self, cipher: Cipher, now: Clock, new_id: NewId) -> None:
        self._cipher, self._now, self._new_id = cipher, now, new_id

    async def put(self, source: str, natural_key: str, body: Mapping[str, str]) -> UUID | None:
        message = self._new_id()
        sealed = self._cipher.seal(PLACE, message, msgspec.json.encode(dict(body)))
        inserted, _ = await get_connection("default").execute_query(
            "INSERT INTO inbox (id, source, natural_key, sealed, received_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (source, natural_key) DO NOTHING",
            [message, source, hashlib.sha256(natural_key.encode()).digest(), sealed, self._now()],
        )
        return message if inserted else None

    async def take(self, message: UUID) -> InboxMessage | None:
        row = await InboxRow.select_for_update().get_or_none(id=message, done_at=None)
        if row is None:
            return None
        body = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=dict[str, str])
        return InboxMessage(row.id, row.source, body, row.received_at)

    async def done(self, message: UUID, outcome: str) -> None:
        await InboxRow.filter(id=message).update(done_at=self._now(), outcome=outcome[:64])
