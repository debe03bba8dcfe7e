"""Send the code of a check by bank card (银行预留手机验证码): to the number named, for this check alone."""

from dataclasses import dataclass

from domain.identity.check import CheckState, IdentityCheckEnded, Verifier
from domain.identity.ports import IdentityChecks
from domain.identity.sign_in_code import CodePurpose
from domain.kernel.identifiers import mobile
from domain.kernel.ids import IdentityCheckId, VisitorId
from domain.kernel.ports import Atomic, Clock, Digests
from domain.kernel.refusals import NotFound
from domain.usecases.finish_other_way import held
from domain.usecases.send_code import SendCode
from domain.usecases.spend_try import SpendTry

TRIES = "check-code"


@dataclass(frozen=True, slots=True)
class SendCheckCode:
    """`send_code`: with the wording of this purpose. The number is in no row of the check."""

    spend_try: SpendTry
    checks: IdentityChecks
    send_code: SendCode
    digests: Digests
    atomic: Atomic
    now: Clock

    async def __call__(
        self,
        check_id: IdentityCheckId,
        resume_token: str,
        number: str,
        *,
        address: str,
        visitor: VisitorId | None = None,
    ) -> bool:
        """As SendCode: told alike for every number. Raises NotFound, IdentityCheckEnded, IdentifierInvalid,
        TooManyRequests, LimitsUnavailable."""
        phone = mobile(number)
        await self.spend_try(TRIES, address)
        async with self.atomic():
            check = await held(self.checks, self.digests, check_id, resume_token, visitor)
        if check.verifier is not Verifier.BANK:
            raise NotFound(str(check_id))
        is_waiting = check.state is CheckState.OPENED and not check.reference
        if not is_waiting or check.is_over(self.now()):
            raise IdentityCheckEnded(str(check_id))
        return await self.send_code(phone, CodePurpose.PROOF, subject=check_id)
