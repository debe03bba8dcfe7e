"""A department with its back-end, our application before it on a real socket, and who may act for whom."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
from sanic import Sanic
from tortoise.connection import get_connection

from adapters.gateway.back_ends import HttpBackEnds
from adapters.gateway.departments import SignedDepartments
from adapters.gateway.plan_file import load_plan
from adapters.outbound.http import Outbound
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.sandbox.department import DepartmentSandbox, create_app, gateway_file
from adapters.sandbox.kit import Books, serve
from adapters.sandbox.kit_public import Credentials
from bff.app import create_app as create_palm
from bff.app import seat
from bff.compose.core import Core
from bff.compose.gateway import GatewayOutside, GatewayParts, gateway_desk
from bff.desks.gateway import GatewayDesk
from bff.gateway import calls, jumps, tickets
from bff.http.answers import Meters
from bff.office import Office
from bff.ops.health import Ops
from domain.identity.session import Known, Session, SessionEnded
from domain.kernel.ids import PartyId, SessionId, short
from domain.kernel.party import Acting, Channel, Level, Party
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.parties.ports import NotRepresentative
from domain.usecases.check_authority import CheckAuthority
from tests.fakes.limits import FakeLimits
from tests.support.house import HandClock

ROOT = Path(__file__).parents[2]
SECRETS = {
    "construction": "testAk:invented-secret-of-construction",
    "national": "testRid:invented-app-key-of-the-office",
    "construction-bureau": "bureauAk:invented-secret-of-the-bureau",
}
BUREAU = Credentials("bureauAk", b"invented-secret-of-the-bureau")


class KnownAuthority:
    """Stands in for CheckAuthority: who may act for whom is what a test says."""

    def __init__(self) -> None:
        self.may: dict[tuple[PartyId, PartyId], str] = {}
        self.fresh = 0

    async def __call__(self, acting: Acting, *, fresh: bool = False) -> str:
        self.fresh += fresh
        if acting.person == acting.party:
            return "本人"
        if (acting.person, acting.party) not in self.may:
            raise NotRepresentative
        return self.may[acting.person, acting.party]


@dataclass
class World:
    core: Core
    clock: HandClock
    department: str  # the emulator's address
    desk: GatewayDesk
    back_ends: HttpBackEnds
    authority: KnownAuthority
    person: Party
    company: Party
    session: Session
    known: dict[str, Known]
    stack: AsyncExitStack
    limits: FakeLimits
    port: int = 0
    keys: Any = field(default_factory=count)

    def acting(self, *, level: Level = Level.FACE, party: Party | None = None) -> Acting:
        who = (party or self.company).party_id
        return Acting(self.person.party_id, who, level, Channel.H5, self.session.session_id)

    async def control(self, path: str, **body: object) -> Any:
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{self.department}{path}", json=body) as answer,
        ):
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def books(self) -> Any:
        async with aiohttp.ClientSession() as http, http.get(f"{self.department}/__books") as answer:
            return await answer.json()

    async def heard(self) -> list[Any]:
        """Each request that reached the department: its line and its headers as they stood."""
        told: list[Any] = await self.control("/__heard")
        return told

    async def send(
        self,
        path: str,
        *,
        method: str = "GET",
        token: str = "face",  # noqa: S107 - invented: a session fresh from a face check
        json_body: object = None,
        headers: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Over the socket; status, headers in lower case, body."""
        sent = {"Authorization": f"Bearer {token}", "Acting-For": self.acting_for(), **(headers or {})}
        if method == "POST":
            sent.setdefault("Idempotency-Key", key or f"key-{next(self.keys)}")
        async with (
            aiohttp.ClientSession() as http,
            http.request(
                method,
                f"http://127.0.0.1:{self.port}{path}",
                json=json_body,
                headers=sent,
                allow_redirects=False,
            ) as answer,
        ):
            body = await answer.read()
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, body

    def acting_for(self) -> str:
        return short("pty", self.company.party_id)

    async def say(self, *sent: bytes, wait: float = 1.0) -> bytes:
        """Bytes as they are; everything that comes back until the server closes or falls silent."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        heard = b""
        try:
            for part in sent:
                writer.write(part)
                await writer.drain()
            while part := await asyncio.wait_for(reader.read(65536), timeout=wait):
                heard += part
        except (TimeoutError, ConnectionError):
            pass
        finally:
            writer.close()
        return heard

    async def steps(self) -> list[str]:
        rows = await get_connection("default").execute_query_dict(
            "SELECT kind FROM ledger_entries ORDER BY seq"
        )
        return [row["kind"] for row in rows]


def code_of(body: bytes) -> str:
    """Of a problem document."""
    return str(json.loads(body)["type"]).removeprefix("/problems/")


@asynccontextmanager
async def open_world(core: Core, clock: HandClock, folder: Path, *, plan: str = "") -> AsyncIterator[World]:
    """`plan`: TOML instead of the sandbox's own; @URL@ is the department."""
    async with AsyncExitStack() as stack:
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        books = stack.enter_context(Books(folder / "department.sqlite3"))
        emulator = create_app(
            books,
            config=DepartmentSandbox(
                construction=Credentials("testAk", b"invented-secret-of-construction"),
                national=Credentials("testRid", b"invented-app-key-of-the-office"),
                own=BUREAU,
                office_url=f"http://127.0.0.1:{port}",
            ),
            now=clock,
        )
        running = await serve(emulator)
        stack.push_async_callback(running.stop)
        file = folder / "gateway.toml"
        file.write_text(plan.replace("@URL@", running.url) or gateway_file(running.url), encoding="utf-8")
        loaded, keys = load_plan(file, SECRETS, loopback=True)
        http = await stack.enter_async_context(Outbound(loopback=True))
        back_ends = await stack.enter_async_context(HttpBackEnds(loaded, keys, http, clock=clock))
        authority, limits = KnownAuthority(), FakeLimits()
        departments = SignedDepartments({one.name: keys[one.name] for one in loaded.departments}, clock=clock)
        desk = gateway_desk(
            core,
            GatewayParts(
                GatewayOutside(loaded, back_ends, departments), limits, cast(CheckAuthority, authority)
            ),
        )
        world = await _people(
            core,
            clock,
            desk=desk,
            back_ends=back_ends,
            authority=authority,
            limits=limits,
            url=running.url,
            stack=stack,
        )
        world.port = port
        await stack.enter_async_context(_palm(world, listening))
        yield world


async def _people(
    core: Core,
    clock: HandClock,
    *,
    desk: GatewayDesk,
    back_ends: HttpBackEnds,
    authority: KnownAuthority,
    limits: FakeLimits,
    url: str,
    stack: AsyncExitStack,
) -> World:
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    async with core.atomic():
        person = await parties.remember_person(PersonName("赵测试"), DocumentNumber("37020219900101001X"))
        company = await parties.remember_organisation(
            OrganisationName("青岛虚构建筑有限公司"), DocumentNumber("91370200MA00000A0X"), holder_kind="企业"
        )
        session = Session(
            session_id=SessionId(core.new_id()),
            person=person.party_id,
            started_at=clock(),
            ends_at=clock() + timedelta(days=1),
            face_at=clock(),
            face_matter=None,
            refresh=b"r" * 32,
            refresh_family=b"f" * 32,
        )
        await PostgresSessions().add(session)
    authority.may[person.party_id, company.party_id] = "法定代表人"
    known = {
        name: Known(person.party_id, session.session_id, level, None)
        for name, level in (("face", Level.FACE), ("phone", Level.PHONE))
    }
    return World(core, clock, url, desk, back_ends, authority, person, company, session, known, stack, limits)


@asynccontextmanager
async def _palm(world: World, listening: socket.socket) -> AsyncIterator[None]:
    """The application as it stands, with the gateway's blueprints, on a socket."""
    meters = Meters()
    app = create_palm(static=ROOT / "static", meters=meters, name=f"gateway-{world.port}")
    app.config.TOUCHUP = False
    for blueprint in (tickets.bp, calls.bp, jumps.bp):
        if blueprint.name not in app.blueprints:
            app.blueprint(blueprint)

    async def recognise_person(token: str) -> Known:
        if token not in world.known:
            raise SessionEnded
        return world.known[token]

    office = SimpleNamespace(identity=SimpleNamespace(recognise_person=recognise_person), gateway=world.desk)
    seat(app, cast(Office, office), Ops(meters, ROOT / "openapi.yaml", {}))
    server = await app.create_server(sock=listening, return_asyncio_server=True)
    assert server is not None
    await server.startup()  # type: ignore[no-untyped-call] # Sanic's own
    await server.before_start()  # type: ignore[no-untyped-call] # Sanic's own
    await server.start_serving()  # type: ignore[no-untyped-call] # Sanic's own
    try:
        yield
    finally:
        server.close()  # type: ignore[no-untyped-call] # Sanic's own
        await server.before_stop()  # type: ignore[no-untyped-call] # Sanic's own
        await server.after_stop()  # type: ignore[no-untyped-call] # Sanic's own
        Sanic.unregister_app(app)
