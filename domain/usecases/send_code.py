"""Send a code by text message (发送验证码): counted by number and office, kept as a digest, tried once."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from uuid import UUID

from domain.identity.ports import Limits
from domain.identity.sign_in_code import (
    DAY,
    DIGITS,
    LIFE,
    CodePurpose,
    CodeTexts,
    SignInCode,
    SignInCodes,
    SmsCode,
    wait,
)
from domain.kernel.ids import SignInCodeId
from domain.kernel.limits import TooManyRequests
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, Clock, Digests, NewId, Randomness
from domain.kernel.refusal import Outward

TRIES, BUDGET, HOUR = "sign-in-code", "sign-in-codes", 3600
OUT_ID = "code-"  # what our number of such a message begins with


@dataclass(frozen=True, slots=True)
class SendCode:
    """Whether the number is anybody's is not looked up here: there is nothing to tell.

    `texts`: with the wording of this purpose; a number's limits count the codes of every purpose.
    `budget`: codes an hour for the whole office, so that a flood over a thousand numbers ends at its bill.
    """

    limits: Limits
    codes: SignInCodes
    texts: CodeTexts
    digests: Digests
    randomness: Randomness
    atomic: Atomic
    now: Clock
    new_id: NewId
    budget: int

    async def __call__(self, phone: Phone, purpose: CodePurpose, *, subject: UUID | None = None) -> bool:
        """Whether the vendor took the message: for the log, the person is told nothing of it.

        `subject`: the one thing the code is good for. Outside atomic. Raises TooManyRequests,
        LimitsUnavailable.
        """
        now, digits = self.now(), SmsCode(f"{self.randomness.below(10**DIGITS):0{DIGITS}}")
        code_id = SignInCodeId(self.new_id())
        if subject is not None:
            code_id = subject_code(self.digests, phone, subject, now)
        digest = code_digest(self.digests, code_id, digits, subject)
        code = SignInCode(code_id, digest, now, now + LIFE)
        async with self.atomic():
            await self._require_turn(phone, now)
            await self.codes.add(phone, purpose, code)
        await self.limits.spend(BUDGET, "all", allowed=self.budget, seconds=HOUR)
        with suppress(Outward):  # a second message may be asked for in a minute, by the person alone
            out_id = f"{OUT_ID}{code_id.hex}"
            reference = await self.texts.send(phone, digits, out_id=out_id, ends_at=code.ends_at)
            async with self.atomic():
                await self.codes.note_sent(code_id, reference, self.now())
            return True
        return False

    async def _require_turn(self, phone: Phone, now: datetime) -> None:
        asked: tuple[datetime, ...] = ()
        for purpose in CodePurpose:
            asked += await self.codes.asked(phone, purpose, now - DAY)
        left = wait(asked, now)
        if left is not None:
            raise TooManyRequests(TRIES, retry_after=max(ceil(left.total_seconds()), 1))


def subject_code(digests: Digests, phone: Phone, subject: UUID, asked_at: datetime) -> SignInCodeId:
    """The id of the code that went there then for one subject: so a subject finds its own codes alone."""
    bound = f"{subject}:{phone.reveal()}:{asked_at.astimezone(UTC).isoformat()}"
    return SignInCodeId(UUID(bytes=digests.keyed("sign-in-code-id", bound)[:16]))


def code_digest(digests: Digests, code: SignInCodeId, digits: SmsCode, subject: UUID | None = None) -> bytes:
    """Of one code alone: the same digits under another id or for another subject digest otherwise."""
    bound = f"{code}:{digits.reveal()}" if subject is None else f"{code}:{subject}:{digits.reveal()}"
    return digests.keyed("sign-in-code", bound)
