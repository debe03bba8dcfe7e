"""What the licence bank (证照库) encrypts to our SM2 key, opened: hex or base64, in either order.

Source: public clients of the 济宁 sharing interface (upper-case hex, 04, C1C2C3), GB/T 32918.4-2016 (C1C3C2),
docs/vendors/licence-bank.md, read 2026-11-22.
"""

import asyncio
import base64
import binascii
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from adapters.keys.sm2 import NotOpened, Sm2Key
from adapters.outbound.malformed import MALFORMED
from domain.kernel.refusal import Unavailable

LARGEST = 64 * 1024  # characters of one sealed value: a licence in words is a few thousand
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+", re.ASCII)

Keys = Callable[[], tuple[str, ...]]
"""Private keys as 64 hex digits: the present one, then those the bank may still encrypt to."""


class BankCipher:
    """`keys` is asked each time: a key may change while the office works.

    A thread of its own opens one value after the other: nobody can stop it in the middle of one, and the
    loop's own threads look up every vendor's address.
    """

    def __init__(self, system: str, keys: Keys) -> None:
        self._system, self._keys = system, keys
        self._thread = ThreadPoolExecutor(1, "bank-cipher")

    async def clear(self, told: bytes) -> bytes:
        """A JSON value as it is, unless it is a text: that is a sealed value. Raises Unavailable.

        A bank that has no key of ours on file answers in clear. That is the bank's decision: a sealed value
        proves no sender either, since anybody may encrypt to a public key.
        """
        if not told.startswith(b'"'):
            return told
        if len(told) > LARGEST:
            raise Unavailable(self._system, "answer-too-large")
        try:
            sealed = _octets(msgspec.json.decode(told, type=str))
        except (*MALFORMED, binascii.Error, ValueError):
            raise Unavailable(self._system, "answer-malformed") from None
        # tens of milliseconds of arithmetic: not on the event loop
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._opened, sealed)

    def _opened(self, sealed: bytes) -> bytes:
        for key in self._keys():
            try:
                return Sm2Key(key).open(sealed)
            except NotOpened:
                continue
        raise Unavailable(self._system, "cipher-unreadable")  # an operator registers our key; nothing is lost


def _octets(text: str) -> bytes:
    """A text of hex digits is hex: as base64 it would hold no point of the curve."""
    return bytes.fromhex(text) if _HEX.fullmatch(text) else base64.b64decode(text, validate=True)
