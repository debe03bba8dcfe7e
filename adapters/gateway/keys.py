"""A pair of access key and secret (访问密钥) that does not show itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyPair:
    account: str
    secret: bytes

    def __repr__(self) -> str:
        return f"KeyPair({self.account!r}, …)"
