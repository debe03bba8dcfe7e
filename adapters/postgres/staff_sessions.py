"""Sessions of the office's people in PostgreSQL: tokens are never kept, only their digests."""

from collections.abc import Sequence
from datetime import datetime

from adapters.postgres.rows.staff import StaffRow, StaffSessionRow
from adapters.postgres.staff import staff_of
from domain.kernel.ids import StaffId, StaffSessionId
from domain.staff.session import OnDuty, StaffSession


class PostgresStaffSessions:
    """Implements domain.staff.ports.StaffSessions."""

    async def add(self, session: StaffSession) -> None:
        await StaffSessionRow.create(
            id=session.session_id,
            staff_id=session.staff_id,
            token=session.token,
            started_at=session.started_at,
            used_at=session.used_at,
            ends_at=session.ends_at,
        )

    async def by_token(self, token: bytes) -> OnDuty | None:
        row = await StaffSessionRow.get_or_none(token=token, ended_at=None)
        account = None if row is None else await StaffRow.get_or_none(id=row.staff_id, ended_at=None)
        return None if row is None or account is None else OnDuty(staff_of(account), _session(row))

    async def of(self, staff: StaffId) -> Sequence[StaffSession]:
        rows = await StaffSessionRow.filter(staff_id=staff, ended_at=None).order_by("-id")
        return [_session(row) for row in rows]

    async def used(self, session: StaffSessionId, at: datetime) -> None:
        await StaffSessionRow.filter(id=session, used_at__lt=at).update(used_at=at)

    async def end(self, staff: StaffId, *, at: datetime, only: StaffSessionId | None = None) -> int:
        running = StaffSessionRow.filter(staff_id=staff, ended_at=None)
        ended: int = await (running.filter(id=only) if only else running).update(ended_at=at)
        return ended


def _session(row: StaffSessionRow) -> StaffSession:
    return StaffSession(
        StaffSessionId(row.id),
        StaffId(row.staff_id),
        row.token,
        row.started_at,
        row.used_at,
        row.ends_at,
        row.ended_at,
    )
