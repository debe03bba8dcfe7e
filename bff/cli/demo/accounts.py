"""The office's people and the verifier of the demonstration: enrolled on a folder's first start, kept 0600.

Passwords and authenticators of people who do not exist, so that whoever looks on can sign in as each of them.
"""

import asyncio
import base64
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from uuid import uuid4

from adapters.keys.totp import digits
from bff.cli.data import opened
from bff.compose.house import House
from bff.settings import Settings
from domain.staff.account import Role
from domain.staff.credentials import SignInFailed

KEPT, STAFF = "demo-keys.json", "demo-staff.json"
PREPARER, CHIEF, CLERK = "审批一科甲", "审批一科乙", "窗口丙"
HANDING_OUT = "审批二科丁"  # who hands out what proves a case
VERIFYING = ("莱西市虚构教育主管局", "年检窗口", "年度检查核验证书")
ONE_BODY = "11370283MB9990020A"  # 平度市行政审批局 of the sandbox city: its own cases alone
CAST = (
    ("preparer", PREPARER, Role.BUSINESS, None),
    ("chief", CHIEF, Role.CHIEF, None),
    ("chief-2", HANDING_OUT, Role.CHIEF, None),
    ("clerk", CLERK, Role.CLERK, None),
    ("clerk-2", "窗口戊", Role.CLERK, None),
    ("clerk-3", "平度窗口壬", Role.CLERK, ONE_BODY),
    ("security", "安全管理己", Role.SECURITY, None),
    ("security-2", "安全管理庚", Role.SECURITY, None),
    ("audit", "审计辛", Role.AUDIT, None),
)
STEP = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One of the office's people, with password and authenticator (base32)."""

    login: str
    name: str
    role: str
    password: str
    secret: str

    def code(self, at: datetime) -> str:
        """The six digits of that moment."""
        return digits(base64.b32decode(self.secret), at)


@dataclass(frozen=True, slots=True)
class Keys:
    """The sessions of chief and clerk, the verifier's key, and the login of who prepares lists."""

    chief: str
    clerk: str
    verifier: str
    preparer: str = "preparer"


def accounts(settings: Settings) -> Keys:
    """Nine people of the office and one verifier, the same at every start of the folder; signed in anew."""
    return asyncio.run(_signed_in(settings))


def roster(folder: Path) -> tuple[Enrolled, ...]:
    """Whoever was enrolled in this folder; nobody before its first start."""
    kept = folder / STAFF
    return tuple(Enrolled(**one) for one in json.loads(kept.read_text())) if kept.exists() else ()


async def _signed_in(settings: Settings) -> Keys:
    kept = settings.folder / KEPT
    async with opened(settings) as house:
        if not roster(settings.folder):
            _keep(settings.folder / STAFF, [asdict(one) for one in await _enrolled(house)])
        if not kept.exists():
            organisation, operator, purpose = VERIFYING
            _, verifier = await house.office.staff.add_verifier(organisation, operator, (purpose,))
            _keep(kept, {"verifier": verifier})
        people = {one.name: one for one in roster(settings.folder)}
        return Keys(
            chief=await sign_in(house, people[CHIEF]),
            clerk=await sign_in(house, people[CLERK]),
            verifier=json.loads(kept.read_text())["verifier"],
            preparer=people[PREPARER].login,
        )


async def sign_in(house: House, who: Enrolled) -> str:
    """The token of a session. A code counts once: the next one is taken where this one was."""
    for _ in range(2):
        for ahead in (timedelta(), STEP):
            code = who.code(house.core.now() + ahead)
            try:
                told = await house.office.staff.sign_in(who.login, who.password, code, address=who.login)
            except SignInFailed:
                continue
            return told.token
        await asyncio.sleep(STEP.total_seconds())
    raise ValueError(f"{who.login}: cannot sign in; was the folder's database replaced? remove the folder")


async def _enrolled(house: House) -> Iterable[Enrolled]:
    # a start that was interrupted has taken its logins already: every attempt brings its own
    attempt = uuid4().hex[:6]
    return [await _enrol(house, f"{login}-{attempt}", name, role, body) for login, name, role, body in CAST]


async def _enrol(house: House, login: str, name: str, role: Role, body: str | None) -> Enrolled:
    desk, password = house.office.staff, token_urlsafe(12)
    bodies = None if body is None else frozenset({body})
    _, key = await desk.add_staff(login, name, frozenset({role}), bodies)
    told = await desk.choose_password(login, key, password, address=login)
    one = Enrolled(login, name, str(role), password, told.secret)
    await desk.confirm_enrolment(login, key, one.code(house.core.now()), address=login)
    return one


def _keep(kept: Path, told: object) -> None:
    """Whole or not at all."""
    written = kept.with_suffix(".new")
    written.unlink(missing_ok=True)
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(told, file, ensure_ascii=False)
    written.replace(kept)
