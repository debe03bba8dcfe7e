"""The texts in memory, and what somebody would do to them."""

import json

from adapters.conformance.sms.world import SIGN_NAME, WORDS
from adapters.conformance.stage import Stage
from domain.invitations.outside import SmsSender
from domain.kernel.personal import Phone
from domain.kernel.refusal import Unavailable
from tests.fakes.sms import FakeSms, FakeSmsCallbacks


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.person, self.unreachable = Phone("19900000101"), Phone("19900000404")
        self.fake = FakeSms(
            stage.clock.now, {"invite": WORDS}, SIGN_NAME, {self.unreachable.reveal(): "UNDELIV"}
        )
        self.sms: SmsSender = self.fake
        self.callbacks = FakeSmsCallbacks()

    async def lose_the_answer(self) -> None:
        self.fake.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.fake.trouble.before.append(Unavailable("sms", "Throttling.User"))

    async def be_out_of_money(self) -> None:
        self.fake.trouble.before.append(Unavailable("sms", "isv.AMOUNT_NOT_ENOUGH"))

    async def count(self) -> int:
        return len(self.fake.sent)

    async def reports(self, many: int) -> list[bytes]:
        at = self.stage.clock.now().isoformat()
        told = []
        for text in self.fake.sent[:many]:
            phone = text.to.reveal()
            error = self.fake.failing.get(phone, "")
            told.append(json.dumps([[text.out_id, text.reference, phone, error, at]]).encode())
        return told

    async def replies(self, text: str) -> list[bytes]:
        at = self.stage.clock.now().isoformat()
        return [json.dumps([["1", self.person.reveal(), text, at]]).encode()] * 2


WORLD = FakeWorld
