"""The sign-in code (短信验证码): six digits to one phone number, good for one sign-in within five minutes."""

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.kernel.ids import SignInCodeId
from domain.kernel.personal import Masked, Phone
from domain.kernel.refusal import Refusal

DIGITS = 6
LIFE = timedelta(minutes=5)
TRIES = 5  # of one code
DAY = timedelta(days=1)
WRONG_A_DAY = 20  # of one number: at 10⁶ codes, one stranger in 50,000 gets in by luck
ALLOWED = ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (DAY, 10))
"""How many codes one number is sent: sliding windows, each as strict as the vendor's own or stricter."""


class CodePurpose(StrEnum):
    """What a code is good for, and for nothing else."""

    SIGN_IN = "sign_in"
    PROOF = "proof"  # that whoever names a bank card holds the phone its bank knows them by


class CodeWrong(Refusal):
    """One word for wrong, expired, used, replaced and never sent: none of them is told apart."""

    code, title = "code-wrong", "验证码不对，或已经失效"
    advice = "请核对最新一条短信里的六位数字，或重新获取；也可以改用刷脸"


class SmsCode(Masked):
    """The six digits themselves: in one text message, and nowhere of ours."""


@dataclass(slots=True)
class SignInCode:
    """`digest`: keyed, of the digits under the code's own id, so that no two rows can be compared."""

    code_id: SignInCodeId
    digest: bytes = field(repr=False)
    asked_at: datetime
    ends_at: datetime
    tries: int = 0
    used_at: datetime | None = None

    def take(self, digest: bytes, now: datetime) -> bool:
        """One try; a right one is the last. Five are all there are, right or wrong."""
        if self.used_at is not None or now >= self.ends_at or self.tries >= TRIES:
            return False
        self.tries += 1
        if not hmac.compare_digest(self.digest, digest):
            return False
        self.used_at = now
        return True


def wait(asked: Sequence[datetime], now: datetime) -> timedelta | None:
    """How long until a number that asked then may be sent another code; None: now."""
    waits = []
    for window, most in ALLOWED:
        within = sorted(one for one in asked if now - one < window)
        if len(within) >= most:
            waits.append(within[-most] + window - now)
    return max(waits, default=None)


class SignInCodes(Protocol):
    """All by number, one purpose apart from another. Adapter: adapters/postgres/sign_in_codes.py."""

    async def asked(self, phone: Phone, purpose: CodePurpose, since: datetime) -> tuple[datetime, ...]:
        """When codes were asked for since then; inside atomic, one asker of a number at a time."""
        ...

    async def add(self, phone: Phone, purpose: CodePurpose, code: SignInCode) -> None:
        """From now on the number's newest; what is older than a day, of anybody's, is forgotten with it."""
        ...

    async def take_newest(
        self, phone: Phone, purpose: CodePurpose, *, among: Collection[SignInCodeId] | None = None
    ) -> SignInCode | None:
        """Held FOR UPDATE: only the newest code opens anything; of those `among`, when they are named."""
        ...

    async def wrong_since(self, phone: Phone, purpose: CodePurpose, since: datetime) -> int:
        """How many wrong tries the codes asked for since then have had."""
        ...

    async def save(self, code: SignInCode) -> None: ...

    async def note_sent(self, code: SignInCodeId, reference: str, at: datetime) -> None:
        """`reference`: the vendor's own number of the message."""
        ...


class CodeTexts(Protocol):
    """Sends a code to a phone. Adapter: adapters/sms/code_texts.py."""

    async def send(self, phone: Phone, code: SmsCode, *, out_id: str, ends_at: datetime) -> str:
        """Once, never again and never after `ends_at`: the vendor's number of the message.

        Raises Refused, Unavailable, Unknown.
        """
        ...
