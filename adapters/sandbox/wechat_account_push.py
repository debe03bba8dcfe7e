"""What the platform pushes (消息推送) about an official account: XML or JSON, in secure mode.

Source: developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes and the page of the
template message, read 2026-11-22.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_callbacks import Callbacks
from adapters.sandbox.wechat_push import ACCOUNT, Pusher

Shape = Literal["xml", "json"]
FATE = "TEMPLATESENDJOBFINISH"


class AccountPusher:
    """`shape` as the console has it; the platform's own choice is XML."""

    def __init__(
        self,
        books: Books,
        callbacks: Callbacks,
        *,
        url: str | None,
        token: str,
        encoding_key: str,
        appid: str,
        wall: Callable[[], datetime],
        shape: Shape = "xml",
    ) -> None:
        self._sealing = Pusher(
            books, callbacks, url=url, token=token, encoding_key=encoding_key, appid=appid, wall=wall
        )
        self.shape: Shape = shape

    def account(self, openid: str, event: str) -> None:
        """subscribe or unsubscribe."""
        self._push(openid, event, {"EventKey": ""})

    def fate(self, openid: str, message: str, status: str) -> None:
        self._push(openid, FATE, {"MsgID": message, "Status": status})

    def url_check(self, echo: str) -> dict[str, str]:
        return self._sealing.url_check(echo)

    def _push(self, openid: str, event: str, more: Mapping[str, str]) -> None:
        told = {
            "ToUserName": ACCOUNT,
            "FromUserName": openid,
            "CreateTime": str(self._sealing.next_second()),
            "MsgType": "event",
            "Event": event,
            **more,
        }
        self._sealing.post(openid, event, _written(told, self.shape), wrap=self._wrap)

    def _wrap(self, encrypted: str) -> bytes:
        return _written({"ToUserName": ACCOUNT, "Encrypt": encrypted}, self.shape)


def _written(told: Mapping[str, str], shape: Shape) -> bytes:
    if shape == "json":
        return json.dumps(dict(told), ensure_ascii=False).encode()
    lines = "".join(
        f"<{name}>{value if name == 'CreateTime' else f'<![CDATA[{value}]]>'}</{name}>\n"
        for name, value in told.items()
    )
    return f"<xml>{lines}</xml>".encode()
