"""Sign-in codes by text message (短信验证码): by the operator of our texts, tried once, never late."""

from datetime import datetime

from domain.identity.sign_in_code import SmsCode
from domain.invitations.outside import SmsSender
from domain.kernel.personal import Phone
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused

TEMPLATE = "sign-in-code"
PROOF_TEMPLATE = "proof-code"  # says that it is for a check of who one is, not for signing in


class SmsCodeTexts:
    """Implements domain.identity.sign_in_code.CodeTexts.

    The operator's adapter tries once and begins no call that stood in its queue for seconds: what is sent at
    all is sent well within the code's life.
    """

    def __init__(self, sms: SmsSender, now: Clock, *, template: str = TEMPLATE) -> None:
        self._sms, self._now, self._template = sms, now, template

    async def send(self, phone: Phone, code: SmsCode, *, out_id: str, ends_at: datetime) -> str:
        if self._now() >= ends_at:
            raise Refused("sms", "too-late")
        receipt = await self._sms.send(phone, self._template, {"code": code.reveal()}, out_id=out_id)
        return receipt.reference
