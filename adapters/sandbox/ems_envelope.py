"""The envelope of EMS (国密报文) as the platform opens and closes it: SM4, ECB, the key's text at the end.

Source: public integrations as listed in docs/vendors/ems.md, read 2026-11-22.
"""

import base64
import binascii
import json

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

MARK, BLOCK = "|$4|", 16


class EmsRefusal(Exception):
    """`{"retCode": code, "retMsg": message}`: the codes are this sandbox's own, theirs are not public."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def open_envelope(text: str, key: str) -> object:
    """The JSON inside. Raises EmsRefusal: no mark, another key, or without the key's text."""
    if text[: len(MARK)] != MARK:
        raise EmsRefusal("X1001", "报文缺少版本标识")
    try:
        cut = base64.b64decode(text[len(MARK) :], validate=True)
        machine = Cipher(SM4(base64.b64decode(key)), modes.ECB()).decryptor()  # noqa: S305 -- theirs
        clear = machine.update(cut) + machine.finalize()
    except (binascii.Error, ValueError):
        raise EmsRefusal("X1002", "报文解密失败") from None
    fill = clear[-1] if clear else 0
    if not 1 <= fill <= BLOCK or clear[-fill:] != bytes([fill]) * fill:
        raise EmsRefusal("X1002", "报文解密失败")
    body, tail = clear[:-fill], key.encode()
    if not body.endswith(tail):
        raise EmsRefusal("X1003", "报文签名不符")
    try:
        return json.loads(body[: -len(tail)])
    except ValueError:
        raise EmsRefusal("X1004", "报文不是JSON") from None


def close_envelope(document: object, key: str, *, with_key: bool) -> str:
    clear = json.dumps(document, ensure_ascii=False).encode() + (key.encode() if with_key else b"")
    fill = BLOCK - len(clear) % BLOCK
    machine = Cipher(SM4(base64.b64decode(key)), modes.ECB()).encryptor()  # noqa: S305 -- theirs
    shut = machine.update(clear + bytes([fill]) * fill) + machine.finalize()
    return MARK + base64.b64encode(shut).decode()
