"""Accounts of staff in PostgreSQL."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from adapters.postgres.rows.staff import StaffRow
from domain.kernel.ids import StaffId
from domain.kernel.refusals import NotFound
from domain.staff.account import Role, StaffAccount

DIGEST_BYTES = 32


class PostgresAccounts:
    """Implements domain.staff.ports.Accounts and StaffNames."""

    async def staff_by_id(self, staff: StaffId) -> StaffAccount:
        row = await StaffRow.get_or_none(id=staff)
        if row is None:
            raise NotFound(str(staff))
        return staff_of(row)

    async def staff_by_login(self, login: str) -> StaffAccount:
        row = await StaffRow.get_or_none(login=login, ended_at=None)
        if row is None:
            raise NotFound(login)
        return staff_of(row)

    async def called(self, login: str) -> str:
        row = await StaffRow.get_or_none(login=login) if login else None
        return login if row is None else row.name

    async def roles_of(self, login: str) -> frozenset[Role]:
        row = await StaffRow.get_or_none(login=login) if login else None
        return frozenset() if row is None else staff_of(row).roles

    async def add_staff(self, account: StaffAccount) -> bool:
        _, is_new = await StaffRow.get_or_create(
            {
                "id": account.staff_id,
                "name": account.name,
                "roles": _stored(account),
                "bodies": stored(account.bodies),
                # the version before finds accounts by this digest: it is of a secret that nobody has
                "key_digest": secrets.token_bytes(DIGEST_BYTES),
            },
            login=account.login,
        )
        return is_new

    async def save_staff(self, account: StaffAccount, *, ended_at: datetime | None = None) -> None:
        await StaffRow.filter(id=account.staff_id).update(
            name=account.name,
            roles=_stored(account),
            bodies=stored(account.bodies),
            ended_at=ended_at,
        )

    async def all_staff(self) -> Sequence[tuple[StaffAccount, bool]]:
        return [(staff_of(row), row.ended_at is not None) for row in await StaffRow.all().order_by("login")]


def _stored(account: StaffAccount) -> list[str]:
    return sorted(str(role) for role in account.roles)


def staff_of(row: StaffRow) -> StaffAccount:
    roles = frozenset(Role(role) for role in row.roles)
    return StaffAccount(StaffId(row.id), row.login, row.name, roles, bodies_of(row.bodies))


def stored(bodies: frozenset[str] | None) -> list[str] | None:
    return None if bodies is None else sorted(bodies)


def bodies_of(kept: list[str] | None) -> frozenset[str] | None:
    """None: every body's, as in all rows of before."""
    return None if kept is None else frozenset(kept)
