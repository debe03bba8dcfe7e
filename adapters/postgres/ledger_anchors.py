"""What the database knows of checkpoints (库外锚点): what waits for one, up to where they hold."""

from datetime import datetime
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.ledger_reading import FIRST_CHAINS, FIRST_FORMAT, read_apart, rows
from adapters.postgres.rows.core import LedgerAnchorRow
from domain.kernel.ports import NewId
from domain.ledger.anchor import Anchor, Pending
from domain.ledger.entry import LEAF_BYTES as SIZE

AT_ONCE = 500  # chains
# with the last entry that is held, so that it is seen to be the same still; chains of format 1 are
# mirrored in ledger_chains under their number, by MIRROR alone
PENDING = f"""
WITH first AS (
  SELECT h.chain, h.number, {FIRST_FORMAT} AS id FROM ledger_heads h)
SELECT id, number, digest FROM (
  SELECT c.id, l.number, l.digest, l.seq FROM ledger_chains c JOIN ledger_entries l ON l.subject = c.id
    WHERE c.number > c.anchored AND l.number BETWEEN greatest(c.anchored, 1) AND c.number
  UNION ALL
  SELECT h.id, l.number, l.digest, l.seq FROM first h LEFT JOIN ledger_chains c ON c.id = h.id
    JOIN ledger_entries l ON l.chain = h.chain
    WHERE h.number > coalesce(c.anchored, 0)
      AND l.number BETWEEN greatest(coalesce(c.anchored, 0), 1) AND h.number
) AS waiting WHERE octet_length(digest) = 32 ORDER BY seq
"""  # noqa: S608 - our own names
LOST = f"""
SELECT c.id FROM ledger_chains c LEFT JOIN ledger_heads h ON {FIRST_FORMAT} = c.id
  WHERE coalesce(h.number, c.number) < c.anchored
UNION
SELECT c.id FROM ledger_chains c WHERE c.number > c.anchored AND c.anchored > 0
  AND NOT EXISTS (SELECT FROM ledger_entries l WHERE l.subject = c.id AND l.number = c.anchored)
"""  # noqa: S608 - our own names
ANCHOR = """
INSERT INTO ledger_anchors (id, at, line, entries, root) SELECT %s, %s, %s, %s, %s
  WHERE NOT EXISTS (SELECT FROM ledger_anchors WHERE line >= %s)
"""
# a chain that somebody is writing to is left for the next time: who writes must never wait in a ring with us
MARK = """
WITH free AS (SELECT id FROM ledger_chains WHERE id = ANY(%s::uuid[]) FOR UPDATE SKIP LOCKED)
UPDATE ledger_chains c SET anchored = v.number
  FROM free JOIN unnest(%s::uuid[], %s::bigint[]) AS v (id, number) USING (id)
  WHERE c.id = free.id AND c.anchored < v.number
"""
MIRROR = """
INSERT INTO ledger_chains (id, number, digest, anchored) VALUES (%s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET number = excluded.number, digest = excluded.digest,
    anchored = excluded.anchored
  WHERE ledger_chains.anchored < excluded.anchored
"""
OLDEST = """
SELECT min(l.at) AS at FROM ledger_chains c JOIN ledger_entries l ON l.subject = c.id AND l.number = 1
"""


class PostgresAnchors:
    """Implements domain.ledger.ports.Anchors."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id

    async def pending(self) -> Pending:
        leaves = bytearray()
        async with read_apart() as connection:
            async for chain, number, digest in rows(connection, PENDING):
                leaves += chain.bytes + number.to_bytes(8, "big") + digest
            lost = await (await connection.execute(LOST)).fetchall()
        return Pending(bytes(leaves), frozenset(one["id"] for one in lost))

    async def keep(self, anchor: Anchor, pending: Pending) -> None:
        """The new anchor's row first: what is not marked any more today is held twice, and does no harm."""
        ours = [self._new_id(), anchor.at, anchor.line, anchor.entries, anchor.root, anchor.line]
        await get_connection("default").execute_query(ANCHOR, ours)
        newest = _newest(pending.leaves)
        for chain in [one for one in newest if one.int < FIRST_CHAINS]:
            number, digest = newest.pop(chain)
            await get_connection("default").execute_query(MIRROR, [chain, number, digest, number])
        marked = list(newest)
        for at in range(0, len(marked), AT_ONCE):
            some = marked[at : at + AT_ONCE]
            numbers = [newest[chain][0] for chain in some]
            await get_connection("default").execute_query(MARK, [some, some, numbers])

    async def newest(self) -> Anchor | None:
        row = await LedgerAnchorRow.all().order_by("-line").first()
        return None if row is None else Anchor(row.at, row.line, row.entries, row.root)

    async def first_without(self) -> datetime | None:
        [found] = await get_connection("default").execute_query_dict(OLDEST)
        at: datetime | None = found["at"]
        return at


def _newest(leaves: bytes) -> dict[UUID, tuple[int, bytes]]:
    """The highest number of each chain, with its digest."""
    found: dict[bytes, bytes] = {}
    for at in range(0, len(leaves), SIZE):
        leaf = leaves[at : at + SIZE]
        if found.get(leaf[:16], b"") < leaf[16:]:
            found[leaf[:16]] = leaf[16:]
    return {UUID(bytes=chain): (int.from_bytes(rest[:8], "big"), rest[8:]) for chain, rest in found.items()}
