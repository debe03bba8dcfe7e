"""Opening the town: the application put together as bff/compose does, but for the outside and the clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from asgi_lifespan import LifespanManager
from sanic import Sanic
from tortoise.connection import get_connection

from adapters.approval.pushes import ApprovalPushes
from adapters.courier.kuaidi100_callbacks import Kuaidi100Callbacks
from adapters.envelope.receiver import EnvelopeGuard
from adapters.files.checkpoints import CheckpointFile
from adapters.sms.aliyun_callbacks import AliyunSmsCallbacks
from adapters.tokens.es256 import Es256AccessTokens
from bff.app import create_app, seat
from bff.compose.core import Core
from bff.compose.house import Places, seat_office
from bff.compose.outside import Outside
from bff.http.answers import Meters
from bff.http.request import App
from bff.office import Office
from bff.ops.health import Ops
from domain.identity.ports import Limits
from domain.kernel.personal import Address, Free, Phone
from domain.parties.outside import PersonRecord
from tests.fakes.approval import FakeApproval
from tests.fakes.bank import FakeBank
from tests.fakes.courier import FakeCourier
from tests.fakes.face import FakeFace
from tests.fakes.limits import FakeLimits
from tests.fakes.ratings import FakeRatings
from tests.fakes.registers import FakeNonces, FakePopulationRegister, FakeSocialRegister
from tests.fakes.sms import FakeSms
from tests.http.caller import BASE, Caller
from tests.http.town import APPROVAL, BING, SECRET, Town
from tests.support.house import NOON, RING, HandClock
from tests.usecases.case_world import JIA, ORGANISATION, RECORD, YI
from tests.usecases.notice_world import WORDS
from tests.usecases.wallet_world import CERTIFICATE, OLD

ROOT = Path(__file__).parents[2]
HERE = "198.51.100.7"


@asynccontextmanager
async def open_town(
    core: Core, clock: HandClock, folder: Path, *, limits: Limits | None = None, address: str = HERE
) -> AsyncIterator[Town]:
    """Everything put together as bff/compose does, but for the outside and the clock."""
    home = Address("山东省青岛市莱西市虚构小区1号楼101室")
    people = {
        number: PersonRecord(name, Free("女"), Phone("19900000101"), home, NOON)
        for name, number in (JIA, YI, BING)
    }
    sms, face, courier = FakeSms(clock, {"renewal-due": WORDS}), FakeFace(clock), FakeCourier(clock)
    approval, bank = FakeApproval(clock), FakeBank(clock, {OLD: CERTIFICATE})
    register, ratings = FakeSocialRegister({RECORD: ORGANISATION}, NOON), FakeRatings()
    population = FakePopulationRegister(people)
    tokens = Es256AccessTokens(RING.tokens, clock)
    outside = Outside(
        sms=sms,
        sms_callbacks=AliyunSmsCallbacks(),
        face=face,
        courier=courier,
        courier_callbacks=Kuaidi100Callbacks(clock=clock),
        approval=approval,
        pushes=ApprovalPushes(EnvelopeGuard((APPROVAL,), clock=clock, nonces=FakeNonces())),
        social_register=register,
        population_register=population,
        licence_bank=bank,
        rating=ratings,
    )
    places = Places(
        limits=limits or FakeLimits(),
        tokens=tokens,
        checkpoints=CheckpointFile(folder / "checkpoints.jsonl", RING.ledger, clock),
        public_url=BASE,
        sms_callback_secret=SECRET,
        quiet=None,
        in_sandbox=True,
    )
    office = seat_office(core, outside, places)
    async with application(office, address=address) as (app, caller):
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
            population=population,
            ratings=ratings,
            tokens=tokens,
        )
        await town.settle()
        yield town


async def _answers() -> bool:
    return bool(await get_connection("default").execute_query_dict("SELECT 1 AS one"))


@asynccontextmanager
async def application(
    office: Office, *, address: str = HERE, name: str = "town"
) -> AsyncIterator[tuple[App, Caller]]:
    """The application behind an Office; whoever calls does so from `address`."""
    meters = Meters()
    app = create_app(static=ROOT / "static", meters=meters, name=name)
    app.config.TOUCHUP = False
    seat(app, office, Ops(meters, ROOT / "openapi.yaml", {"database": _answers}))
    try:
        async with (
            LifespanManager(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app, client=(address, 40000)), base_url=BASE
            ) as http,
        ):
            yield app, Caller(http)
    finally:
        Sanic.unregister_app(app)
