"""A bank and a network identity service in memory."""

from dataclasses import dataclass, field

from domain.identity.other_way import BankCard, NetworkToken
from domain.identity.outside import FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName, Phone
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble

PASSED, PENDING = FaceVerdict("passed"), FaceVerdict("pending")
OTHERS = FaceVerdict("failed", "elements")
NOT_THEIRS = FaceVerdict("failed", "credential")
CARD = "9900000000000014"


@dataclass
class FakeBankElements:
    """`cards`: card to name, number and phone. `orders`: what was asked, once each."""

    cards: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    orders: dict[str, FaceVerdict] = field(default_factory=dict)
    asked: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    trouble: Trouble = field(default_factory=lambda: Trouble("bank-elements"))
    is_slow: bool = False  # it says what it found only when asked again

    async def matches(
        self, order_no: str, name: PersonName, number: DocumentNumber, card: BankCard, phone: Phone
    ) -> FaceVerdict:
        self.trouble.enter()
        if order_no in self.orders:
            raise Refused("bank-elements", "4090")
        told = (name.reveal(), number.reveal(), phone.reveal())
        self.asked.append((order_no, *told, card.reveal()))
        self.orders[order_no] = PASSED if self.cards.get(card.reveal()) == told else OTHERS
        self.trouble.leave()
        return PENDING if self.is_slow else self.orders[order_no]

    async def outcome(self, order_no: str) -> FaceVerdict | None:
        self.trouble.enter()
        return self.orders.get(order_no)


@dataclass
class FakeNetworkIdentity:
    """`confirm` plays the person with their app."""

    tokens: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    results: dict[str, FaceVerdict] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=lambda: Trouble("network-identity"))
    is_slow: bool = False

    def page(self, biz_no: str, back: str) -> str:
        return f"https://network.invalid/{biz_no}?returnUrl={back}"

    def confirm(self, biz_no: str, name: str, number: str) -> str:
        token = f"token-{len(self.tokens) + 1}-of-network-identity"
        self.tokens[token] = (biz_no, name, number)
        return token

    async def verify(
        self, biz_no: str, token: NetworkToken, name: PersonName, number: DocumentNumber
    ) -> FaceVerdict:
        self.trouble.enter()
        if biz_no in self.results:
            raise Refused("network-identity", "4103")
        told = self.tokens.get(token.reveal())
        if told is None or told[0] != biz_no:
            return NOT_THEIRS
        self.results[biz_no] = PASSED if told[1:] == (name.reveal(), number.reveal()) else NOT_THEIRS
        self.trouble.leave()
        return PENDING if self.is_slow else self.results[biz_no]

    async def outcome(self, biz_no: str) -> FaceVerdict | None:
        self.trouble.enter()
        return self.results.get(biz_no)
