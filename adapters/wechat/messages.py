"""Subscribe messages (订阅消息): one message to one user who asked for it, checked before it is sent.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/
api_sendmessage, read 2026-11-21. Nothing makes two sends one: the platform knows no number of ours.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from weakref import WeakValueDictionary

import msgspec

from adapters.wechat.client import WechatClient
from adapters.wechat.codes import CONCURRENT
from adapters.wechat.values import fitting
from adapters.wechat.wire import Pause
from domain.invitations.outside import MessageReceipt
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Refused, Unavailable

VENDOR, SYSTEM = "wechat", "wechat-message"
SEND = "/cgi-bin/message/subscribe/send"
CONCURRENT_PAUSE_SECONDS = 1.5
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_PAGE = re.compile(r"[A-Za-z0-9_][\x21-\x7e]{0,1023}")


@dataclass(frozen=True, slots=True)
class WechatField:
    """One line of a template: its key («thing1»), what stands before it, and our text with ${variables}."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class WechatTemplate:
    """A template chosen in the platform's console; all of its fields, in their order there."""

    template_id: str
    title: str
    fields: tuple[WechatField, ...]


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
        self._client, self._templates, self._state, self._pause = client, templates, state, pause
        self._turns: WeakValueDictionary[OpenId, asyncio.Lock] = WeakValueDictionary()

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, page: str
    ) -> MessageReceipt:
        known, data = self._filled(template, values)
        if _PAGE.fullmatch(page) is None:
            raise Refused(SYSTEM, "page-malformed")
        body = {
            "touser": openid.reveal(),
            "template_id": known.template_id,
            "page": page,
            "data": {key: {"value": value} for key, value in data.items()},
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
        known, data = self._filled(template, values)
        return "\n".join((known.title, *(f"{line.label}：{data[line.key]}" for line in known.fields)))

    def template_id(self, template: str) -> str:
        return self._known(template).template_id

    async def _post(self, body: Mapping[str, object]) -> _Sent:
        return await self._client.call(SEND, body, _Sent, effect=True, system=SYSTEM)

    def _known(self, template: str) -> WechatTemplate:
        known = self._templates.get(template)
        if known is None:
            raise Refused(SYSTEM, "template-unknown")
        return known

    def _filled(self, template: str, values: Mapping[str, str]) -> tuple[WechatTemplate, dict[str, str]]:
        """Every field's value as it is sent. Raises Refused, naming the field and never the value."""
        known, data = self._known(template), {}
        for line in known.fields:
            if not set(_VARIABLE.findall(line.text)) <= values.keys():
                raise Refused(SYSTEM, "template-variable-missing")
            value = fitting(line.key, _VARIABLE.sub(lambda found: values[found[1]], line.text))
            if value is None:
                raise Refused(SYSTEM, f"value-malformed-{line.key}")
            data[line.key] = value
        return known, data
