"""The licence bank's wire (证照库共享接口): the account in each head, the status of each answer, the fields.

Source: GB/T 36901-36906 (structure), public clients of the 枣庄, 济宁 and 威海 sharing interface,
docs/vendors/licence-bank.md, read 2026-11-21.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

import msgspec

from adapters.envelope.sender import SignedHttp, checked_purpose
from adapters.licences.cipher import BankCipher
from adapters.outbound.http import MEGABYTE, decode
from domain.kernel.personal import DocumentNumber
from domain.kernel.refusal import Refused, Unavailable
from domain.licences.outside import BankStatus

SYSTEM = "licences"
DONE = "0"
STANDING: Mapping[str, BankStatus] = {
    DONE: BankStatus.VALID,
    "10": BankStatus.ABSENT,
    "21": BankStatus.ENDED,
    "22": BankStatus.EXPIRED,
    "23": BankStatus.RESTRICTED,
}
PASSING = frozenset({"11", "101", "900"})  # our credentials or their set-up; 900: the sandbox's throttle
ORGANISATIONS = frozenset({"001", "099"})
LARGEST = 12 * MEGABYTE  # of a file, or of a thousand rows
_BETWEEN = re.compile(r"[\s,;，；、^|/]+")  # numbers of several holders

T = TypeVar("T")


class _Head(msgspec.Struct):
    status: str | int  # seen both ways


class _Reply(msgspec.Struct):
    head: _Head
    data: msgspec.Raw = msgspec.Raw(b"null")


class Shown(msgspec.Struct, rename=str.upper):
    """GB/T 36903 fields by the names Shandong's systems use: the initials of their Chinese names."""

    zzmc: str
    zzlxdm: str
    zzbh: str
    zzbs: str
    zzbfjg: str
    zzbfjgdm: str
    czzt: str
    czztdm: str
    czztdmlxdm: str
    zzbfrq: str = ""
    zzyxqqsrq: str = ""
    zzyxqjzrq: str = ""


class BankWindow:
    """`access_id` and `access_token` stand in each request's head; `cipher` opens what is sealed to us."""

    def __init__(self, window: SignedHttp, *, access_id: str, access_token: str, cipher: BankCipher) -> None:
        self._window, self._cipher = window, cipher
        self._head = {"accessId": access_id, "accessToken": access_token}

    async def ask(
        self, call: str, asked: Mapping[str, str], purpose: str, *, most_bytes: int = MEGABYTE
    ) -> tuple[BankStatus, bytes]:
        data = {**asked, "useCause": checked_purpose(SYSTEM, purpose)}
        answer = await self._window.send(
            "POST",
            (call,),
            effect=False,
            content=msgspec.json.encode({"head": self._head, "data": data}),
            headers={"Content-Type": "application/json"},
            most_bytes=most_bytes,
        )
        told = read(answer.body, _Reply)
        return standing(str(told.head.status)), await self._cipher.clear(bytes(told.data))

    async def clear(self, told: msgspec.Raw) -> bytes:
        """A part of an answer that may be sealed by itself. Raises Unavailable."""
        return await self._cipher.clear(bytes(told))


def read(body: bytes, shape: type[T]) -> T:
    """Raises Unavailable."""
    return decode(SYSTEM, body, shape, effect=False)


def need_valid(status: BankStatus) -> None:
    """Raises Refused."""
    if status is not BankStatus.VALID:
        raise Refused(SYSTEM, f"licence-{status}")


def standing(code: str) -> BankStatus:
    """Raises Unavailable, Refused."""
    if code in PASSING:
        raise Unavailable(SYSTEM, code)
    if code not in STANDING:
        raise Refused(SYSTEM, code)
    return STANDING[code]


def day(text: str) -> date | None:
    """None for 长期 and whatever else a real bank writes instead of a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_theirs(holders: str, number: DocumentNumber) -> bool:
    """A licence may have several holders, and some banks write a number with a small x."""
    return number.reveal().upper() in _BETWEEN.split(holders.upper())
