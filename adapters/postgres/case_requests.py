"""What we asked the back-end to do about a case (撤回, 退件) in PostgreSQL: one row a kind."""

from tortoise.connection import get_connection

from adapters.postgres.rows.supplements import CaseRequestRow
from domain.cases.request import CaseRequest, RequestKind, RequestState
from domain.kernel.ids import CaseId
from domain.kernel.ports import NewId


class PostgresCaseRequests:
    """Implements domain.cases.ports.CaseRequests."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id

    async def put(self, request: CaseRequest) -> None:
        await get_connection("default").execute_query(
            "INSERT INTO case_requests (id, case_id, kind, state, reason, asked_at, tried_at, refused_with)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (case_id, kind) DO UPDATE SET"
            " state = excluded.state, reason = excluded.reason, asked_at = excluded.asked_at,"
            " tried_at = excluded.tried_at, refused_with = excluded.refused_with",
            [
                self._new_id(),
                request.case,
                str(request.kind),
                str(request.state),
                request.reason,
                request.asked_at,
                request.tried_at,
                request.refused_with,
            ],
        )

    async def of_case(self, case: CaseId, kind: RequestKind) -> CaseRequest | None:
        row = await CaseRequestRow.get_or_none(case_id=case, kind=str(kind))
        return None if row is None else _request(row)

    async def all_of(self, case: CaseId) -> tuple[CaseRequest, ...]:
        rows = await CaseRequestRow.filter(case_id=case).order_by("asked_at", "id")
        return tuple(_request(row) for row in rows)


def _request(row: CaseRequestRow) -> CaseRequest:
    return CaseRequest(
        CaseId(row.case_id),
        RequestKind(row.kind),
        RequestState(row.state),
        row.reason,
        row.asked_at,
        row.tried_at,
        row.refused_with,
    )
