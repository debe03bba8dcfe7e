"""Jobs that are stuck (卡住的事), read off Procrastinate's own table, and why their tries failed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tortoise.connection import get_connection

from adapters.postgres.rows.troubles import JobTroubleRow
from domain.kernel.ids import CaseId, NoticeId
from domain.kernel.refusals import NotFound
from domain.staff.stuck import MANY_JOBS, MANY_TRIES, Stuck, StuckKind, StuckState, Tried, Tries

MOST = 1000
KEPT = 20
STUCK = """
SELECT j.id, j.task_name, j.args, j.status::text AS status, j.attempts, t.tries,
    COALESCE(t.first_at, (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id), now()) AS since
FROM procrastinate_jobs j LEFT JOIN job_troubles t ON t.id = lpad(to_hex(j.id), 32, '0')::uuid
WHERE j.status = 'failed' OR j.status = 'todo' AND j.attempts >= %s
ORDER BY since, j.id LIMIT %s
"""
# Procrastinate's own function for those given up; those that wait have only to be due
FAILED_AGAIN = (
    "SELECT procrastinate_retry_job_v2(id, %s, NULL, NULL, NULL) FROM procrastinate_jobs"
    " WHERE id = ANY(%s) AND status = 'failed'"
)
WAITING_AGAIN = "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = ANY(%s) AND status = 'todo'"


class PostgresJobBoard:
    """Implements domain.staff.stuck.JobBoard."""

    async def stuck(self) -> tuple[Stuck, ...]:
        rows = await get_connection("default").execute_query_dict(STUCK, [MANY_TRIES, MOST])
        waiting: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            if row["status"] == "todo":
                waiting.setdefault(row["task_name"], []).append(row)
        away = {task: found for task, found in waiting.items() if len(found) >= MANY_JOBS}
        alone = [row for row in rows if row["status"] == "failed" or row["task_name"] not in away]
        return (*(_back_end(task, found) for task, found in away.items()), *map(_job, alone))

    async def find(self, kind: StuckKind, ref: UUID) -> Stuck:
        for one in await self.stuck():
            if (one.kind, one.ref) == (kind, ref):
                return one
        raise NotFound(str(ref))

    async def tries(self, stuck: Stuck) -> tuple[Tried, ...]:
        rows = await JobTroubleRow.filter(id__in=[_row_id(job) for job in stuck.jobs[:MANY_JOBS]])
        told = [Tried(datetime.fromisoformat(one["at"]), one["reason"]) for row in rows for one in row.tries]
        return tuple(sorted(told, key=lambda one: one.at))

    async def put_back(self, stuck: Stuck, *, at: datetime) -> int:
        connection, jobs = get_connection("default"), list(stuck.jobs)
        await connection.execute_query_dict(FAILED_AGAIN, [at, jobs])
        put_back, _ = await connection.execute_query(WAITING_AGAIN, [jobs])
        return int(put_back)

    async def note(self, job: int, task: str, reason: str, *, at: datetime) -> Tries:
        tried = {"at": at.isoformat(), "reason": reason}
        row = await JobTroubleRow.select_for_update().get_or_none(id=_row_id(job))
        if row is None:
            await JobTroubleRow.create(
                id=_row_id(job), task=task, first_at=at, last_at=at, count=1, tries=[tried]
            )
            return Tries(1, at, _own([tried]))
        row.last_at, row.count, row.tries = at, row.count + 1, [*row.tries, tried][-KEPT:]
        await row.save()
        return Tries(row.count, row.first_at, _own(row.tries))

    async def forget(self, job: int) -> str:
        row = await JobTroubleRow.get_or_none(id=_row_id(job))
        if row is None:
            return ""
        await row.delete()
        return row.task


def _own(tries: Sequence[Mapping[str, str]]) -> int:
    """Faults of ours name no system before their code (domain/usecases/note_trouble.py)."""
    return sum(": " not in one["reason"] for one in tries)


def _row_id(job: int) -> UUID:
    return UUID(int=job)


def _job(row: Mapping[str, Any]) -> Stuck:
    arguments, tries = row["args"], row["tries"] or []
    return Stuck(
        kind=StuckKind.JOB,
        ref=_row_id(row["id"]),
        task=row["task_name"],
        state=StuckState.FAILED if row["status"] == "failed" else StuckState.WAITING,
        since=row["since"],
        attempts=row["attempts"] + (row["status"] == "failed"),
        reason=tries[-1]["reason"] if tries else "",
        jobs=(row["id"],),
        notice=NoticeId(UUID(arguments["notice_id"])) if "notice_id" in arguments else None,
        case=CaseId(UUID(arguments["case_id"])) if "case_id" in arguments else None,
        about=UUID(next(iter(arguments.values()))) if len(arguments) == 1 else None,
    )


def _back_end(task: str, rows: list[Mapping[str, Any]]) -> Stuck:
    each = [_job(row) for row in rows]
    return Stuck(
        kind=StuckKind.BACK_END,
        ref=uuid5(NAMESPACE_URL, f"palm:{task}"),
        task=task,
        state=StuckState.WAITING,
        since=min(one.since for one in each),
        attempts=max(one.attempts for one in each),
        reason=next((one.reason for one in each if one.reason), ""),
        jobs=tuple(job for one in each for job in one.jobs),
    )
