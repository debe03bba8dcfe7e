"""What has been of an item (事项历史) in PostgreSQL, for a dry run: keys only, nobody's name."""

from tortoise.connection import get_connection

from adapters.postgres.rows.cases import CaseRow
from domain.catalogue.store import PastCase
from domain.kernel.ids import CaseId, ItemCode

LISTED = """
SELECT DISTINCT f.event_key FROM findings f
WHERE f.item = %s AND f.reason IS NULL AND f.push_list_id IN (
    SELECT l.id FROM push_lists l WHERE EXISTS (
        SELECT 1 FROM findings g WHERE g.push_list_id = l.id AND g.item = %s)
    ORDER BY l.prepared_at DESC LIMIT %s)
"""


class PostgresItemHistory:
    """Implements domain.catalogue.store.ItemHistory."""

    async def listed(self, item: ItemCode, *, lists: int) -> tuple[str, ...]:
        rows = await get_connection("default").execute_query_dict(LISTED, [item, item, lists])
        return tuple(row["event_key"] for row in rows)

    async def cases(self, item: ItemCode, *, limit: int) -> tuple[PastCase, ...]:
        rows = await CaseRow.filter(item_code=item).order_by("-intended_at", "-id").limit(limit)
        return tuple(PastCase(CaseId(row.id), ItemCode(row.item_code), row.item_version) for row in rows)
