"""What goes by itself when its time is over (保存期限), a few rows at a time, and that it went."""

from datetime import datetime
from typing import Any

from tortoise.connection import get_connection

from adapters.postgres.blanking import blank
from adapters.postgres.expiry_rows import PLACES
from adapters.postgres.rows.privacy import RetentionRunRow
from domain.clock.clock import beijing_date
from domain.kernel.ports import Cipher, NewId
from domain.privacy.retention import ACCESSES, Rule

# the office's own role may not take these away: the owner's function does, and refuses what is too young by
# the database's clock, which ours may be ahead of
EXPIRE_ACCESSES = """
SELECT palm_expire_accesses(least(%(before)s, now() - interval '183 days 1 minute')) AS n
"""
SOME = "SELECT id FROM {table} WHERE {over} ORDER BY id LIMIT %(size)s FOR UPDATE SKIP LOCKED"
SOME_SEALED = "SELECT id, sealed FROM {table} WHERE {over} ORDER BY id LIMIT %(size)s FOR UPDATE SKIP LOCKED"
DELETED = "DELETE FROM {table} WHERE id IN ({some})"
EMPTIED = "UPDATE {table} SET {emptied} WHERE id IN ({some})"


class PostgresExpiry:
    """Implements domain.privacy.data_ports.Expiry."""

    def __init__(self, cipher: Cipher, new_id: NewId) -> None:
        self._cipher, self._new_id = cipher, new_id

    async def expire(self, rule: Rule, before: datetime, *, size: int) -> int:
        day = beijing_date(before)
        asked: Any = {"before": before, "day": day, "today": beijing_date(before + rule.after), "size": size}
        connection = get_connection("default")
        if rule.place == ACCESSES:
            [row] = await connection.execute_query_dict(EXPIRE_ACCESSES, asked)
            removed: int = row["n"]
            return removed
        place = PLACES[rule.place]
        words = {"table": place.table, "over": place.over, "emptied": place.emptied}
        if place.blanked:
            rows = await connection.execute_query_dict(SOME_SEALED.format(**words), asked)
            return await blank(self._cipher, place.blanked, rows)
        sql = (EMPTIED if place.emptied else DELETED).format(some=SOME.format(**words), **words)
        removed, _ = await connection.execute_query(sql, asked)
        return removed

    async def has_run_since(self, rule: Rule, since: datetime) -> bool:
        return await RetentionRunRow.filter(rule=rule.place, at__gte=since).exists()

    async def record_run(self, rule: Rule, *, at: datetime, before: datetime, removed: int) -> None:
        await RetentionRunRow(id=self._new_id(), rule=rule.place, at=at, before=before, removed=removed).save(
            force_create=True
        )
