"""Subscribe messages in memory, with the hands their suite needs."""

import json

from adapters.conformance.stage import Stage
from adapters.conformance.subscribe_message.suite import DUE, FIELDS, TITLE, Push
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Unavailable
from tests.fakes.wechat import FakeMessages, FakeTemplate, FakeWechatCallbacks


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.template_id, self._clock = "invented-template", stage.clock
        self.messages = FakeMessages({DUE: FakeTemplate(self.template_id, TITLE, FIELDS)})
        self.callbacks = FakeWechatCallbacks()
        self._pushed: list[Push] = []

    async def grant(self, openid: OpenId, count: int) -> None:
        self.messages.grant(openid, DUE, count)
        for _ in range(count):
            self._push("accepted", openid)

    async def take_back(self, openid: OpenId) -> None:
        self._push("revoked", openid)

    async def pushed(self, count: int) -> list[Push]:
        return self._pushed[:count]

    async def be_busy(self) -> None:
        self.messages.trouble.before.append(Unavailable("wechat-message", "45011"))

    async def lose_the_answer(self) -> None:
        self.messages.trouble.answer_lost = True

    async def count(self) -> int:
        return len(self.messages.sent)

    def _push(self, happened: str, openid: OpenId) -> None:
        self._clock.move(seconds=1)  # nobody taps twice in a second
        at = self._clock.now().isoformat()
        row = [happened, openid.reveal(), self.template_id, at, ""]
        self._pushed.append(({"signed": "yes"}, json.dumps([row]).encode()))


WORLD = FakeWorld
