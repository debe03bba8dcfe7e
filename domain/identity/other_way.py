"""Other ways of equal weight (其他方式核验) beside the face: four elements of a bank card, and the 网号.

人脸识别技术应用安全管理办法: where another way does, the face may not be the only one. What such a way gives
is what the face gives: the same level, for the same purpose and matter and minutes (ADR 42).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.identity.outside import FaceVerdict
from domain.identity.ports import Alternative
from domain.kernel.identifiers import narrow
from domain.kernel.personal import DocumentNumber, Masked, PersonName, Phone
from domain.kernel.refusal import Refusal


class Way(StrEnum):
    """By what a person is shown to be who they say."""

    BANK = "bank"  # 银行卡四要素: name, identity number, card, and the phone the bank knows them by
    NETWORK = "network"  # 国家网络身份认证 网号: their own app says so


WAYS: dict[Way, Alternative] = {
    Way.BANK: Alternative(
        "bank",
        "用银行卡核验",
        "填银行卡号和在银行预留的手机号，再填一次短信验证码，大约一分钟。只核对是不是您本人，不扣钱、不查余额。",
    ),
    Way.NETWORK: Alternative(
        "network",
        "用国家网络身份认证（网号）",
        "在“国家网络身份认证”应用里确认一下就好。需要您已经申领了网号。",
    ),
}
"""How each stands beside the face, in the words people choose by."""


class WayNotOffered(Refusal):
    """The office has no contract for it, or it is none of ours."""

    code, title = "way-not-offered", "现在不能用这种方式核验"
    advice = "请选择页面上的其他方式，或预约窗口办理"


class WayConsentNeeded(Refusal):
    """Cards and 网号 are sensitive too (个人信息保护法 §28–29): a consent of its own, to its own text."""

    code, title = "way-consent-needed", "使用这种方式前需要您单独同意"
    advice = "不同意也可以办理：请选择其他方式，或预约窗口"


class CardInvalid(Refusal):
    """Mistyped: its check digit says so before any bank is asked, and no try is spent."""

    code, title = "card-invalid", "银行卡号有误"
    advice = "请对照银行卡逐位核对后重新输入"


class BankCard(Masked):
    """A bank card's number; passed on in one call, kept nowhere."""

    def masked(self) -> str:
        return "*" * max(len(self._clear) - 4, 0) + self._clear[-4:]


class NetworkToken(Masked):
    """What the person's own app handed to their browser, good once and for one check."""

    def masked(self) -> str:
        return "token"


SHORTEST, LONGEST, SINGLE = 12, 19, 9  # ISO/IEC 7812: digits of a card number; the most one digit can weigh


def bank_card(text: str) -> BankCard:
    """As typed or pasted, spaces and dashes taken off; checked as ISO/IEC 7812 has it (Luhn).

    Raises CardInvalid.
    """
    digits = re.sub(r"[\s-]+", "", narrow(text))
    if not (SHORTEST <= len(digits) <= LONGEST and digits.isascii() and digits.isdigit()):
        raise CardInvalid
    total = 0
    for place, digit in enumerate(reversed(digits)):
        weighed = int(digit) * (1 + place % 2)
        total += weighed - SINGLE if weighed > SINGLE else weighed
    if total % 10:
        raise CardInvalid
    return BankCard(digits)


@dataclass(frozen=True, slots=True)
class BankProof:
    """What is sent once, in one request. `code`: the digits that went to `phone` for this check."""

    card: BankCard
    phone: str
    code: str


@dataclass(frozen=True, slots=True)
class NetworkProof:
    token: NetworkToken


Proof = BankProof | NetworkProof


class BankElements(Protocol):
    """Whether four things belong to one person (银行卡四要素). Adapter: adapters/proofs/bank.py."""

    async def matches(
        self, order_no: str, name: PersonName, number: DocumentNumber, card: BankCard, phone: Phone
    ) -> FaceVerdict:
        """Passed only when all four are one person's; failed with one word for whatever is not.

        order_no: ours, at most 32 letters and digits, one for one question. Raises Refused (our account),
        Unavailable (certainly not asked), Unknown (perhaps asked: see `outcome`, never ask again).
        """
        ...

    async def outcome(self, order_no: str) -> FaceVerdict | None:
        """What came of the question under `order_no`; None: it never arrived. Raises Refused, Unavailable."""
        ...


class NetworkIdentity(Protocol):
    """The service behind the 网号 (国家网络身份认证公共服务). Adapter: adapters/proofs/network.py."""

    def page(self, biz_no: str, back: str) -> str:
        """Where the person is sent to confirm in their app; then their browser is at `back` with a token.

        biz_no: ours, at most 32 letters and digits, one for one check.
        """
        ...

    async def verify(
        self, biz_no: str, token: NetworkToken, name: PersonName, number: DocumentNumber
    ) -> FaceVerdict:
        """Passed only for a token of this very check that the person of this name and number confirmed.

        Raises Refused, Unavailable (certainly not used), Unknown (perhaps used: see `outcome`).
        """
        ...

    async def outcome(self, biz_no: str) -> FaceVerdict | None:
        """As BankElements.outcome."""
        ...
