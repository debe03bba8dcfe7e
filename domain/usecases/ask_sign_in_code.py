"""Ask for a sign-in code (获取验证码): counted, kept as a digest, sent once, answered alike for everybody."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from math import ceil

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
from domain.kernel.identifiers import mobile
from domain.kernel.ids import SignInCodeId
from domain.kernel.limits import TooManyRequests
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, Clock, Digests, NewId, Randomness
from domain.kernel.refusal import Outward
from domain.usecases.spend_try import SpendTry

TRIES, BUDGET, HOUR = "sign-in-code", "sign-in-codes", 3600
OUT_ID = "code-"  # what our number of such a message begins with


@dataclass(frozen=True, slots=True)
class AskSignInCode:
    """Whether the number is anybody's is not looked up here: there is nothing to tell.

    `budget`: codes an hour for the whole office, so that a flood over a thousand numbers ends at its bill.
    """

    spend_try: SpendTry
    limits: Limits
    codes: SignInCodes
    texts: CodeTexts
    digests: Digests
    randomness: Randomness
    atomic: Atomic
    now: Clock
    new_id: NewId
    budget: int

    async def __call__(self, number: str, *, address: str) -> bool:
        """Whether the vendor took the message: for the log, the person is told nothing of it.

        `address`: where the request came from. Raises IdentifierInvalid, TooManyRequests, LimitsUnavailable.
        """
        phone = mobile(number)
        await self.spend_try(TRIES, address)
        now, digits = self.now(), SmsCode(f"{self.randomness.below(10**DIGITS):0{DIGITS}}")
        code_id = SignInCodeId(self.new_id())
        code = SignInCode(code_id, code_digest(self.digests, code_id, digits), now, now + LIFE)
        async with self.atomic():
            await self._require_turn(phone, now)
            await self.codes.add(phone, CodePurpose.SIGN_IN, code)
        await self.limits.spend(BUDGET, "all", allowed=self.budget, seconds=HOUR)
        with suppress(Outward):  # a second message may be asked for in a minute, by the person alone
            out_id = f"{OUT_ID}{code_id.hex}"
            reference = await self.texts.send(phone, digits, out_id=out_id, ends_at=code.ends_at)
            async with self.atomic():
                await self.codes.note_sent(code_id, reference, self.now())
            return True
        return False

    async def _require_turn(self, phone: Phone, now: datetime) -> None:
        left = wait(await self.codes.asked(phone, CodePurpose.SIGN_IN, now - DAY), now)
        if left is not None:
            raise TooManyRequests(TRIES, retry_after=max(ceil(left.total_seconds()), 1))


def code_digest(digests: Digests, code: SignInCodeId, digits: SmsCode) -> bytes:
    """Of one code alone: the same digits under another id digest to something else."""
    return digests.keyed("sign-in-code", f"{code}:{digits.reveal()}")
