"""Opening the town: the application put together as bff/compose does, but for the outside and the clock."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path

import httpx
from asgi_lifespan import LifespanManager
from sanic import Sanic
from tortoise.connection import get_connection

from adapters.analysis.sql_lint import lint
from adapters.approval.proposal_seal import ProposalSeal
from adapters.approval.pushes import ApprovalPushes
from adapters.archive.folder import FolderArchiveStore
from adapters.archive.signature import LEDGER, ArchiveSignature
from adapters.catalogue.live import LiveCatalogue
from adapters.courier.ems_pushes import EmsPushes
from adapters.courier.kuaidi100_callbacks import Kuaidi100Callbacks
from adapters.courier.sf_pushes import SfPushes
from adapters.envelope.receiver import EnvelopeGuard
from adapters.files.calendar_csv import CalendarFile
from adapters.postgres.waiting import PostgresWaiting
from adapters.regulator.calls import RegulatorGaps
from adapters.sandbox.kit import Books
from adapters.sms.aliyun_callbacks import AliyunSmsCallbacks
from adapters.sms.tencent_callbacks import TencentSmsCallbacks
from adapters.tokens.es256 import Es256AccessTokens
from adapters.wechat.account_pushes import WechatAccountPushes
from adapters.wechat.pushes import WechatPushes
from bff.app import OURS_ALONE, Door, create_app, seat
from bff.compose.approval import Approval
from bff.compose.archives import ArchivePlaces
from bff.compose.core import Core
from bff.compose.couriers import CourierOutside
from bff.compose.faces import PhoneFaces
from bff.compose.item_versions import RuleBench
from bff.compose.outside import Outside
from bff.compose.places import Places
from bff.compose.registers import Registers
from bff.compose.seating import seat_office
from bff.compose.wechat import OfficialAccount
from bff.compose.wechat import Wechat as WechatOutside
from bff.http.answers import Meters
from bff.http.request import App
from bff.office import Office
from bff.ops.health import Ops, Signs
from domain.identity.check import Verifier
from domain.identity.ports import Limits
from domain.kernel.personal import Address, Free, Phone
from domain.parties.records import PersonRecord
from domain.usecases.receive_courier_push import PushDoor
from domain.usecases.tell_holder import HAPPENED
from tests.fakes.approval import FakeApproval
from tests.fakes.bank import FakeBank
from tests.fakes.courier import FakeCourier, FakeCouriers, FakeFollowing
from tests.fakes.face import FakeFace
from tests.fakes.limits import FakeLimits
from tests.fakes.people import business_licences, unified_identity
from tests.fakes.promises import FakePromises
from tests.fakes.proofs import FakeBankElements, FakeNetworkIdentity
from tests.fakes.push import FakePush
from tests.fakes.ratings import FakeRatings
from tests.fakes.registers import FakeEnterpriseRegister, FakeNonces, FakePopulationRegister
from tests.fakes.regulator import REGULATOR, FakeRegulator
from tests.fakes.revocations import FakeRevocations
from tests.fakes.sms import FakeSms
from tests.fakes.web_view import FakeWebViewTickets
from tests.http.caller import BASE, Caller
from tests.http.department import open_department
from tests.http.settled import settle
from tests.http.town import APPROVAL, BING, SECRET, Town
from tests.http.wechat import ACCOUNT_KEYS, KEYS, platform
from tests.support.catalogue import shipped
from tests.support.house import NOON, RING, HandClock, checkpoint_file
from tests.support.sensing import (
    RememberedEngine,
    RememberedHolderAnalysis,
    RememberedSnapshots,
)
from tests.support.staff import cheap_passwords
from tests.usecases.case_world import JIA, ORGANISATION, RECORD, YI
from tests.usecases.decided import FakePrinter
from tests.usecases.notice_world import CASE_WORDS, CHANGE_WORDS, WORDS
from tests.usecases.start_world import OneRegister
from tests.usecases.wallet_world import CERTIFICATE, OLD

PUSHED = "有一件事可以办了\n请打开掌上办查看。"
ALERT_WORDS = "安全提醒：${time}，${what}。"
CODE_WORDS = "您的登录验证码是${code}，五分钟内有效。"
ROOT = Path(__file__).parents[2]
HERE = "198.51.100.7"
SM4_KEY = "MDEyMzQ1Njc4OWFiY2RlZg=="  # of the facts' own vector


@asynccontextmanager
async def open_town(
    core: Core,
    clock: HandClock,
    folder: Path,
    *,
    limits: Limits | None = None,
    address: str = HERE,
    is_remembered: bool = False,
) -> AsyncIterator[Town]:
    """Everything put together as bff/compose does, but for the outside and the clock.

    `is_remembered`: who works there was enrolled in an earlier town of this process.
    """
    tries = FakeLimits()
    home = Address("山东省青岛市莱西市虚构小区1号楼101室")
    people = {
        number: PersonRecord(name, Free("女"), Phone("19900000101"), home, NOON)
        for name, number in (JIA, YI, BING)
    }
    told = {"renewal-due": WORDS, "registration-changed": CHANGE_WORDS, **dict.fromkeys(HAPPENED, CASE_WORDS)}
    words = {"sign-in-code": CODE_WORDS, "proof-code": CODE_WORDS, "sign-in-alert": ALERT_WORDS}
    sms = FakeSms(clock, told | words)
    face, courier = FakeFace(clock), FakeCourier(clock)
    approval, bank = FakeApproval(clock), FakeBank(clock, {OLD: CERTIFICATE})
    regulator = FakeRegulator(clock)
    register, ratings = OneRegister({RECORD: ORGANISATION}, NOON), FakeRatings()
    population, enterprises = FakePopulationRegister(people), FakeEnterpriseRegister()
    houses = unified_identity(clock), business_licences(clock)
    tokens = Es256AccessTokens(RING, clock)
    async with open_department(clock, folder) as department, AsyncExitStack() as stack:
        wechat = platform(clock, stack.enter_context(Books(":memory:")))
        outside = Outside(
            sms=sms,
            sms_callbacks={
                "aliyun": AliyunSmsCallbacks(),
                "tencent": TencentSmsCallbacks(SECRET, clock=clock),
            },
            sms_operators=("aliyun", "tencent"),
            sms_price_fen=Decimal("4.5"),
            face=PhoneFaces({Verifier.ALIYUN: face}),
            courier=CourierOutside(
                FakeCouriers({"kuaidi100": courier, "ems": courier, "sf": courier}),
                Kuaidi100Callbacks(clock=clock),
                {"ems": PushDoor(EmsPushes(SM4_KEY), SECRET), "sf": PushDoor(SfPushes(), SECRET)},
                FakeFollowing(),
            ),
            approval=Approval(
                approval,
                FakeRevocations(),
                FakePromises(approval),
                ApprovalPushes(EnvelopeGuard((APPROVAL,), clock=clock, nonces=FakeNonces())),
                approval,
            ),
            registers=Registers(register, register, enterprises, population),
            licence_bank=bank,
            rating=ratings,
            regulator=regulator,
            regulator_calls=RegulatorGaps(EnvelopeGuard((REGULATOR,), clock=clock, nonces=FakeNonces())),
            wechat=WechatOutside(
                wechat.mini_program,
                wechat.face,
                wechat.messages,
                WechatPushes(KEYS, clock=clock, nonces=FakeNonces()),
                wechat.links,
            ),
            push=FakePush(
                clock,
                {"renewal-due": PUSHED, "registration-changed": PUSHED, **dict.fromkeys(HAPPENED, PUSHED)},
            ),
            official_account=OfficialAccount(
                wechat.template_messages,
                wechat.directory,
                WechatAccountPushes(ACCOUNT_KEYS, clock=clock, nonces=FakeNonces()),
            ),
            http=department.http,
            bank=FakeBankElements(),
            network=FakeNetworkIdentity(),
            unified_identity=houses[0],
            e_licence=houses[1],
        )
        places = Places(
            calendars=CalendarFile(),
            archives=ArchivePlaces(
                FolderArchiveStore(folder / "archive", core.cipher), ArchiveSignature(RING.archive_key)
            ),
            limits=limits or tries,
            passwords=cheap_passwords(),
            tokens=tokens,
            web_view_tickets=FakeWebViewTickets(),
            checkpoints=checkpoint_file(folder / "checkpoints.jsonl", clock),
            ledger_seal=ArchiveSignature(RING.checkpoint_key, LEDGER),
            sign_proposal=ProposalSeal(RING.proposal_key).sign,
            gateway=department.gateway,
            analysis=RememberedHolderAnalysis(),
            public_url=BASE,
            sms_callback_secret=SECRET,
            quiet=None,
            in_sandbox=True,
            bench=RuleBench(lint, RememberedSnapshots(folder), RememberedEngine(folder)),
            print_paper=FakePrinter(),
        )
        office = seat_office(core, outside, places, items=LiveCatalogue(shipped(), clock))
        app, caller = await stack.enter_async_context(application(office, address=address))
        town = Town(
            core=core,
            clock=clock,
            caller=caller,
            app=app,
            office=office,
            folder=folder,
            sms=sms,
            face=face,
            courier=courier,
            approval=approval,
            bank=bank,
            register=register,
            enterprises=enterprises,
            population=population,
            ratings=ratings,
            unified_identity=houses[0],
            e_licence=houses[1],
            tokens=tokens,
            wechat=wechat,
            department=department,
        )
        if is_remembered:
            await settle(town, tries)
        else:
            await town.settle()
        yield town


async def _answers() -> bool:
    return bool(await get_connection("default").execute_query_dict("SELECT 1 AS one"))


@cache
def _drawn_up(name: str, door: Door) -> tuple[App, Meters]:
    """One application for all towns of a name: its two hundred routes take a tenth of a second."""
    Sanic.test_mode = True  # the same application starts again
    meters = Meters()
    app = create_app(static=ROOT / "static", meters=meters, door=door, name=name)
    app.config.TOUCHUP = False
    return app, meters


@asynccontextmanager
async def application(
    office: Office, *, address: str = HERE, name: str = "town", door: Door = OURS_ALONE
) -> AsyncIterator[tuple[App, Caller]]:
    """The application behind an Office; whoever calls does so from `address`."""
    app, meters = _drawn_up(name, door)
    seat(
        app,
        office,
        Ops(
            meters,
            ROOT / "openapi.yaml",
            {"database": _answers},
            sms_shares=office.notices.weigh_sms_operators.given,
            signs=Signs(lambda: {"construction": True}, PostgresWaiting().how_many),
        ),
    )
    async with (
        LifespanManager(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, client=(address, 40000)), base_url=BASE
        ) as http,
    ):
        yield app, Caller(http)
