"""The same person reached every other way: an app on a phone, the official account they follow."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from adapters.postgres.app_devices import PostgresAppDevices
from adapters.postgres.followers import PostgresFollowers
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.visitors import PostgresVisitors
from bff.compose.core import Core
from bff.compose.telling import MoreWays
from domain.identity.app_device import AppDevice, Platform
from domain.identity.mini_program import SessionKey, WechatUser
from domain.identity.session import Ended, Method
from domain.invitations.ways import USUAL
from domain.kernel.ids import AppDeviceId, FollowerId, NoticeId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber, OpenId, PersonName, UnionId
from domain.usecases.start_session import StartSession
from domain.usecases.tell_holder import HAPPENED
from tests.fakes.push import FakePush
from tests.fakes.trouble import Trouble
from tests.fakes.wechat_account import FakeTemplateMessages
from tests.support.house import HandClock
from tests.usecases.notice_world import TEMPLATES, World, a_record, a_world
from tests.usecases.subscribed import RESPONSIBLE, asked_for_it

ACCOUNT_OPENID, UNIONID = "o-invented-follower", "u-invented"
SHOWN = "有一件事可以办了\n有证照快到期。请打开掌上办查看。"


@dataclass
class Reached:
    """The world, and every way there is into it."""

    world: World
    push: FakePush
    account: FakeTemplateMessages

    @property
    def devices(self) -> PostgresAppDevices:
        return PostgresAppDevices(self.world.core.digests, self.world.clock)

    async def by_app(self, name: str = "甲子安", number: str = RESPONSIBLE) -> AppDevice:
        """An app bound to a session of theirs."""
        core, clock = self.world.core, self.world.clock
        parties = PostgresParties(core.cipher, core.digests, clock, core.new_id)
        start = StartSession(PostgresSessions(), core.digests, core.randomness, clock, core.new_id)
        async with core.atomic():
            person = await parties.remember_person(PersonName(name), DocumentNumber(number))
            session, _ = await start(person.party_id, method=Method.SMS)
            device = AppDevice(
                AppDeviceId(core.new_id()),
                core.randomness.token(),
                person.party_id,
                session.session_id,
                Platform.ANDROID,
                clock(),
            )
            await self.devices.bind(device)
            return device

    async def by_official_account(self) -> FollowerId:
        """They follow it, with the WeChat account their face passed on."""
        core, clock = self.world.core, self.world.clock
        visitors = PostgresVisitors(core.cipher, core.digests, core.new_id)
        parties = PostgresParties(core.cipher, core.digests, clock, core.new_id)
        followers = PostgresFollowers(core.cipher, core.digests, core.new_id)
        number = DocumentNumber(RESPONSIBLE)
        async with core.atomic():
            user = WechatUser(OpenId("o-invented-jia"), UnionId(UNIONID), SessionKey("invented-session-key"))
            visitor = await visitors.remember(user, clock())
            person = await parties.remember_person(PersonName("甲子安"), number)
            await visitors.link(visitor.visitor_id, person.party_id, number, clock())
            await followers.follow(OpenId(ACCOUNT_OPENID), UnionId(UNIONID), clock())
        found = await followers.of_visitor(visitor.visitor_id)
        assert found is not None
        return found.follower_id

    async def by(self, channel: Channel) -> None:
        if channel is Channel.MINI_PROGRAM:
            await asked_for_it(self.world)
        elif channel is Channel.OFFICIAL_ACCOUNT:
            await self.by_official_account()
        elif channel is Channel.APP:
            await self.by_app()

    def trouble(self, channel: Channel) -> Trouble:
        return {
            Channel.MINI_PROGRAM: self.world.messages.trouble,
            Channel.OFFICIAL_ACCOUNT: self.account.trouble,
            Channel.APP: self.push.trouble,
            Channel.SMS: self.world.sms.trouble,
        }[channel]

    def sent(self) -> dict[Channel, int]:
        """How many each vendor took, of those that took any."""
        counted = {
            Channel.MINI_PROGRAM: len(self.world.messages.sent),
            Channel.OFFICIAL_ACCOUNT: len(self.account.sent),
            Channel.APP: len(self.push.sent),
            Channel.SMS: len(self.world.sms.sent),
        }
        return {channel: number for channel, number in counted.items() if number}

    async def queued(self) -> NoticeId:
        [notice] = await self.world.queued(a_record(1))
        return notice

    async def later(self, **span: float) -> None:
        """Time goes on, and the worker asks after what nobody reported."""
        self.world.clock.go_on(timedelta(**span))
        await self.world.ask_all()

    async def comes_back(self, device: AppDevice) -> None:
        """Its person renews the session that the app is bound to."""
        sessions = PostgresSessions()
        async with self.world.core.atomic():
            session = await sessions.by_id(device.session)
            assert session is not None
            session.rotate(b"invented-digest", self.world.clock())
            await sessions.save(session)

    async def end_session(self, device: AppDevice) -> None:
        sessions = PostgresSessions()
        async with self.world.core.atomic():
            session = await sessions.by_id(device.session)
            assert session is not None
            session.end(Ended.SIGNED_OUT, self.world.clock())
            await sessions.save(session)


async def reached(core: Core, clock: HandClock, folder: Path, order: tuple[Channel, ...] = USUAL) -> Reached:
    push = FakePush(clock, {"renewal-due": SHOWN, **dict.fromkeys(HAPPENED, SHOWN)})
    account = FakeTemplateMessages(TEMPLATES)
    world = await a_world(core, clock, folder, more_ways=MoreWays(push, account, order))
    return Reached(world, push, account)
