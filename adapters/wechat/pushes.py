"""What the platform pushes to us (消息推送) about subscribe messages: who allowed them, what became of one.

Source: developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html and
framework/open-ability/subscribe-message.html, read 2026-11-21. `List` is one object or an array of them.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec

from adapters.wechat.secure_mode import PushKeys
from domain.invitations.outside import Happened, WechatEvent
from domain.kernel.callbacks import Nonces, SignatureWrong
from domain.kernel.personal import OpenId
from domain.kernel.ports import Clock

T = TypeVar("T")

SKEW = timedelta(minutes=10)
TRIES = (
    3  # that is how often the platform sends one push; whether each has a nonce of its own it does not say
)
POPUP, CHANGE, SENT = "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event"
_STAMP = re.compile(r"[0-9]{9,11}", re.ASCII)
_NONCE = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
_ECHO = re.compile(r"[0-9A-Za-z_=+/-]{1,256}", re.ASCII)


class _Envelope(msgspec.Struct, rename="pascal"):
    encrypt: str


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
    """Implements WechatCallbacks: JSON, secure mode. Anything in plain or compatible mode is not believed."""

    def __init__(self, keys: PushKeys, *, clock: Clock, nonces: Nonces) -> None:
        self._keys, self._clock, self._nonces = keys, clock, nonces

    def check_url(self, query: Mapping[str, str]) -> str:
        stamp, nonce = self._fresh_stamp(query)
        echo = query.get("echostr", "")
        if not self._keys.is_signed(query.get("signature", ""), stamp, nonce):
            raise SignatureWrong("signature")
        if _ECHO.fullmatch(echo) is None:  # it is answered as it stands
            raise SignatureWrong("echo-malformed")
        return echo

    async def parse(self, query: Mapping[str, str], body: bytes) -> tuple[WechatEvent, ...]:
        stamp, nonce = self._fresh_stamp(query)
        encrypted = _decode(body, _Envelope).encrypt
        # `signature` is there as well, and does not cover the body
        if not self._keys.is_signed(query.get("msg_signature", ""), stamp, nonce, encrypted):
            raise SignatureWrong("signature")
        push = _decode(self._keys.decrypt(encrypted), _Push)
        # after the signature: else anybody could use up a nonce of theirs
        if not await self._is_expected(f"wechat:{stamp}:{nonce}"):
            raise SignatureWrong("nonce-seen")
        if push.msg_type != "event" or push.event not in {POPUP, CHANGE, SENT}:
            return ()
        lines = _lines(bytes(push.list))
        return tuple(event for line in lines if (event := _event(push, line)) is not None)

    def _fresh_stamp(self, query: Mapping[str, str]) -> tuple[str, str]:
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not (_STAMP.fullmatch(stamp) and _NONCE.fullmatch(nonce)):
            raise SignatureWrong("push-malformed")
        if abs(self._clock().timestamp() - int(stamp)) > SKEW.total_seconds():
            raise SignatureWrong("stale")
        return stamp, nonce

    async def _is_expected(self, nonce: str) -> bool:
        """A push we failed to keep comes again and must be let in; a fourth time is nobody's right."""
        for number in range(TRIES):
            if await self._nonces.fresh(f"{nonce}:{number}"):
                return True
        return False


def _lines(content: bytes) -> list[_Line]:
    if content.lstrip()[:1] == b"{":
        return [_decode(content, _Line)]
    return _decode(content, list[_Line])


def _decode(content: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise SignatureWrong("push-malformed") from None


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
        at=_instant(str(push.create_time)),
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


def _instant(text: str) -> datetime:
    if _STAMP.fullmatch(text) is None:
        raise SignatureWrong("push-malformed")
    return datetime.fromtimestamp(int(text), UTC)
