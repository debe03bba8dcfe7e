"""Secrets and ids from the operating system's generator."""

import secrets
import time
from uuid import UUID


class SystemRandomness:
    """Implements domain.kernel.ports.Randomness."""

    def token(self) -> str:
        return secrets.token_urlsafe(32)

    def below(self, bound: int) -> int:
        return secrets.randbelow(bound)


def uuid7() -> UUID:
    """A UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits (in Python from 3.14)."""
    millis = time.time_ns() // 1_000_000
    value = (millis << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (7 << 76)
    value = (value & ~(0x3 << 62)) | (2 << 62)
    return UUID(int=value)
