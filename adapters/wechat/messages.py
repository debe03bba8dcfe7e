"""Subscribe messages (订阅消息): one message to one user who asked for it, checked before it is sent.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/
api_sendmessage, read 2026-11-21. Nothing makes two sends one: the platform knows no number of ours.
"""

import asyncio
from collections.abc import Mapping
from typing import Literal
from weakref import WeakValueDictionary

import msgspec

from adapters.wechat.client import WechatClient
from adapters.wechat.codes import CONCURRENT
from adapters.wechat.templates import WechatTemplate, Wordings
from adapters.wechat.wire import Pause
from domain.invitations.outside import MessageReceipt
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Unavailable

VENDOR, SYSTEM = "wechat", "wechat-message"
SEND = "/cgi-bin/message/subscribe/send"
CONCURRENT_PAUSE_SECONDS = 1.5


class _Sent(msgspec.Struct):
    msgid: int | str = ""  # up to 64 bits; some answers have none


class WechatMessages:
    """Implements SubscribeMessages. `templates`: our names to the platform's. `state`: which build opens."""

    def __init__(
        self,
        client: WechatClient,
        *,
        templates: Mapping[str, WechatTemplate],
        state: Literal["developer", "trial", "formal"] = "formal",
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._client, self._words, self._state, self._pause = (
            client,
            Wordings(SYSTEM, templates),
            state,
            pause,
        )
        self._turns: WeakValueDictionary[OpenId, asyncio.Lock] = WeakValueDictionary()

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, page: str
    ) -> MessageReceipt:
        data = self._words.data(template, values)
        self._words.check_page(page)
        body = {
            "touser": openid.reveal(),
            "template_id": self.template_id(template),
            "page": page,
            "data": data,
            "miniprogram_state": self._state,
            "lang": "zh_CN",
        }
        # two at once to one user are refused with 43108; another process can still be the second
        turn = self._turns.setdefault(openid, asyncio.Lock())
        async with turn:
            try:
                sent = await self._post(body)
            except Unavailable as busy:
                if busy.reason != str(CONCURRENT):
                    raise
                await self._pause(CONCURRENT_PAUSE_SECONDS)
                sent = await self._post(body)
        return MessageReceipt(VENDOR, str(sent.msgid))

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        return self._words.wording(template, values)

    def template_id(self, template: str) -> str:
        return self._words.known(template).template_id

    async def _post(self, body: Mapping[str, object]) -> _Sent:
        return await self._client.call(SEND, body, _Sent, effect=True, system=SYSTEM)
