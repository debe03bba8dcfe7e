"""A change to an account (账号变更): asked for by one security administrator, confirmed by another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.kernel.ids import AccountChangeId, StaffId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed
from domain.staff.account import Role


class ChangeKind(StrEnum):
    ADD = "add"  # 新增账号
    END = "end"  # 停用账号
    RECOVER = "recover"  # 重置密码和动态码
    CHANGE_ROLES = "change_roles"  # 调整岗位
    CHANGE_BODIES = "change_bodies"  # 调整所辖机关


class ChangeState(StrEnum):
    ASKED = "asked"  # 待确认
    CONFIRMED = "confirmed"  # 已确认
    REFUSED = "refused"  # 未通过


class AskerIsConfirmer(Refusal):
    """Nor does anybody confirm what concerns their own account."""

    code, title = "asker-is-confirmer", "申请人不能确认自己提出的账号变更"
    advice = "请由另一位安全管理员确认"


class AskerIsGone(Refusal):
    """Two hands confirm a change; one of somebody who may ask no more counts for none."""

    code, title = "asker-is-gone", "提出这项变更的人已经不是安全管理员"
    advice = "请退回这一项；仍然需要的，重新提出"


class ChangePending(Refusal):
    code, title = "change-pending", "该账号已有待确认的变更"
    advice = "请先处理上一项"


@dataclass(slots=True)
class AccountChange:
    """`name`, `roles` and `bodies` are what the account has after it."""

    change_id: AccountChangeId
    kind: ChangeKind
    login: str
    name: str
    roles: frozenset[Role]
    reason: str
    asked_by: StaffId
    asked_at: datetime
    state: ChangeState = ChangeState.ASKED
    decided_by: StaffId | None = None
    decided_at: datetime | None = None
    bodies: frozenset[str] | None = None

    def confirm(self, *, by: StaffId, login: str, at: datetime) -> None:
        """`login`: of who confirms. Raises StepNotAllowed, AskerIsConfirmer."""
        self._check(ChangeState.CONFIRMED)
        if by == self.asked_by or login == self.login:
            raise AskerIsConfirmer(str(self.change_id))
        self._decide(ChangeState.CONFIRMED, by, at)

    def refuse(self, *, by: StaffId, at: datetime) -> None:
        """By whoever asked, too: taken back. Raises StepNotAllowed."""
        self._check(ChangeState.REFUSED)
        self._decide(ChangeState.REFUSED, by, at)

    def _check(self, to: ChangeState) -> None:
        if self.state is not ChangeState.ASKED:
            raise StepNotAllowed(f"{self.change_id}: {self.state} → {to}")

    def _decide(self, to: ChangeState, by: StaffId, at: datetime) -> None:
        self.state, self.decided_by, self.decided_at = to, by, at
