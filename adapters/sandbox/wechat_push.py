"""What the platform pushes (消息推送): subscribe events in secure mode, signed and encrypted.

Source: developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html and
framework/open-ability/subscribe-message.html, read 2026-11-21.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_callbacks import Callbacks

BLOCK = 32
ACCOUNT = "gh_0sandbox0000"  # 小程序的原始 ID
POPUP, CHANGE, SENT = "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event"


def accepted(status: int, body: bytes) -> bool:
    """The platform is content with an empty answer or the word."""
    return status == 200 and body.strip() in {b"", b"success"}  # noqa: PLR2004 -- HTTP's own number


class Seal:
    """The secure mode (安全模式): what is said in a push, sealed and signed with the account's own keys."""

    def __init__(self, *, token: str, encoding_key: str, appid: str) -> None:
        self._token, self._appid = token, appid
        self._key = base64.standard_b64decode(encoding_key + "=")

    def encrypt(self, message: bytes, salt: bytes) -> str:
        """16 random bytes, length, message, appid, padded to 32; AES-256-CBC."""
        clear = salt + len(message).to_bytes(4, "big") + message + self._appid.encode()
        fill = BLOCK - len(clear) % BLOCK
        sealer = Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16])).encryptor()
        return base64.standard_b64encode(
            sealer.update(clear + bytes([fill]) * fill) + sealer.finalize()
        ).decode()

    def sign(self, *parts: str) -> str:
        text = "".join(sorted([self._token, *parts])).encode()
        return hashlib.sha1(text).hexdigest()  # noqa: S324 -- the platform's choice


class Pusher:
    """`url` None: nobody is told. `wall` dates and signs: receivers compare it with their own clock."""

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
    ) -> None:
        self._books, self._callbacks, self._url = books, callbacks, url
        self._wall, self._seal = wall, Seal(token=token, encoding_key=encoding_key, appid=appid)

    def popup(self, openid: str, templates: Sequence[str], *, accept: bool) -> None:
        status = "accept" if accept else "reject"
        self._push(
            openid,
            POPUP,
            [{"TemplateId": one, "SubscribeStatusString": status, "PopupScene": "0"} for one in templates],
        )

    def change(self, openid: str, templates: Sequence[str]) -> None:
        lines = [{"TemplateId": one, "SubscribeStatusString": "reject"} for one in templates]
        self._push(openid, CHANGE, lines)

    def sent(self, openid: str, template: str, message: str, *, error: str) -> None:
        status = "success" if error == "0" else "failed:system failed"
        line = {"TemplateId": template, "MsgID": message, "ErrorCode": error, "ErrorStatus": status}
        self._push(openid, SENT, [line])

    def url_check(self, echo: str) -> dict[str, str]:
        """The address the platform opens when the push URL is set up, and what it wants to read there."""
        stamp, nonce = str(int(self._wall().timestamp())), self._nonce()
        signed = {"signature": self._seal.sign(stamp, nonce), "timestamp": stamp, "nonce": nonce}
        return {"url": f"{self._url}?{urlencode(signed | {'echostr': echo})}", "echostr": echo}

    def _push(self, openid: str, event: str, lines: Sequence[Mapping[str, str]]) -> None:
        if not lines:
            return
        message = {
            "ToUserName": ACCOUNT,
            "FromUserName": openid,
            "CreateTime": str(self.next_second()),
            "MsgType": "event",
            "Event": event,
            "List": list(lines) if len(lines) > 1 else lines[0],  # one is no array
        }
        self.post(openid, event, json.dumps(message, ensure_ascii=False).encode(), wrap=_in_json)

    def post(self, openid: str, event: str, message: bytes, *, wrap: Callable[[str], bytes]) -> None:
        """Sealed, signed and on its way; `wrap` puts the sealed text into a body."""
        if self._url is None:
            return
        encrypted = self.encrypt(message)
        stamp, nonce = str(int(self._wall().timestamp())), self._nonce()
        query = {
            "signature": self._seal.sign(stamp, nonce),
            "timestamp": stamp,
            "nonce": nonce,
            "openid": openid,
            "encrypt_type": "aes",
            "msg_signature": self._seal.sign(stamp, nonce, encrypted),
        }
        self._callbacks.enqueue(f"{self._url}?{urlencode(query)}", wrap(encrypted), note=event)

    def encrypt(self, message: bytes) -> str:
        return self._seal.encrypt(message, self._salt())

    def next_second(self) -> int:
        """CreateTime, never twice the same: nobody taps twice in a second."""
        last = int(self._books.value("last_event_second", "0"))
        second = max(last + 1, int(self._wall().timestamp()))
        self._books.keep_value("last_event_second", str(second))
        return second

    def _nonce(self) -> str:
        return str(400_000_000 + self._books.next_number("push-nonce"))

    def _salt(self) -> bytes:
        return hashlib.sha256(f"sandbox push {self._books.next_number('push-salt')}".encode()).digest()[:16]


def _in_json(encrypted: str) -> bytes:
    return json.dumps({"ToUserName": ACCOUNT, "Encrypt": encrypted}).encode()
