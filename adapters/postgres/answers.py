"""Same key, same answer: what a request was answered before, kept for 24 hours in its own transaction."""

import hashlib
from datetime import timedelta
from typing import TypeVar

import msgspec
from tortoise.connection import get_connection
from tortoise.expressions import Q

from adapters.postgres.rows.core import KeptAnswerRow
from domain.kernel.ports import Cipher, Clock, NewId, RequestKey
from domain.kernel.refusals import IdempotencyKeyReused

T = TypeVar("T")
KEPT = timedelta(hours=24)
PLACE = "kept_answers.sealed"
# a few with each request: nobody's answer, sealed or not, outlives its day for want of a repeated key
SWEEP = """
DELETE FROM kept_answers WHERE id IN (
    SELECT id FROM kept_answers WHERE kept_at < %s ORDER BY kept_at LIMIT 10 FOR UPDATE SKIP LOCKED)
"""


class PostgresAnswers:
    """Implements domain.kernel.ports.KeptAnswers."""

    def __init__(self, cipher: Cipher, now: Clock, new_id: NewId) -> None:
        self._cipher, self._now, self._new_id = cipher, now, new_id

    async def recall(self, request: RequestKey, kind: type[T]) -> T | None:
        key = hashlib.sha256(request.key.encode()).digest()
        place = Q(actor=request.actor, operation=request.operation, key_digest=key)
        now = self._now()
        await KeptAnswerRow.filter(place, kept_at__lt=now - KEPT).delete()
        connection = get_connection("default")
        await connection.execute_query(SWEEP, [now - KEPT])
        inserted, _ = await connection.execute_query(
            "INSERT INTO kept_answers (id, actor, operation, key_digest, request_digest, kept_at)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (actor, operation, key_digest) DO NOTHING",
            [self._new_id(), request.actor, request.operation, key, request.digest, now],
        )
        if inserted:
            return None
        row = await KeptAnswerRow.get(place)
        if row.request_digest != request.digest or row.sealed is None:
            raise IdempotencyKeyReused(request.operation)
        return msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=kind)

    async def keep(self, request: RequestKey, answer: object) -> None:
        row = await KeptAnswerRow.get(
            actor=request.actor,
            operation=request.operation,
            key_digest=hashlib.sha256(request.key.encode()).digest(),
        )
        row.sealed = self._cipher.seal(PLACE, row.id, msgspec.json.encode(answer))
        await row.save(update_fields=["sealed"])
