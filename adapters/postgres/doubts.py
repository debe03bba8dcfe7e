"""Doubts (疑点) in PostgreSQL: one a change, the clerk's reason sealed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial

from tortoise.connection import get_connection
from tortoise.expressions import Q

from adapters.postgres.rows.doubts import DoubtRow
from adapters.postgres.within import doubt_within, only
from domain.findings.doubt import Doubt, DoubtKind, DoubtState
from domain.kernel.ids import DoubtId, StaffId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit

REASON = "doubts.reason"
BATCH = 1000
WITHIN = partial(doubt_within, "doubts")
ADD = (
    "INSERT INTO doubts (id, change_id, record_id, opened_at, state, kind, event_key, other_record_id)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (change_id) DO NOTHING"
)


class PostgresDoubts:
    """Implements domain.findings.store.Doubts."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, doubt: Doubt) -> bool:
        values = [doubt.doubt_id, doubt.change_id, doubt.record_id, doubt.opened_at, str(doubt.state)]
        values += [str(doubt.kind), doubt.event or None, doubt.other or None]
        inserted, _ = await get_connection("default").execute_query(ADD, values)
        return bool(inserted)

    async def of_changes(self, change_ids: Collection[str]) -> Mapping[str, Doubt]:
        found = {}
        wanted = sorted(change_ids)
        for start in range(0, len(wanted), BATCH):
            for row in await DoubtRow.filter(change_id__in=wanted[start : start + BATCH]):
                found[row.change_id] = self._doubt(row)
        return found

    async def take(self, doubt: DoubtId) -> Doubt:
        row = await DoubtRow.select_for_update().get_or_none(id=doubt)
        if row is None:
            raise NotFound(str(doubt))
        return self._doubt(row)

    async def page(
        self, *, open_only: bool, before: DoubtId | None, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[Doubt, ...]:
        # ids are UUIDv7: the newest doubt has the greatest
        rows = DoubtRow.filter(id__lt=before) if before else DoubtRow.all()
        if open_only:
            rows = rows.filter(state=str(DoubtState.OPEN))
        theirs = only(rows, remit, WITHIN)
        return tuple(self._doubt(row) for row in await theirs.order_by("-id").limit(size))

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Doubt, ...]]:
        rows = only(DoubtRow.filter(state=str(DoubtState.OPEN)), remit, WITHIN)
        found = await rows.order_by("id").limit(size)
        return await rows.count(), tuple(self._doubt(row) for row in found)

    async def settled(
        self, *, since: datetime, before: DoubtId | None, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[Doubt, ...]:
        rows = only(DoubtRow.filter(settled_at__gte=since), remit, WITHIN)
        last = await DoubtRow.get_or_none(id=before) if before else None
        if last is not None and last.settled_at is not None:
            rows = rows.filter(
                Q(settled_at__lt=last.settled_at) | Q(settled_at=last.settled_at, id__lt=last.id)
            )
        return tuple(self._doubt(row) for row in await rows.order_by("-settled_at", "-id").limit(size))

    async def save(self, doubt: Doubt) -> None:
        sealed = None
        if doubt.reason:
            sealed = self._cipher.seal(REASON, doubt.doubt_id, doubt.reason.encode())
        await DoubtRow.filter(id=doubt.doubt_id).update(
            state=str(doubt.state),
            settled_by_id=doubt.settled_by,
            settled_at=doubt.settled_at,
            reason=sealed,
            overruled_id=doubt.overruled,
        )

    def _doubt(self, row: DoubtRow) -> Doubt:
        reason = None
        if row.reason is not None:
            reason = self._cipher.open(REASON, row.id, row.reason).decode()
        return Doubt(
            DoubtId(row.id),
            row.change_id,
            row.record_id,
            row.opened_at,
            DoubtState(row.state),
            None if row.settled_by_id is None else StaffId(row.settled_by_id),
            row.settled_at,
            reason,
            None if row.overruled_id is None else StaffId(row.overruled_id),
            DoubtKind(row.kind or DoubtKind.ADDRESS),
            row.event_key or "",
            row.other_record_id or "",
        )
