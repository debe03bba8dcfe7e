"""Sign-ins begun at other houses (其他平台登录) in PostgreSQL: found by a digest of state and device."""

from datetime import timedelta

from tortoise.connection import get_connection

from adapters.postgres.rows.identity import OutsideSignInRow
from domain.identity.outside_sign_in import OutsideSignIn, Way
from domain.kernel.ids import OutsideSignInId, SessionId

KEPT = timedelta(days=1)
# a few with each new one, so that nobody waits for a sweep and none is needed
FORGET = """
DELETE FROM outside_sign_ins WHERE id IN
  (SELECT id FROM outside_sign_ins WHERE ends_at < %s ORDER BY ends_at LIMIT 20 FOR UPDATE SKIP LOCKED)
"""


class PostgresOutsideSignIns:
    """Implements domain.identity.outside_sign_in.OutsideSignIns."""

    async def add(self, sign_in: OutsideSignIn, state: bytes) -> None:
        await get_connection("default").execute_query(FORGET, [sign_in.begun_at - KEPT])
        await OutsideSignInRow.create(
            id=sign_in.sign_in_id,
            way=str(sign_in.way),
            state_digest=state,
            begun_at=sign_in.begun_at,
            ends_at=sign_in.ends_at,
        )

    async def take(self, state: bytes) -> OutsideSignIn | None:
        row = await OutsideSignInRow.select_for_update().get_or_none(state_digest=state)
        if row is None:
            return None
        return OutsideSignIn(
            OutsideSignInId(row.id),
            Way(row.way),
            row.begun_at,
            row.ends_at,
            used_at=row.used_at,
            session=None if row.session_id is None else SessionId(row.session_id),
        )

    async def save(self, sign_in: OutsideSignIn) -> None:
        await OutsideSignInRow.filter(id=sign_in.sign_in_id).update(
            used_at=sign_in.used_at, session_id=sign_in.session
        )
