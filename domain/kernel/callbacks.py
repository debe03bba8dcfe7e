"""What every outside system that calls in (回调) must pass, whatever its subject."""

from typing import Protocol

from domain.kernel.refusal import Refusal


class SignatureWrong(Refusal):
    """Not from who it claims to be from, not for us, too old, or seen before."""

    code, title = "signature-wrong", "签名无效"


class Nonces(Protocol):
    """Remembers one-use values that callers sign. Adapter: Redis; fake: tests/fakes/registers.py."""

    async def fresh(self, nonce: str) -> bool:
        """True the first time this `nonce` is seen within ten minutes, False ever after; atomically."""
        ...
