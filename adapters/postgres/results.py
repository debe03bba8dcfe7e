"""Results for regulators (审管衔接) in PostgreSQL: gapless numbers for each body, what is told sealed."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.rows.results import ReconciledDayRow, ResultCounterRow, ResultRow
from domain.kernel.ids import CaseId, MatterId, ResultId
from domain.kernel.ports import Cipher, Clock, NewId
from domain.kernel.refusals import NotFound
from domain.supervision.result import (
    OurDay,
    ReconciledDay,
    RegulatorResult,
    ResultDraft,
    ResultKind,
    ResultState,
    Told,
)

PLACE = "results.sealed"
SILENT = """
SELECT id FROM results WHERE state IN ('queued', 'sending', 'unknown')
    AND made_at < %s AND (tried_at IS NULL OR tried_at < %s) ORDER BY body, seq LIMIT %s
"""
KEEP = """
INSERT INTO reconciled_days (id, body, day, ours, receipted, refused, theirs, our_digest, their_digest,
    missing, surplus, asked_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (body, day) DO UPDATE SET ours = EXCLUDED.ours, receipted = EXCLUDED.receipted,
    refused = EXCLUDED.refused, theirs = EXCLUDED.theirs, our_digest = EXCLUDED.our_digest,
    their_digest = EXCLUDED.their_digest, missing = EXCLUDED.missing, surplus = EXCLUDED.surplus,
    asked_at = EXCLUDED.asked_at WHERE reconciled_days.asked_at <= EXCLUDED.asked_at
"""


class PostgresResults:
    """Implements domain.supervision.ports.Results and ResultDays."""

    def __init__(self, cipher: Cipher, now: Clock, new_id: NewId) -> None:
        self._cipher, self._now, self._new_id = cipher, now, new_id

    async def add(self, draft: ResultDraft) -> ResultId | None:
        await get_connection("default").execute_query(
            "INSERT INTO result_counters (body, seq) VALUES (%s, 0) ON CONFLICT (body) DO NOTHING",
            [draft.body],
        )
        counter = await ResultCounterRow.select_for_update().get(body=draft.body)
        if await ResultRow.exists(case_id=draft.case, kind=str(draft.kind)):
            return None
        result = ResultId(self._new_id())
        await ResultRow.create(
            id=result,
            body=draft.body,
            seq=counter.seq + 1,
            case_id=draft.case,
            matter_id=draft.matter,
            kind=str(draft.kind),
            day=draft.day,
            digest=sha256(draft.content).hexdigest(),
            sealed=self._cipher.seal(PLACE, result, draft.content),
            made_at=self._now(),
            state=str(ResultState.QUEUED),
            receipt="",
            refused_with="",
            replays=0,
            version=0,
        )
        await ResultCounterRow.filter(body=draft.body).update(seq=counter.seq + 1)
        return result

    async def take(self, result: ResultId) -> RegulatorResult:
        row = await ResultRow.select_for_update().get_or_none(id=result)
        if row is None:
            raise NotFound(str(result))
        return RegulatorResult(
            ResultId(row.id),
            row.body,
            row.seq,
            CaseId(row.case_id),
            MatterId(row.matter_id),
            ResultKind(row.kind),
            row.day,
            self._cipher.open(PLACE, row.id, row.sealed),
            row.made_at,
            ResultState(row.state),
            row.tried_at,
            row.receipt,
            row.receipted_at,
            row.refused_with,
            row.replays,
            row.version,
        )

    async def save(self, result: RegulatorResult) -> None:
        """What is told and its number never change."""
        await ResultRow.filter(id=result.result_id).update(
            state=str(result.state),
            tried_at=result.tried_at,
            receipt=result.receipt,
            receipted_at=result.receipted_at,
            refused_with=result.refused_with,
            replays=result.replays,
            version=result.version,
        )

    async def between(self, body: str, first: int, last: int) -> Sequence[ResultId]:
        rows = await ResultRow.filter(body=body, seq__gte=first, seq__lte=last).order_by("seq").only("id")
        return tuple(ResultId(row.id) for row in rows)

    async def silent(self, before: datetime, *, size: int) -> Sequence[ResultId]:
        found: Sequence[Mapping[str, UUID]] = await get_connection("default").execute_query_dict(
            SILENT, [before, before, size]
        )
        return tuple(ResultId(one["id"]) for one in found)

    async def bodies(self) -> Sequence[str]:
        return tuple(row.body for row in await ResultCounterRow.all().order_by("body"))

    async def of_day(self, body: str, day: date) -> OurDay:
        rows = await ResultRow.filter(body=body, day=day).order_by("seq").only("id", "seq", "digest", "state")
        states = [row.state for row in rows]
        told = tuple(Told(row.seq, row.digest) for row in rows)
        return OurDay(told, states.count(str(ResultState.RECEIPTED)), states.count(str(ResultState.REFUSED)))

    async def keep(self, day: ReconciledDay) -> None:
        values = [
            self._new_id(),
            day.body,
            day.day,
            day.ours,
            day.receipted,
            day.refused,
            day.theirs,
            day.our_digest,
            day.their_digest,
            json.dumps(day.missing),
            json.dumps(day.surplus),
            day.asked_at,
        ]
        await get_connection("default").execute_query(KEEP, values)

    async def latest(self, *, size: int) -> Sequence[ReconciledDay]:
        rows = await ReconciledDayRow.all().order_by("-day", "body").limit(size)
        return tuple(
            ReconciledDay(
                row.body,
                row.day,
                row.ours,
                row.receipted,
                row.refused,
                row.theirs,
                row.our_digest,
                row.their_digest,
                tuple(row.missing),
                tuple(row.surplus),
                row.asked_at,
            )
            for row in rows
        )
