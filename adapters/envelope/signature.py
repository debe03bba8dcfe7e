"""The signed envelope (签名信封) of the public bodies: what is signed, and with which of the two MACs.

Source: our own profile after provincial gateways, docs/vendors/approval-back-end.md, read 2026-11-21.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, quote

from cryptography.hazmat.primitives import hashes, hmac

Algorithm = Literal["HMAC-SM3", "HMAC-SHA256"]


@dataclass(frozen=True, slots=True)
class EnvelopeKey:
    """Who signs and with what; the secret does not show itself."""

    app_id: str
    secret: bytes
    algorithm: Algorithm = "HMAC-SM3"

    def __repr__(self) -> str:
        return f"EnvelopeKey({self.app_id!r}, …, {self.algorithm!r})"

    def sign(self, method: str, target: str, stamp: str, nonce: str, body: bytes) -> str:
        """Lower-case hex. `target`: path and query exactly as in the request line."""
        path, _, query = target.partition("?")
        digest = _digest(self.algorithm, body)
        lines = (method, path, sorted_query(query), self.app_id, stamp, nonce, digest)
        mac = hmac.HMAC(self.secret, _hash(self.algorithm))
        mac.update("".join(f"{line}\n" for line in lines).encode())
        return mac.finalize().hex()


def sorted_query(query: str) -> str:
    """Decoded pairs by name, then value, each encoded as RFC 3986 has it."""
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def sm3_hex(content: bytes) -> str:
    return _digest("HMAC-SM3", content)


def _digest(algorithm: Algorithm, content: bytes) -> str:
    hashing = hashes.Hash(_hash(algorithm))
    hashing.update(content)
    return hashing.finalize().hex()


def _hash(algorithm: Algorithm) -> hashes.SM3 | hashes.SHA256:
    return hashes.SM3() if algorithm == "HMAC-SM3" else hashes.SHA256()
