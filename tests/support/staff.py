"""People of the office for tests: enrolled as they would be, with an authenticator in the test's hand."""

import base64
from dataclasses import dataclass
from datetime import datetime

from tortoise.connection import get_connection

from adapters.keys.passwords import Argon2Passwords
from adapters.keys.totp import digits
from bff.desks.staff import StaffDesk
from domain.kernel.ports import Clock
from domain.staff.account import Role, StaffAccount

PASSWORD = "莱西虚构口令-2026-十一月"
ADDRESS = "192.0.2.44"


def cheap_passwords() -> Argon2Passwords:
    """Argon2 at the least it takes."""
    return Argon2Passwords(memory_kib=8, passes=1)


@dataclass
class Colleague:
    """Somebody of the office with their phone: `secret` is what the authenticator on it has."""

    desk: StaffDesk
    clock: Clock
    account: StaffAccount
    secret: bytes
    token: str = ""

    @property
    def code(self) -> str:
        return digits(self.secret, self.clock())

    async def sign_in(self, *, password: str = PASSWORD, code: str = "", address: str = ADDRESS) -> str:
        told = await self.desk.sign_in(self.account.login, password, code or self.code, address=address)
        self.token = told.token
        return self.token


def secret_of(text: str) -> bytes:
    """The authenticator's key as somebody typed it in."""
    return base64.b32decode(text + "=" * (-len(text) % 8))


async def enrolled(
    desk: StaffDesk, clock: Clock, login: str, name: str, *roles: Role, address: str = ADDRESS
) -> Colleague:
    """Added, enrolled, signed in."""
    account, key = await desk.add_staff(login, name, frozenset(roles))
    return await activated(desk, clock, account, key, address=address)


async def activated(
    desk: StaffDesk, clock: Clock, account: StaffAccount, key: str, *, address: str = ADDRESS
) -> Colleague:
    """With the activation key they were given."""
    told = await desk.choose_password(account.login, key, PASSWORD, address=address)
    secret = secret_of(told.secret)
    signed_in = await desk.confirm_enrolment(account.login, key, digits(secret, clock()), address=address)
    return Colleague(desk, clock, account, secret, signed_in.token)


async def stay_on_duty(until: datetime) -> None:
    """Nobody who is signed in goes home while a test moves the clock."""
    await get_connection("default").execute_query(
        "UPDATE staff_sessions SET used_at = %s, ends_at = %s WHERE ended_at IS NULL", [until, until]
    )
