"""The sign-in desk beside the identity desk, and a phone that reads its messages."""

import re
from dataclasses import dataclass, field, replace

from adapters.keys.randomness import SystemRandomness
from bff.compose.core import Core
from bff.compose.sign_in import SignInParts, sign_in_desk
from bff.desks.sign_in import SignInDesk
from domain.kernel.personal import PersonName
from domain.kernel.ports import RequestKey
from domain.usecases.claim_identity_check import Applicant
from domain.usecases.open_identity_check import CheckRequest
from domain.usecases.sign_in_by_code import AccountSignedIn
from domain.usecases.tell_session import SessionTold
from tests.fakes.sms import FakeSms
from tests.fakes.web_view import FakeWebViewTickets
from tests.support.house import HandClock
from tests.usecases.identity_world import JIA, JIA_NUMBER, META, World, identity_world

PHONE, OTHER = "19900000101", "19900000102"
SIX = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True)
class NeverTwice(SystemRandomness):
    """So that the code of one number is never by chance that of another."""

    drawn: set[int] = field(default_factory=set)

    def below(self, bound: int) -> int:
        while (number := super().below(bound)) in self.drawn:
            pass
        self.drawn.add(number)
        return number


@dataclass(frozen=True)
class SignInWorld:
    world: World
    sms: FakeSms
    desk: SignInDesk

    async def ask(self, phone: str = PHONE, *, line: str = "198.51.100.7") -> str:
        """The code in the message."""
        assert await self.desk.ask_sign_in_code(phone, address=line)
        return self.code(phone)

    def code(self, phone: str = PHONE) -> str:
        texts = [one.wording for one in self.sms.sent if one.to.reveal() == phone]
        return str(SIX.findall(texts[-1])[0])

    async def enter(
        self, code: str, phone: str = PHONE, *, line: str = "198.51.100.7", notice: str | None = None
    ) -> SessionTold | AccountSignedIn:
        return await self.desk.sign_in_by_code(phone, code, address=line, notice=notice)

    async def sign_in(self, phone: str = PHONE) -> SessionTold:
        told = await self.enter(await self.ask(phone), phone)
        assert isinstance(told, SessionTold)
        return told

    async def account(self, phone: str = PHONE) -> AccountSignedIn:
        told = await self.enter(await self.ask(phone), phone)
        assert isinstance(told, AccountSignedIn)
        return told

    async def prove(self, told: AccountSignedIn, name: str = JIA, number: str = JIA_NUMBER) -> SessionTold:
        """The person's face passes on the number's account."""
        world = self.world
        request = RequestKey("public", "open_identity_check", f"proof-{next(world.keys)}", bytes(32))
        asked = CheckRequest(
            Applicant(PersonName(name), number, world.desk.read_face_consent.texts.current().version, True),
            meta_info=META,
            address="198.51.100.7",
            account=self.desk.recognise_account(told.account_token),
        )
        opened = await world.desk.open_identity_check(request, asked)
        world.stand_before_the_camera()
        passed = await world.finish(opened)
        assert isinstance(passed, SessionTold)
        return passed

    async def linked(self, phone: str = PHONE, name: str = JIA, number: str = JIA_NUMBER) -> SessionTold:
        return await self.prove(await self.account(phone), name, number)


def sign_in_world(core: Core, clock: HandClock, *, budget: int = 2000) -> SignInWorld:
    world = identity_world(core, clock)
    sms = FakeSms(clock, {"sign-in-code": "您的登录验证码是${code}，五分钟内有效。"})
    parts = SignInParts(
        sms=sms,
        social_register=world.register,
        limits=world.limits,
        tokens=world.tokens,
        check_authority=world.desk.check_authority,
        code_budget=budget,
        web_view_tickets=FakeWebViewTickets(),
        public_url="https://palm.example",
    )
    return SignInWorld(world, sms, sign_in_desk(replace(core, randomness=NeverTwice()), parts))
