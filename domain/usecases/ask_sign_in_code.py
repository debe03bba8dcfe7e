"""Ask for a sign-in code (获取验证码): counted by line, sent once, answered alike for everybody."""

from dataclasses import dataclass

from domain.identity.sign_in_code import CodePurpose
from domain.kernel.identifiers import mobile
from domain.usecases.send_code import TRIES, SendCode
from domain.usecases.spend_try import SpendTry


@dataclass(frozen=True, slots=True)
class AskSignInCode:
    spend_try: SpendTry
    send_code: SendCode

    async def __call__(self, number: str, *, address: str) -> bool:
        """Whether the vendor took the message: for the log, the person is told nothing of it.

        `address`: where the request came from. Raises IdentifierInvalid, TooManyRequests, LimitsUnavailable.
        """
        phone = mobile(number)
        await self.spend_try(TRIES, address)
        return await self.send_code(phone, CodePurpose.SIGN_IN)
