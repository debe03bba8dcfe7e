"""Four elements of a bank card (银行卡四要素核验), through whoever the office has a contract with.

Source: docs/vendors/bank-elements.md (our profile), read 2026-11-22.
"""

from typing import Literal

import msgspec

from adapters.envelope.sender import SignedHttp
from domain.identity.other_way import BankCard
from domain.identity.outside import FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName, Phone

SYSTEM = "bank-elements"
ABSENT = "4040"
TOO_OFTEN = frozenset({"4291", "4292"})  # this card, or this person, was asked about too often today
PURPOSE = "政务服务实名核验"
_ELEMENTS = ("api", "v1", "elements")


class _Told(msgspec.Struct):
    """Which of the four it was is in their answer too; we do not read it, so that we cannot tell it."""

    result: Literal["match", "mismatch", "pending"]


class ContractedBankElements:
    """Implements BankElements."""

    def __init__(self, window: SignedHttp) -> None:
        self._window = window

    async def matches(
        self, order_no: str, name: PersonName, number: DocumentNumber, card: BankCard, phone: Phone
    ) -> FaceVerdict:
        reply = await self._window.call(
            "POST",
            (*_ELEMENTS, "verify"),
            effect=True,
            document={
                "orderNo": order_no,
                "name": name.reveal(),
                "idNumber": number.reveal(),
                "cardNumber": card.reveal(),
                "phone": phone.reveal(),
                "purpose": PURPOSE,
            },
            known=TOO_OFTEN,
        )
        if reply.code in TOO_OFTEN:  # told as any other no: a guesser learns nothing from being slowed down
            return FaceVerdict("failed", "elements")
        return _verdict(reply.read(_Told))

    async def outcome(self, order_no: str) -> FaceVerdict | None:
        reply = await self._window.call(
            "POST",
            (*_ELEMENTS, "results"),
            effect=False,
            document={"orderNo": order_no},
            known=frozenset({ABSENT}),
        )
        return None if reply.code == ABSENT else _verdict(reply.read(_Told))


def _verdict(told: _Told) -> FaceVerdict:
    if told.result == "pending":
        return FaceVerdict("pending")
    return FaceVerdict("passed") if told.result == "match" else FaceVerdict("failed", "elements")
