"""Keep the phone number a mini-program user tells us (手机号): to be reached by; it proves nothing."""

from dataclasses import dataclass

from domain.identity.mini_program import MiniProgram
from domain.identity.session import SessionEnded
from domain.identity.visitor import Visitors, WechatCodeInvalid
from domain.kernel.ids import VisitorId
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic
from domain.kernel.refusal import Refused
from domain.usecases.sign_in_by_wechat import CODE
from domain.usecases.spend_try import SpendTry

TRIES = "wechat-phone"


@dataclass(frozen=True, slots=True)
class KeepPhoneNumber:
    spend_try: SpendTry
    mini_program: MiniProgram
    visitors: Visitors
    atomic: Atomic

    async def __call__(self, visitor_id: VisitorId, code: str, *, address: str) -> Phone:
        """`code`: from the phone number button, another one than wx.login's.

        Raises SessionEnded, WechatCodeInvalid, TooManyRequests, LimitsUnavailable, Refused, Unavailable.
        """
        await self.spend_try(TRIES, address)
        visitor = await self.visitors.by_id(visitor_id)
        if visitor is None:
            raise SessionEnded
        try:
            phone = await self.mini_program.phone_number(code, openid=visitor.openid)
        except Refused as refused:
            if refused.reason == CODE:
                raise WechatCodeInvalid from None
            raise
        async with self.atomic():
            await self.visitors.keep_phone(visitor_id, phone)
        return phone
