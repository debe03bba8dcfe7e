"""The mini-program platform in memory, with the hands its suite needs."""

from adapters.conformance.stage import Stage
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Unavailable
from tests.fakes.wechat import FakeMiniProgram
from tests.fakes.wechat_account import FakeLinks


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.mini_program, self.links = FakeMiniProgram(), FakeLinks(stage.clock.now)

    async def login(self, openid: OpenId) -> str:
        return self.mini_program.login(openid.reveal(), "u-invented-1")

    async def share_phone(self, openid: OpenId, phone: str) -> str:
        return self.mini_program.share_phone(openid.reveal(), phone)

    async def be_busy(self) -> None:
        self.mini_program.trouble.before.append(Unavailable("wechat", "45011"))


WORLD = FakeWorld
