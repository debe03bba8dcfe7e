"""Describe a change to an account (账号变更) in words: who asked, who decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.kernel.ids import StaffId
from domain.staff.change import AccountChange
from domain.staff.ports import Accounts


@dataclass(frozen=True, slots=True)
class AccountChangeView:
    """`activation_key`: only for who has just confirmed."""

    change_id: UUID
    kind: str
    login: str
    name: str
    roles: tuple[str, ...]
    reason: str
    state: str
    asked_by: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    activation_key: str = ""
    bodies: tuple[str, ...] | None = None  # None: every body

    def __repr__(self) -> str:
        return f"AccountChangeView({self.change_id}, {self.state})"


@dataclass(frozen=True, slots=True)
class DescribeAccountChange:
    accounts: Accounts

    async def __call__(self, change: AccountChange, *, activation_key: str = "") -> AccountChangeView:
        return AccountChangeView(
            change_id=change.change_id,
            kind=str(change.kind),
            login=change.login,
            name=change.name,
            roles=tuple(sorted(change.roles)),
            reason=change.reason,
            state=str(change.state),
            asked_by=await self._name(change.asked_by),
            asked_at=change.asked_at,
            decided_by=await self._name(change.decided_by) if change.decided_by else None,
            decided_at=change.decided_at,
            activation_key=activation_key,
            bodies=None if change.bodies is None else tuple(sorted(change.bodies)),
        )

    async def _name(self, staff: StaffId) -> str:
        return (await self.accounts.staff_by_id(staff)).name
