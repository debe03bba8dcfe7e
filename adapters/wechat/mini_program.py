"""Who a mini-program user is (code2Session, 登录凭证校验) and their phone number (手机号快速验证).

Source: developers.weixin.qq.com/miniprogram/dev/server/API/ user-login/api_code2session and
user-info/phone-number/api_getphonenumber, read 2026-11-21. No vendor endpoint was contacted.
"""

import re

import msgspec

from adapters.wechat.client import WechatClient
from adapters.wechat.wire import SYSTEM, TokenRefused, WechatWire
from domain.identity.mini_program import SessionKey, WechatUser
from domain.kernel.personal import OpenId, Phone, UnionId
from domain.kernel.refusal import Refused, Unavailable

SESSION, PHONE = "/sns/jscode2session", "/wxa/business/getuserphonenumber"
MAINLAND = "86"
_CODE = re.compile(r"[\x21-\x7e]{1,128}")
_MOBILE = re.compile(r"1[0-9]{10}")


class _Session(msgspec.Struct):
    openid: str = ""
    session_key: str = ""
    unionid: str = ""


class _Watermark(msgspec.Struct):
    appid: str = ""


class _PhoneInfo(msgspec.Struct, rename="camel"):
    pure_phone_number: str = ""
    country_code: str = ""
    watermark: _Watermark = msgspec.field(default_factory=_Watermark)


class _Told(msgspec.Struct):
    phone_info: _PhoneInfo = msgspec.field(default_factory=_PhoneInfo)


class WechatMiniProgram:
    """Implements MiniProgram."""

    def __init__(self, wire: WechatWire, client: WechatClient, *, secret: str) -> None:
        self._wire, self._client, self._secret = wire, client, secret

    async def sign_in(self, code: str) -> WechatUser:
        _check(code)
        try:
            told = await self._wire.ask(
                "GET",
                SESSION,
                _Session,
                query={
                    "appid": self._client.appid,
                    "secret": self._secret,  # the platform takes it nowhere else
                    "js_code": code,
                    "grant_type": "authorization_code",
                },
            )
        except TokenRefused:  # it took none
            raise Unavailable(SYSTEM, "answer-malformed") from None
        if not (told.openid and told.session_key):
            raise Unavailable(SYSTEM, "answer-malformed")
        unionid = UnionId(told.unionid) if told.unionid else None
        return WechatUser(OpenId(told.openid), unionid, SessionKey(told.session_key))

    async def phone_number(self, code: str, *, openid: OpenId) -> Phone:
        _check(code)
        body = {"code": code, "openid": openid.reveal()}
        told = (await self._client.call(PHONE, body, _Told, effect=False)).phone_info
        if told.watermark.appid != self._client.appid:
            raise Refused(SYSTEM, "not-ours")
        if told.country_code != MAINLAND or _MOBILE.fullmatch(told.pure_phone_number) is None:
            raise Refused(SYSTEM, "not-mainland")
        return Phone(told.pure_phone_number)


def _check(code: str) -> None:
    """Raises Refused: what cannot be a code is not carried to the platform."""
    if _CODE.fullmatch(code) is None:
        raise Refused(SYSTEM, "code")
