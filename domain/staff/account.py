"""Accounts of people who are not applicants: the office's staff and registered verifiers (核验方)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.ids import StaffId, VerifierId
from domain.kernel.refusal import Refusal


class Role(StrEnum):
    CLERK = "clerk"  # 窗口工作人员
    CHIEF = "chief"  # 科长, signs push lists
    BUSINESS = "business"  # 业务管理员, prepares them
    SECURITY = "security"  # 安全管理员
    AUDIT = "audit"  # 审计管理员


@dataclass(frozen=True, slots=True)
class StaffAccount:
    staff_id: StaffId
    login: str  # stands in the ledger
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class VerifierAccount:
    """An operator of an organisation that may verify licences for its registered purposes."""

    verifier_id: VerifierId
    organisation: str
    operator: str
    purposes: tuple[str, ...]


class KeyUnknown(Refusal):
    """A staff or verifier key that is not (or no longer) ours."""

    code, title = "key-unknown", "凭证无效或已停用"
    advice = "请联系管理员重新签发"


class LoginTaken(ValueError):
    """For operators at the command line: another account has this login."""
