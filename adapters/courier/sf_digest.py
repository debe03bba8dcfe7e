"""How a request to SF Express is signed (数字签名 msgDigest): three modes, one chosen for the account.

Source: open.sf-express.com/developSupport/195960, read 2026-11-22. That page prints the digest of 标准MD5
under 简易MD5 as well; the vectors our checks hold are by the formula.
"""

import hashlib
from base64 import b64encode
from enum import StrEnum
from urllib.parse import quote_plus

from cryptography.hazmat.primitives import hashes


class Digest(StrEnum):
    """As the vendor's console (丰桥) has it set for the account: another one is refused there."""

    SM3 = "sm3"
    STANDARD_MD5 = "standard-md5"  # 标准MD5
    SIMPLE_MD5 = "simple-md5"  # 简易MD5


def digest(mode: Digest, document: str, stamp: str, checkword: str) -> str:
    """Over the very text that is sent; `stamp`: milliseconds."""
    text = f"{document}{stamp}{checkword}"
    match mode:
        case Digest.STANDARD_MD5:
            return _md5(java_encoded(text))
        case Digest.SIMPLE_MD5:
            return _md5(text)
        case Digest.SM3:
            hashing = hashes.Hash(hashes.SM3())
            hashing.update(text.encode())
            return hashing.finalize().hex()


def java_encoded(text: str) -> str:
    """As `java.net.URLEncoder` writes a form: a star stays as it is, a tilde does not."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def _md5(text: str) -> str:
    return b64encode(hashlib.md5(text.encode(), usedforsecurity=False).digest()).decode()
