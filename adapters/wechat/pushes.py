"""What the platform pushes to us (消息推送) about subscribe messages: who allowed them, what became of one.

Source: developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html and
framework/open-ability/subscribe-message.html, read 2026-11-21. `List` is one object or an array of them.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from adapters.wechat.admission import Admission, read, stamp_of
from adapters.wechat.secure_mode import PushKeys
from domain.invitations.outside import Happened, WechatEvent
from domain.kernel.callbacks import Nonces
from domain.kernel.personal import OpenId
from domain.kernel.ports import Clock

POPUP, CHANGE, SENT = "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event"


class _Line(msgspec.Struct):
    template_id: str = msgspec.field(name="TemplateId", default="")
    status: str = msgspec.field(name="SubscribeStatusString", default="")
    message: str | int = msgspec.field(name="MsgID", default="")
    error: str | int = msgspec.field(name="ErrorCode", default="")


class _Push(msgspec.Struct, rename="pascal"):
    from_user_name: str = ""
    create_time: str | int = 0
    msg_type: str = ""
    event: str = ""
    list: msgspec.Raw = msgspec.Raw(b"[]")


class WechatPushes:
    """Implements WechatCallbacks: JSON, secure mode."""

    def __init__(self, keys: PushKeys, *, clock: Clock, nonces: Nonces) -> None:
        self._door = Admission(keys, clock=clock, nonces=nonces)

    def check_url(self, query: Mapping[str, str]) -> str:
        return self._door.check_url(query)

    async def parse(self, query: Mapping[str, str], body: bytes) -> tuple[WechatEvent, ...]:
        push = await self._door.json(query, body, _Push)
        if push.msg_type != "event" or push.event not in {POPUP, CHANGE, SENT}:
            return ()
        lines = _lines(bytes(push.list))
        return tuple(event for line in lines if (event := _event(push, line)) is not None)


def _lines(content: bytes) -> list[_Line]:
    if content.lstrip()[:1] == b"{":
        return [read(content, _Line)]
    return read(content, list[_Line])


def _event(push: _Push, line: _Line) -> WechatEvent | None:
    """None for a line that changes nothing of ours."""
    happened = _happened(push.event, line)
    if happened is None or not (push.from_user_name and line.template_id):
        return None
    reference = str(line.message)
    natural = (push.from_user_name, str(push.create_time), push.event, line.template_id, reference)
    return WechatEvent(
        happened=happened,
        openid=OpenId(push.from_user_name),
        template_id=line.template_id,
        at=datetime.fromtimestamp(stamp_of(push.create_time), UTC),
        key=hashlib.sha256("\n".join(natural).encode()).hexdigest(),
        reference=reference,
        error=str(line.error) if happened == "failed" else "",
    )


def _happened(event: str, line: _Line) -> Happened | None:
    match event, line.status:
        case "subscribe_msg_popup_event", "accept":
            return "accepted"
        case "subscribe_msg_popup_event", "reject":
            return "declined"
        case "subscribe_msg_change_event", "reject":
            return "revoked"
        case "subscribe_msg_sent_event", _:
            return "delivered" if str(line.error) == "0" else "failed"
    return None
