"""What staff sign in with: password and authenticator (动态码), after an activation key (启用码)."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.kernel.ids import StaffId
from domain.kernel.refusal import Refusal
from domain.staff.common_passwords import COMMON

ACTIVATION_LASTS = timedelta(days=7)
SHORTEST = 12
NOTED_AFTER = 5  # failures in a row that stand in the ledger


class SignInFailed(Refusal):
    """Whatever it was: who does not know the office's people learns nothing of them."""

    code, title = "sign-in-failed", "登录未成功"
    advice = "请核对登录名、密码和动态码；连续不成功请联系安全管理员"


class PasswordWeak(Refusal):
    code, title = "password-weak", "这个密码不能使用"
    advice = "至少12个字符，不含登录名，也不是常见密码"


@dataclass(slots=True)
class Credentials:
    """`password` and `chosen` are Argon2 strings, `secret` and `offered` the authenticator's key in clear.

    `chosen` and `offered` are on trial until a first code has shown that the authenticator has the key.
    `last_step`: the time step of the last code that counted; it and all before count no more.
    """

    staff_id: StaffId
    activation: bytes | None = field(default=None, repr=False)  # keyed digest
    activation_ends: datetime | None = None
    chosen: str | None = field(default=None, repr=False)
    offered: bytes | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    secret: bytes | None = field(default=None, repr=False)
    last_step: int = 0
    failures: int = 0  # in a row

    def admits(self, activation: bytes, *, at: datetime) -> bool:
        """Whether this is the digest of the key that still counts; compared in constant time."""
        if self.activation is None or self.activation_ends is None:
            return False
        return hmac.compare_digest(self.activation, activation) and at < self.activation_ends

    def begin_anew(self, activation: bytes, *, at: datetime) -> None:
        """A new account, or one whose owner lost the phone: nothing of before counts any more."""
        self.activation, self.activation_ends = activation, at + ACTIVATION_LASTS
        self.chosen = self.offered = self.password = self.secret = None
        self.failures = 0

    def end(self) -> None:
        """The account is ended: nothing opens it."""
        self.activation = self.activation_ends = None
        self.chosen = self.offered = self.password = self.secret = None

    def choose(self, password: str, secret: bytes) -> None:
        """Asked again, the last choice counts."""
        self.chosen, self.offered = password, secret

    def confirm(self, step: int) -> None:
        """The authenticator has the key: from now on both count, and the activation key no more."""
        self.password, self.secret, self.last_step = self.chosen, self.offered, step
        self.activation = self.activation_ends = self.chosen = self.offered = None
        self.failures = 0

    def counts(self, step: int | None) -> bool:
        """Whether a code of this time step still counts. A step counts once."""
        return step is not None and step > self.last_step

    def succeed(self, step: int) -> None:
        self.last_step, self.failures = step, 0

    def fail(self) -> bool:
        """True when this many in a row are to be noted."""
        self.failures += 1
        return self.failures % NOTED_AFTER == 0


def check_password(login: str, password: str) -> None:
    """Raises PasswordWeak with every problem there is, as `fields`."""
    folded = password.casefold()
    problems = []
    if len(password) < SHORTEST:
        problems.append(("too-short", f"至少{SHORTEST}个字符"))
    if login.casefold() in folded:
        problems.append(("holds-login", "不能含有登录名"))
    if folded in COMMON or len(set(folded)) <= 3:  # noqa: PLR2004 - «aaaaaaaaaaaa», «abababababab»
        problems.append(("common", "这是常见密码"))
    if problems:
        raise PasswordWeak(
            fields=[{"field": "password", "code": code, "title": title} for code, title in problems]
        )
