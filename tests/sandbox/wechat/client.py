"""A caller of the mini-program platform, as its pages alone describe it."""

import base64
import hashlib
import json
from typing import Any

import aiohttp

from adapters.sandbox.kit import Running
from adapters.sandbox.wechat import WechatSandbox
from adapters.sandbox.wechat_face import FacePerson
from adapters.sandbox.wechat_rules import WechatPattern
from tests.sandbox.conftest import Hand

APPID, SECRET, USER = "wx0000000000000001", "invented-secret", "o-invented-0001"
TEMPLATE = "template-1"
NAME, NUMBER = "甲子", "370285199001019985"
KEYS = ("thing1", "date2")
DATA = {"thing1": {"value": "登记证书到期"}, "date2": {"value": "2026年3月5日"}}
CONFIG = WechatSandbox(
    appid=APPID,
    secret=SECRET,
    push_token="token",
    push_key="A" * 43,
    push_url=None,
    templates=(WechatPattern(TEMPLATE, KEYS),),
    persons=(FacePerson(NAME, NUMBER),),
)


class Client:
    """A caller written from the platform's pages alone: it shares nothing with our adapters."""

    def __init__(self, http: aiohttp.ClientSession, hand: Hand, vendor: Running) -> None:
        self.http, self.hand, self.vendor = http, hand, vendor

    async def post(self, path: str, body: object, **query: str) -> dict[str, Any]:
        async with self.http.post(f"{self.vendor.url}{path}", json=body, params=query) as answer:
            return dict(json.loads(await answer.read()))

    async def get(self, path: str, **query: str) -> tuple[str, dict[str, Any]]:
        async with self.http.get(f"{self.vendor.url}{path}", params=query) as answer:
            return answer.content_type, dict(json.loads(await answer.read()))

    async def stable(self, **changes: object) -> dict[str, Any]:
        body = {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
        return await self.post("/cgi-bin/stable_token", body | changes)

    async def call(self, path: str, body: object) -> dict[str, Any]:
        return await self.post(path, body, access_token=str((await self.stable())["access_token"]))

    async def send(self, **changes: object) -> dict[str, Any]:
        body = {"touser": USER, "template_id": TEMPLATE, "data": DATA, "lang": "zh_CN"} | changes
        return await self.call("/cgi-bin/message/subscribe/send", body)

    async def verify_id(self, **changes: object) -> dict[str, Any]:
        cert = {"cert_type": "IDENTITY_CARD", "cert_name": NAME, "cert_no": NUMBER}
        body = {"out_seq_no": "abc-0001", "cert_info": cert, "openid": USER} | changes
        return await self.call("/cityservice/face/identify/getverifyid", body)

    async def verdict(self, verify_id: str) -> dict[str, Any]:
        text = "&".join(
            f"{name}={base64.b64encode(value.encode()).decode()}"
            for name, value in (("cert_type", "IDENTITY_CARD"), ("cert_name", NAME), ("cert_no", NUMBER))
        )
        body = {
            "verify_id": verify_id,
            "out_seq_no": "abc-0001",
            "openid": USER,
            "cert_hash": hashlib.sha256(text.encode()).hexdigest(),
        }
        return await self.call("/cityservice/face/identify/queryverifyinfo", body)

    async def control(self, path: str, **body: object) -> Any:
        return await self.hand.control(self.vendor, path, **body)
