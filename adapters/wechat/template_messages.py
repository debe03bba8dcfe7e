"""Template messages (模板消息) of the official account: one message to one follower, opening our own pages.

Source: developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage, read 2026-11-22.
`client_msg_id` makes two sends of one number one for ten minutes, the page says; what the second is answered
it does not say, so an unknown fate is never settled by sending again.
"""

import re
from collections.abc import Mapping

import msgspec

from adapters.wechat.client import WechatClient
from adapters.wechat.templates import WechatTemplate, Wordings
from domain.invitations.outside import MessageReceipt
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Refused

VENDOR, SYSTEM = "official-account", "official-account"
SEND = "/cgi-bin/message/template/send"
_OUT_ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)


class _Sent(msgspec.Struct):
    msgid: int | str = ""


class WechatTemplateMessages:
    """Implements TemplateMessages. `opens`: the appid of the mini-program that a message leads to."""

    def __init__(self, client: WechatClient, *, templates: Mapping[str, WechatTemplate], opens: str) -> None:
        self._client, self._words, self._opens = client, Wordings(SYSTEM, templates), opens

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, out_id: str, page: str
    ) -> MessageReceipt:
        data = self._words.data(template, values)
        self._words.check_page(page)
        if _OUT_ID.fullmatch(out_id) is None:
            raise Refused(SYSTEM, "out-id-malformed")
        body = {
            "touser": openid.reveal(),
            "template_id": self._words.known(template).template_id,
            "miniprogram": {"appid": self._opens, "pagepath": page},
            "client_msg_id": out_id,
            "data": data,
        }
        sent = await self._client.call(SEND, body, _Sent, effect=True, system=SYSTEM)
        return MessageReceipt(VENDOR, number_of(sent.msgid))

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        return self._words.wording(template, values)


def number_of(told: str | int) -> str:
    """The platform's number of a message. People report 0 where a client_msg_id was sent: that is none."""
    text = str(told).strip()
    return "" if text == "0" else text
