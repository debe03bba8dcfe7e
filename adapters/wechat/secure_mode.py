"""The platform's secure mode (消息推送安全模式): signature over, and encryption of, what it pushes to us.

Source: developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html, read 2026-11-21;
its printed samples are tests.
"""

import binascii
import hashlib
import hmac
from base64 import b64decode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from domain.kernel.callbacks import SignatureWrong

PADDING_BITS = 256  # blocks of 32 bytes, not AES's own 16
_RANDOM, _LENGTH, _KEY = 16, 4, 32


class PushKeys:
    """`token` signs, `encoding_key` (EncodingAESKey, 43 characters) encrypts, `appid` is whom it is for."""

    def __init__(self, *, token: str, encoding_key: str, appid: str) -> None:
        """Raises ValueError for a key that is none."""
        try:
            self._key = b64decode(f"{encoding_key}=", validate=True)
        except binascii.Error:
            self._key = b""
        if len(self._key) != _KEY:
            raise ValueError("the EncodingAESKey is 43 characters of base64")
        self._token, self._appid = token, appid

    def __repr__(self) -> str:
        return f"PushKeys({self._appid})"

    def is_signed(self, signature: str, *parts: str) -> bool:
        """Whether SHA-1 over the sorted token and parts is `signature`."""
        joined = "".join(sorted((self._token, *parts)))
        wanted = hashlib.sha1(joined.encode()).hexdigest()  # noqa: S324 -- the platform's choice
        return hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))

    def decrypt(self, encrypted: str) -> bytes:
        """The message. Call it after the signature was found good. Raises SignatureWrong."""
        try:
            sealed = b64decode(encrypted, validate=True)
            opener = Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16])).decryptor()
            padded = opener.update(sealed) + opener.finalize()
            unpadder = PKCS7(PADDING_BITS).unpadder()
            clear = unpadder.update(padded) + unpadder.finalize()
        except ValueError:  # binascii.Error is one
            raise SignatureWrong("push-undecipherable") from None
        start = _RANDOM + _LENGTH
        end = start + int.from_bytes(clear[_RANDOM:start], "big")
        if len(clear) < start or end > len(clear) or clear[end:] != self._appid.encode():
            raise SignatureWrong("push-not-ours")
        return clear[start:end]
