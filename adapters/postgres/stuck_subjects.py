"""What a stuck job is about (卡住的事), by the one id among its arguments."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from tortoise.connection import get_connection

from domain.kernel.ids import CaseId, PartyId
from domain.staff.stuck import Stuck, StuckKind, Subject

ARGUMENTS = "SELECT args FROM procrastinate_jobs WHERE id = %s"
CASES: Mapping[str, str] = MappingProxyType(
    {
        "case_id": "SELECT id AS found FROM cases WHERE id = %s",
        "shipment_id": "SELECT case_id AS found FROM shipments WHERE id = %s",
        "supplement_id": "SELECT case_id AS found FROM supplements WHERE id = %s",
        "promise_id": "SELECT case_id AS found FROM promises WHERE id = %s",
        "result_id": "SELECT case_id AS found FROM results WHERE id = %s",
        "rating_id": "SELECT case_id AS found FROM ratings WHERE id = %s",
        "revocation_id": "SELECT case_id AS found FROM revocations WHERE id = %s",
    }
)
NOTICE = """
SELECT m.holder_id AS found FROM notices n JOIN matters m ON m.id = n.matter_id WHERE n.id = %s
"""


class PostgresStuckSubjects:
    """Implements domain.staff.stuck.StuckSubjects."""

    async def of(self, stuck: Stuck) -> Subject:
        if stuck.kind is StuckKind.BACK_END:
            return Subject()
        if stuck.case is not None:
            return _of_case(await _found(CASES["case_id"], stuck.case))
        if stuck.notice is not None:
            holder = await _found(NOTICE, stuck.notice)
            return Subject(party=None if holder is None else PartyId(holder))
        return await self.of_job(stuck.jobs[0]) if stuck.jobs else Subject()

    async def of_job(self, job: int) -> Subject:
        [row] = await get_connection("default").execute_query_dict(ARGUMENTS, [job]) or [{"args": {}}]
        for name, ref in row["args"].items():
            if name in CASES:
                return _of_case(await _found(CASES[name], UUID(ref)))
        return Subject()


async def _found(sql: str, ref: UUID) -> UUID | None:
    rows = await get_connection("default").execute_query_dict(sql, [ref])
    return rows[0]["found"] if rows else None


def _of_case(case: UUID | None) -> Subject:
    return Subject(case=None if case is None else CaseId(case))
