"""Call entries (电话联络) in PostgreSQL: the open calls of one matter, or of one number, read as one.

Calls that belong together are open together, and are closed at one instant: that is what makes an entry.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tortoise.connection import get_connection
from tortoise.expressions import Q

from adapters.postgres.calls import PLACE
from adapters.postgres.rows.invitations import CallAttemptRow, CallRow
from adapters.postgres.rows.matters import MatterRow
from adapters.postgres.within import matter_within, named
from domain.invitations.call import Attempt, Call, CallEntry, CallOutcome, ReplyKind
from domain.invitations.ports import DueCall
from domain.kernel.ids import CallId, EvidenceId, MatterId
from domain.kernel.personal import Free, Phone
from domain.kernel.ports import Cipher, NewId
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit

NOTE = "call_attempts.note"
NEVER = date.max  # the last day of what is about no matter, for sorting only
OPEN = f"""
WITH entries AS (
    SELECT (array_agg(c.id ORDER BY c.id))[1] AS id, c.matter_id FROM calls c WHERE c.done_at IS NULL
    GROUP BY c.matter_id,
        CASE WHEN c.matter_id IS NULL THEN coalesce(encode(c.phone_index, 'hex'), c.id::text) END
), due AS (
    SELECT e.id, e.matter_id, coalesce((
        SELECT min(o.last_day) FROM invitations i JOIN offers o ON o.invitation_id = i.id
        WHERE i.matter_id = e.matter_id
    ), %(never)s::date) AS last_day, (
        SELECT a.again_on FROM call_attempts a WHERE a.call_id = e.id ORDER BY a.id DESC LIMIT 1
    ) AS again_on FROM entries e
), wanted AS (
    SELECT * FROM due WHERE (%(on)s::date IS NULL OR again_on IS NULL OR again_on <= %(on)s::date)
        AND {matter_within("due.matter_id")}
)
"""  # noqa: S608 - our own words
COUNT = f"{OPEN} SELECT count(*) AS n FROM wanted"  # noqa: S608 - likewise
WAITING = f"""
{OPEN} SELECT id, last_day FROM wanted
WHERE %(day)s::date IS NULL OR (last_day, id) > (%(day)s::date, %(call)s::uuid)
ORDER BY last_day, id LIMIT %(size)s
"""  # noqa: S608 - likewise


class PostgresCallEntries:
    """Implements domain.invitations.ports.CallEntries."""

    def __init__(self, cipher: Cipher, new_id: NewId) -> None:
        self._cipher, self._new_id = cipher, new_id

    async def waiting(
        self,
        *,
        after: tuple[date, UUID] | None,
        size: int,
        on: date | None = None,
        remit: Remit = EVERY_BODY,
    ) -> tuple[int, tuple[DueCall, ...]]:
        ask, (day, call) = get_connection("default").execute_query_dict, after or (None, None)
        told = {"never": NEVER, "on": on, "day": day, "call": call, "size": size, "bodies": named(remit)}
        [counted] = await ask(COUNT, told)  # type: ignore[arg-type]  # psycopg takes names too
        rows = await ask(WAITING, told)  # type: ignore[arg-type]  # as above
        due = []
        for row in rows:
            entry = await self.by_id(CallId(row["id"]))
            due.append(DueCall(entry, None if row["last_day"] == NEVER else row["last_day"]))
        return counted["n"], tuple(due)

    async def by_id(self, call: CallId) -> CallEntry:
        row = await CallRow.get_or_none(id=call)
        if row is None:
            raise NotFound(str(call))
        return await self._entry(await self._together(row))

    async def take(self, call: CallId) -> CallEntry:
        row = await CallRow.get_or_none(id=call)
        if row is None:
            raise NotFound(str(call))
        if row.matter_id is not None:
            await MatterRow.select_for_update().get_or_none(id=row.matter_id)
        row = await CallRow.select_for_update().get(id=call)
        return await self._entry(await self._together(row))

    async def save(self, entry: CallEntry) -> None:
        made, attempt = self._new_id(), entry.attempts[-1]
        note = attempt.note
        await CallAttemptRow.create(
            id=made,
            call_id=entry.call_id,
            at=attempt.at,
            outcome=str(attempt.outcome),
            by=attempt.by,
            again_on=attempt.again_on,
            note=None if note is None else self._cipher.seal(NOTE, made, note.reveal().encode()),
        )
        if entry.closed_at is not None:
            ids = [call.call_id for call in entry.calls]
            await CallRow.filter(id__in=ids).update(done_at=entry.closed_at)

    async def _together(self, row: CallRow) -> Sequence[CallRow]:
        """The calls that are open with it, or were closed with it, in the order they came in."""
        if row.matter_id is not None:
            mates = Q(matter_id=row.matter_id)
        elif row.phone_index is not None:
            mates = Q(matter_id=None, phone_index=row.phone_index)
        else:
            return [row]
        return await CallRow.filter(mates, done_at=row.done_at).order_by("id")

    async def _entry(self, rows: Sequence[CallRow]) -> CallEntry:
        first = rows[0]
        attempts = await CallAttemptRow.filter(call_id=first.id).order_by("id")
        return CallEntry(
            CallId(first.id),
            None if first.matter_id is None else MatterId(first.matter_id),
            tuple(self._call(row) for row in rows),
            tuple(self._attempt(row) for row in attempts),
            first.done_at,
        )

    def _call(self, row: CallRow) -> Call:
        phone = None
        if row.phone is not None:
            phone = Phone(self._cipher.open(PLACE, row.id, row.phone).decode())
        return Call(
            row.id,
            phone,
            ReplyKind(row.kind),
            row.received_at,
            None if row.matter_id is None else MatterId(row.matter_id),
            None if row.evidence_id is None else EvidenceId(row.evidence_id),
        )

    def _attempt(self, row: CallAttemptRow) -> Attempt:
        note = None
        if row.note is not None:
            note = Free(self._cipher.open(NOTE, row.id, row.note).decode())
        return Attempt(row.at, CallOutcome(row.outcome), row.by, row.again_on, note)
