"""Accounts of people who are not applicants: the office's staff and registered verifiers (核验方)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.ids import StaffId, VerifierId
from domain.kernel.refusal import Refusal
from domain.kernel.remit import Remit


class Role(StrEnum):
    CLERK = "clerk"  # 窗口工作人员
    CHIEF = "chief"  # 科长, signs push lists
    BUSINESS = "business"  # 业务管理员, prepares them
    SECURITY = "security"  # 安全管理员
    AUDIT = "audit"  # 审计管理员

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Role.CLERK: "窗口工作人员",
    Role.CHIEF: "科长",
    Role.BUSINESS: "业务管理员",
    Role.SECURITY: "安全管理员",
    Role.AUDIT: "审计管理员",
}


@dataclass(frozen=True, slots=True)
class StaffAccount:
    staff_id: StaffId
    login: str  # stands in the ledger
    name: str
    roles: frozenset[Role]
    bodies: frozenset[str] | None = None  # whose cases they work on; None: every body's

    @property
    def remit(self) -> Remit:
        return Remit(self.bodies)


@dataclass(frozen=True, slots=True)
class VerifierAccount:
    """An operator of an organisation that may verify licences for its registered purposes."""

    verifier_id: VerifierId
    organisation: str
    operator: str
    purposes: tuple[str, ...]


class KeyUnknown(Refusal):
    """A staff session or a verifier's key that is not (or no longer) ours."""

    code, title = "key-unknown", "凭证无效或已停用"
    advice = "请重新登录；仍不行请联系管理员"


class LoginTaken(Refusal):
    """Another account has this login, or had it: logins stand in the ledger and are never given twice."""

    code, title = "login-taken", "登录名已被使用"


class RolesIncompatible(Refusal):
    """三员分立: who administers, who guards and who audits are different people."""

    code, title = "roles-incompatible", "岗位不能这样组合"
    advice = "系统、安全、审计三类管理员必须由不同的人担任"


class BodiesNotFitting(Refusal):
    """Bodies that nobody here issues for, or of somebody whose work is the whole office's."""

    code, title = "bodies-not-fitting", "所辖机关不能这样设置"
    advice = "只有窗口工作人员和科长可以限定所辖机关，机关从系统里的实施机关中选择"


WORKS_FOR_BODIES = frozenset({Role.CLERK, Role.CHIEF})


def check_roles(roles: Collection[Role]) -> None:
    """Raises RolesIncompatible with every problem there is, as `fields`."""
    if problems := list(role_problems(frozenset(roles))):
        raise RolesIncompatible(
            fields=[{"field": "roles", "code": code, "title": title} for code, title in problems]
        )


def role_problems(roles: frozenset[Role]) -> Iterator[tuple[str, str]]:
    """Each as a code and as people read it."""
    if not roles:
        yield "missing", "至少选择一个岗位"
    if Role.AUDIT in roles and len(roles) > 1:
        yield "audit-alone", "审计管理员不能兼任其他岗位"
    if Role.SECURITY in roles and len(roles) > 1:
        yield "security-alone", "安全管理员不能兼任其他岗位"
    if Role.BUSINESS in roles and roles & {Role.CLERK, Role.CHIEF}:
        yield "business-prepares", "业务管理员编制清单，不能兼任窗口工作人员或科长"
    if roles >= {Role.CLERK, Role.CHIEF}:
        yield "one-post", "窗口工作人员和科长只能任其一：经办与签发由两个人完成"


def check_bodies(roles: frozenset[Role], bodies: frozenset[str] | None, known: Collection[str]) -> None:
    """`known`: every body that issues anything here. Raises BodiesNotFitting with its `fields`."""
    if problems := list(body_problems(roles, bodies, known)):
        raise BodiesNotFitting(
            fields=[{"field": "bodies", "code": code, "title": title} for code, title in problems]
        )


def body_problems(
    roles: frozenset[Role], bodies: frozenset[str] | None, known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Each as a code and as people read it."""
    if bodies is None:
        return
    if not bodies:
        yield "missing", "至少选择一个机关，或者选择全部机关"
    if not roles <= WORKS_FOR_BODIES:
        yield "whole-office", "这个岗位的工作不分机关"
    if bodies - frozenset(known):
        yield "unknown", "没有这个实施机关"
