"""Followers of the official account (公众号粉丝) in PostgreSQL: sealed, found by keyed digest."""

from datetime import datetime
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.rows.channels import FollowerRow
from adapters.postgres.rows.identity import VisitorRow
from domain.invitations.follower import Follower
from domain.kernel.ids import FollowerId, PartyId, VisitorId
from domain.kernel.personal import OpenId, UnionId
from domain.kernel.ports import Cipher, Digests, NewId

PLACE = "followers.openid"
ADD = """
INSERT INTO followers (id, openid_index, openid, followed_at, ended_at, told_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (openid_index) DO NOTHING
"""
NOBODY = ""  # what is kept of an account that has left


class PostgresFollowers:
    """Implements domain.invitations.follower.Followers and FollowerNews."""

    def __init__(self, cipher: Cipher, digests: Digests, new_id: NewId) -> None:
        self._cipher, self._digests, self._new_id = cipher, digests, new_id

    async def of_visitor(self, visitor: VisitorId) -> Follower | None:
        account = await VisitorRow.get_or_none(id=visitor)
        if account is None or account.unionid_index is None:
            return None
        theirs = FollowerRow.filter(unionid_index=account.unionid_index, ended_at__isnull=True)
        row = await theirs.order_by("-followed_at", "-id").first()
        return None if row is None else self._follower(row)

    async def by_id(self, follower: FollowerId) -> Follower | None:
        row = await FollowerRow.get_or_none(id=follower, ended_at__isnull=True)
        return None if row is None else self._follower(row)

    async def end(self, follower: FollowerId, at: datetime) -> None:
        row = await FollowerRow.select_for_update().get_or_none(id=follower)
        if row is not None and row.ended_at is None:
            await self._leave(row, at)

    async def follow(self, openid: OpenId, unionid: UnionId | None, at: datetime) -> None:
        row = await self._row(openid, at)
        if at < row.told_at:
            return
        if row.ended_at is not None:
            row.ended_at, row.followed_at = None, at
        row.openid = self._seal(row.id, openid.reveal())
        row.unionid_index = None if unionid is None else unionid_index(self._digests, unionid)
        row.told_at = at
        await row.save(update_fields=["ended_at", "followed_at", "openid", "unionid_index", "told_at"])

    async def leave(self, openid: OpenId, at: datetime) -> None:
        row = await self._row(openid, at)
        if at >= row.told_at:
            await self._leave(row, at)

    async def known(self, openid: OpenId) -> FollowerId | None:
        row = await FollowerRow.get_or_none(openid_index=self._index(openid))
        return None if row is None else FollowerId(row.id)

    async def _row(self, openid: OpenId, at: datetime) -> FollowerRow:
        """Held; of one never seen a row that says nothing yet."""
        index, made = self._index(openid), self._new_id()
        values = [made, index, self._seal(made, NOBODY), at, at, at]
        await get_connection("default").execute_query(ADD, values)
        return await FollowerRow.select_for_update().get(openid_index=index)

    async def _leave(self, row: FollowerRow, at: datetime) -> None:
        row.openid, row.unionid_index = self._seal(row.id, NOBODY), None
        row.ended_at, row.told_at = at, max(at, row.told_at)
        await row.save(update_fields=["openid", "unionid_index", "ended_at", "told_at"])

    def _index(self, openid: OpenId) -> bytes:
        return self._digests.keyed("follower-openid", openid.reveal())

    def _seal(self, row: UUID, openid: str) -> bytes:
        return self._cipher.seal(PLACE, row, openid.encode())

    def _follower(self, row: FollowerRow) -> Follower:
        return Follower(FollowerId(row.id), OpenId(self._cipher.open(PLACE, row.id, row.openid).decode()))


async def unionid_indexes(cipher: Cipher, digests: Digests, person: PartyId) -> list[bytes]:
    """Of all their visitors, by what is sealed: a row from before there were digests has none of its own."""
    rows = await VisitorRow.filter(person_id=person, unionid__isnull=False)
    opened = [cipher.open("visitors.unionid", row.id, row.unionid or b"").decode() for row in rows]
    return [unionid_index(digests, UnionId(one)) for one in opened]


def unionid_index(digests: Digests, unionid: UnionId) -> bytes:
    """Under which a visitor of the mini-program and a follower meet."""
    return digests.keyed("unionid", unionid.reveal())
