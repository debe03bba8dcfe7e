"""Accounts of staff and verifiers in PostgreSQL; keys are never kept, only their digests."""

from adapters.postgres.rows.staff import StaffRow, VerifierRow
from domain.kernel.ids import StaffId, VerifierId
from domain.kernel.refusals import NotFound
from domain.staff.account import Role, StaffAccount, VerifierAccount


class PostgresAccounts:
    """Implements domain.staff.ports.Accounts."""

    async def staff_by_key(self, key: bytes) -> StaffAccount | None:
        row = await StaffRow.get_or_none(key_digest=key, ended_at=None)
        return None if row is None else _staff(row)

    async def staff_by_id(self, staff: StaffId) -> StaffAccount:
        row = await StaffRow.get_or_none(id=staff)
        if row is None:
            raise NotFound(str(staff))
        return _staff(row)

    async def staff_by_login(self, login: str) -> StaffAccount:
        row = await StaffRow.get_or_none(login=login, ended_at=None)
        if row is None:
            raise NotFound(login)
        return _staff(row)

    async def add_staff(self, account: StaffAccount, key: bytes) -> bool:
        roles = sorted(str(role) for role in account.roles)
        _, is_new = await StaffRow.get_or_create(
            {"id": account.staff_id, "name": account.name, "roles": roles, "key_digest": key},
            login=account.login,
        )
        return is_new

    async def verifier_by_key(self, key: bytes) -> VerifierAccount | None:
        row = await VerifierRow.get_or_none(key_digest=key, ended_at=None)
        if row is None:
            return None
        return VerifierAccount(VerifierId(row.id), row.organisation, row.operator, tuple(row.purposes))

    async def add_verifier(self, account: VerifierAccount, key: bytes) -> None:
        await VerifierRow.create(
            id=account.verifier_id,
            organisation=account.organisation,
            operator=account.operator,
            purposes=list(account.purposes),
            key_digest=key,
        )


def _staff(row: StaffRow) -> StaffAccount:
    roles = frozenset(Role(role) for role in row.roles)
    return StaffAccount(StaffId(row.id), row.login, row.name, roles)
