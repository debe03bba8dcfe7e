"""Template messages and followers in memory, with the hands their suite needs."""

import json

from adapters.conformance.stage import Stage
from adapters.conformance.template_message.suite import DUE, FIELDS, TITLE, Push
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Outward, Unavailable
from tests.fakes.wechat import FakeTemplate
from tests.fakes.wechat_account import FakeAccountCallbacks, FakeDirectory, FakeTemplateMessages


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self._clock, self._blocking = stage.clock, set[OpenId]()
        template = FakeTemplate("invented-template", TITLE, FIELDS)
        self.messages = FakeTemplateMessages({DUE: template}, followers=set(), sends=self._became)
        self.directory, self.callbacks = FakeDirectory(), FakeAccountCallbacks()
        self._pushed: list[Push] = []

    async def follow(self, openid: OpenId, unionid: str) -> None:
        self.directory.people[openid.reveal()] = unionid
        self._followers.add(openid)
        self._push("followed", openid)

    async def leave(self, openid: OpenId) -> None:
        del self.directory.people[openid.reveal()]
        self._followers.discard(openid)
        self._push("left", openid)

    async def block(self, openid: OpenId) -> None:
        self._blocking.add(openid)

    async def pushed(self, count: int) -> list[Push]:
        return self._pushed[:count]

    async def be_busy(self) -> None:
        busy: Outward = Unavailable("official-account", "45011")
        self.messages.trouble.before.append(busy)

    async def lose_the_answer(self) -> None:
        self.messages.trouble.answer_lost = True

    async def count(self) -> int:
        return len(self.messages.sent)

    @property
    def _followers(self) -> set[OpenId]:
        assert self.messages.followers is not None
        return self.messages.followers

    def _became(self, openid: OpenId, reference: str) -> None:
        if openid in self._blocking:
            self._push("failed", openid, reference, "user-block")
        else:
            self._push("delivered", openid, reference)

    def _push(self, happened: str, openid: OpenId, reference: str = "", error: str = "") -> None:
        self._clock.move(seconds=1)
        row = [happened, openid.reveal(), self._clock.now().isoformat(), reference, error]
        self._pushed.append(({"signed": "yes"}, json.dumps(row).encode()))


WORLD = FakeWorld
