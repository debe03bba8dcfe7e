"""A department's back-end on a real socket, and the gateway's plan that leads to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.gateway.back_ends import HttpBackEnds
from adapters.gateway.departments import SignedDepartments
from adapters.gateway.plan_file import load_plan
from adapters.outbound.http import Outbound
from adapters.sandbox.department import DepartmentSandbox, create_app, gateway_file
from adapters.sandbox.kit import Books, serve
from adapters.sandbox.kit_public import Credentials
from bff.compose.gateway import GatewayOutside
from tests.support.house import HandClock

SECRETS = {
    "construction": "testAk:invented-secret-of-construction",
    "national": "testRid:invented-app-key-of-the-office",
    "construction-bureau": "bureauAk:invented-secret-of-the-bureau",
}


@dataclass(frozen=True)
class Department:
    """`url`: where it listens; `gateway`: our way there."""

    url: str
    gateway: GatewayOutside
    http: Outbound


@asynccontextmanager
async def open_department(clock: HandClock, folder: Path) -> AsyncIterator[Department]:
    config = DepartmentSandbox(
        construction=Credentials("testAk", b"invented-secret-of-construction"),
        national=Credentials("testRid", b"invented-app-key-of-the-office"),
        own=Credentials("bureauAk", b"invented-secret-of-the-bureau"),
        office_url="https://palm.test",
    )
    with Books(":memory:") as books:
        running = await serve(create_app(books, config=config, now=clock))
        file = folder / "gateway.toml"
        file.write_text(gateway_file(running.url), encoding="utf-8")
        plan, keys = load_plan(file, SECRETS, loopback=True)
        signing = {one.name: keys[one.name] for one in plan.departments}
        try:
            async with (
                Outbound(loopback=True) as http,
                HttpBackEnds(plan, keys, http, clock=clock) as back_ends,
            ):
                departments = SignedDepartments(signing, clock=clock)
                yield Department(running.url, GatewayOutside(plan, back_ends, departments), http)
        finally:
            await running.stop()
