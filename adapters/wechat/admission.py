"""Which pushes of the platform (消息推送) are let in: signed, sealed, ours, fresh and not for ever.

Source: developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html, read 2026-11-21.
The same for a mini-program and for an official account, each with keys of its own.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

import msgspec

from adapters.outbound.malformed import MALFORMED
from adapters.wechat.secure_mode import PushKeys
from adapters.wechat.xml import fields
from domain.kernel.callbacks import Nonces, SignatureWrong
from domain.kernel.ports import Clock

T = TypeVar("T")

SKEW = timedelta(minutes=10)
TRIES = (
    3  # that is how often the platform sends one push; whether each has a nonce of its own it does not say
)
_STAMP = re.compile(r"[0-9]{9,11}", re.ASCII)
_NONCE = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
_ECHO = re.compile(r"[0-9A-Za-z_=+/-]{1,256}", re.ASCII)


class _Envelope(msgspec.Struct, rename="pascal"):
    encrypt: str


class Admission:
    """Anything in plain or compatible mode is not believed. `realm`: whose nonces these are."""

    def __init__(self, keys: PushKeys, *, clock: Clock, nonces: Nonces, realm: str = "wechat") -> None:
        self._keys, self._clock, self._nonces, self._realm = keys, clock, nonces, realm

    def check_url(self, query: Mapping[str, str]) -> str:
        """What to answer when the platform tries our address. Raises SignatureWrong."""
        stamp, nonce = self._fresh_stamp(query)
        echo = query.get("echostr", "")
        if not self._keys.is_signed(query.get("signature", ""), stamp, nonce):
            raise SignatureWrong("signature")
        if _ECHO.fullmatch(echo) is None:  # it is answered as it stands
            raise SignatureWrong("echo-malformed")
        return echo

    async def json(self, query: Mapping[str, str], body: bytes, shape: type[T]) -> T:
        """The push as `shape`. Raises SignatureWrong, Unavailable."""
        clear = self._clear(query, read(body, _Envelope).encrypt)
        push = read(clear, shape)
        await self._once(query)
        return push

    async def fields(self, query: Mapping[str, str], body: bytes, shape: type[T]) -> T:
        """The same where it may also be XML, as an official account's is unless its console says JSON."""
        clear = self._clear(query, _field(body, _Envelope).encrypt)
        push = _field(clear, shape)
        await self._once(query)
        return push

    def _clear(self, query: Mapping[str, str], encrypted: str) -> bytes:
        # `signature` is there as well, and does not cover the body
        if not self._keys.is_signed(query.get("msg_signature", ""), *self._fresh_stamp(query), encrypted):
            raise SignatureWrong("signature")
        return self._keys.decrypt(encrypted)

    async def _once(self, query: Mapping[str, str]) -> None:
        """After the signature: else anybody could use up a nonce of theirs.

        A push we failed to keep comes again and must be let in; a fourth time is nobody's right.
        """
        stamp, nonce = self._fresh_stamp(query)
        for number in range(TRIES):
            if await self._nonces.fresh(f"{self._realm}:{stamp}:{nonce}:{number}"):
                return
        raise SignatureWrong("nonce-seen")

    def _fresh_stamp(self, query: Mapping[str, str]) -> tuple[str, str]:
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not (_STAMP.fullmatch(stamp) and _NONCE.fullmatch(nonce)):
            raise SignatureWrong("push-malformed")
        if abs(self._clock().timestamp() - int(stamp)) > SKEW.total_seconds():
            raise SignatureWrong("stale")
        return stamp, nonce


def read(content: bytes, shape: type[T]) -> T:
    """JSON as `shape`. Raises SignatureWrong."""
    try:
        return msgspec.json.decode(content, type=shape)
    except MALFORMED:
        raise SignatureWrong("push-malformed") from None


def _field(content: bytes, shape: type[T]) -> T:
    if content.lstrip()[:1] != b"<":
        return read(content, shape)
    try:
        return msgspec.convert(fields(content), type=shape)
    except msgspec.ValidationError:
        raise SignatureWrong("push-malformed") from None


def stamp_of(told: str | int) -> int:
    """The second an event happened in. Raises SignatureWrong."""
    text = str(told)
    if _STAMP.fullmatch(text) is None:
        raise SignatureWrong("push-malformed")
    return int(text)
