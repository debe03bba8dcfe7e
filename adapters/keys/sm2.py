"""An SM2 key of ours (GB/T 32918): others encrypt to its public half, we alone open it.

`cryptography` knows no SM2, gmalg does: docs/adr/0052-the-banks-cipher.md.
"""

from gmalg import SM2
from gmalg.errors import GMError

_MARK = b"\x04"  # of a point that is not compressed
_POINT, _DIGEST = 65, 32  # bytes of C1 with its mark, and of C3
# the order of the curve (GB/T 32918.5-2017): private keys are the numbers from 1 to two less
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123


class NotOpened(ValueError):
    """It was not encrypted to this key, or it has been changed on its way."""


class Sm2Key:
    """`private`: 64 hex digits, and they show themselves nowhere. Raises ValueError for what is no key."""

    def __init__(self, private: str) -> None:
        if len(private) != 64 or not 1 <= int(private, 16) <= ORDER - 2:  # noqa: PLR2004 - 32 bytes
            raise ValueError("an SM2 key is a number of 64 hex digits below the order of the curve")
        self._private = bytes.fromhex(private)

    def __repr__(self) -> str:
        return "Sm2Key(…)"

    @property
    def public(self) -> str:
        """Hex, 04 before x and y: what the other side is given."""
        point: bytes = SM2().generate_pk(self._private)
        return point.hex().upper()

    def open(self, sealed: bytes) -> bytes:
        """C1C3C2 (GB/T 32918.4-2016) or the older C1C2C3, with or without the mark 04. Raises NotOpened.

        C3 is a digest over what was encrypted, so the wrong order never opens as something else.
        """
        marked = (sealed,) if sealed[:1] == _MARK else ()  # or x itself begins so, and the mark is missing
        for whole in (*marked, _MARK + sealed):
            if len(whole) <= _POINT + _DIGEST:
                continue
            point, rest = whole[:_POINT], whole[_POINT:]
            for digest, content in ((rest[:_DIGEST], rest[_DIGEST:]), (rest[-_DIGEST:], rest[:-_DIGEST])):
                opened = self._opened(point + digest + content)
                if opened is not None:
                    return opened
        raise NotOpened

    def _opened(self, sealed: bytes) -> bytes | None:
        """None when the point is none of the curve, or the digest is of something else."""
        try:
            opened: bytes = SM2(self._private).decrypt(sealed)
        except GMError:
            return None
        return opened
