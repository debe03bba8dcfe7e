"""Changes to accounts (账号变更) in PostgreSQL: one that waits a login, the reason sealed."""

from collections.abc import Sequence

from tortoise.connection import get_connection

from adapters.postgres.rows.staff import AccountChangeRow
from adapters.postgres.staff import bodies_of, stored
from domain.kernel.ids import AccountChangeId, StaffId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.staff.account import Role
from domain.staff.change import AccountChange, ChangeKind, ChangeState

REASON = "account_changes.reason"
WAITS = "SELECT pg_advisory_xact_lock(hashtextextended('account-change ' || %s, 0))"


class PostgresAccountChanges:
    """Implements domain.staff.ports.AccountChanges."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, change: AccountChange) -> bool:
        await get_connection("default").execute_query(WAITS, [change.login])
        if await AccountChangeRow.filter(waiting_login=change.login).exists():
            return False
        await AccountChangeRow.create(
            id=change.change_id,
            kind=str(change.kind),
            login=change.login,
            waiting_login=change.login,
            name=change.name,
            roles=sorted(str(role) for role in change.roles),
            bodies=stored(change.bodies),
            reason=self._cipher.seal(REASON, change.change_id, change.reason.encode()),
            asked_by_id=change.asked_by,
            asked_at=change.asked_at,
            state=str(change.state),
        )
        return True

    async def take(self, change: AccountChangeId) -> AccountChange:
        row = await AccountChangeRow.select_for_update().get_or_none(id=change)
        if row is None:
            raise NotFound(str(change))
        return self._change(row)

    async def page(self, *, before: AccountChangeId | None, size: int) -> Sequence[AccountChange]:
        # ids are UUIDv7: the newest has the greatest
        rows = AccountChangeRow.filter(id__lt=before) if before else AccountChangeRow.all()
        return [self._change(row) for row in await rows.order_by("-id").limit(size)]

    async def save(self, change: AccountChange) -> None:
        await AccountChangeRow.filter(id=change.change_id).update(
            state=str(change.state),
            decided_by_id=change.decided_by,
            decided_at=change.decided_at,
            waiting_login=change.login if change.state is ChangeState.ASKED else None,
        )

    def _change(self, row: AccountChangeRow) -> AccountChange:
        return AccountChange(
            AccountChangeId(row.id),
            ChangeKind(row.kind),
            row.login,
            row.name,
            frozenset(Role(role) for role in row.roles),
            self._cipher.open(REASON, row.id, row.reason).decode(),
            StaffId(row.asked_by_id),
            row.asked_at,
            ChangeState(row.state),
            None if row.decided_by_id is None else StaffId(row.decided_by_id),
            row.decided_at,
            bodies_of(row.bodies),
        )
