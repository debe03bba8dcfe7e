"""SM2 encryption (GB/T 32918.4) as the emulated licence bank does it for its callers: arithmetic of its own.

Source: GB/T 32918.1-2016 (points), .4-2016 (encryption), .5-2017 (curve, and the example in its tests).
"""

import hashlib
import secrets
from typing import Literal, TypeAlias

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SIZE = 32
POINT = 2 * SIZE + 1

Point: TypeAlias = tuple[int, int]
Order: TypeAlias = Literal["C1C3C2", "C1C2C3"]


def point_of(text: str) -> Point:
    """A public key as hex, 04 before x and y. Raises ValueError: not one, or not on the curve."""
    octets = bytes.fromhex(text)
    if len(octets) != POINT or octets[0] != 4:  # noqa: PLR2004 - the mark of an uncompressed point
        raise ValueError("a public key is 04 and two numbers of 32 bytes, in hex")
    x, y = (int.from_bytes(part, "big") for part in (octets[1 : SIZE + 1], octets[SIZE + 1 :]))
    if max(x, y) >= P or (y * y - (x * x * x + A * x + B)) % P:
        raise ValueError("no point of the curve")
    return x, y


def encrypted(plain: bytes, key: Point, *, order: Order = "C1C3C2", number: int = 0) -> bytes:
    """`number`: the one drawn, for the standard's example; 0 draws one."""
    while True:
        k = number or secrets.randbelow(N - 1) + 1
        shared = _times(k, key)
        x2, y2 = (part.to_bytes(SIZE, "big") for part in shared)
        stream = _stream(x2 + y2, len(plain))
        if any(stream) or not plain:
            break
    c1 = b"\x04" + b"".join(part.to_bytes(SIZE, "big") for part in _times(k, G))
    c2 = bytes(one ^ other for one, other in zip(plain, stream, strict=True))
    c3 = _sm3(x2 + plain + y2)
    return c1 + (c3 + c2 if order == "C1C3C2" else c2 + c3)


def _stream(seed: bytes, length: int) -> bytes:
    blocks = (_sm3(seed + count.to_bytes(4, "big")) for count in range(1, length // SIZE + 2))
    return b"".join(blocks)[:length]


def _sm3(content: bytes) -> bytes:
    return hashlib.new("sm3", content).digest()


def _times(factor: int, point: Point) -> Point:
    """`factor` from 1 to one less than the order, so that the sum is never the point at infinity."""
    total: Point | None = None
    for bit in f"{factor:b}":
        total = _sum(total, total) if total else None
        total = (_sum(total, point) if total else point) if bit == "1" else total
    if total is None:
        raise ValueError("no factor")
    return total


def _sum(one: Point, other: Point) -> Point:
    (x1, y1), (x2, y2) = one, other
    if one == other:
        slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P) % P
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P) % P
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P
