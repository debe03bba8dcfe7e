"""`palm serve` and `palm worker`: one process each, started by hand, the demonstration or an operator."""

import asyncio
import socket
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from adapters.embedded.ports import free_port_or_fail
from bff import logs, worker
from bff.app import create_app, seat
from bff.compose.house import open_house
from bff.compose.servers import refuse_unsafe_database, servers
from bff.http.answers import Meters
from bff.http.request import App
from bff.ops.health import Ops
from bff.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEMONSTRATION = worker.Pace(
    first_wait=timedelta(milliseconds=500),
    longest_wait=timedelta(seconds=4),
    heartbeat=timedelta(seconds=1),
    stalled=timedelta(seconds=5),
)


def serve(settings: Settings) -> None:
    """Answer HTTP until stopped. One process; more workers are more processes on the same port."""
    logs.configure(settings.log_level, process="serve")
    if not settings.share_port:
        free_port_or_fail(settings.port)
    with servers(settings) as where:
        if settings.is_production:
            refuse_unsafe_database(where.database_url)
        meters, stack = Meters(), AsyncExitStack()
        app = create_app(static=ROOT / "static", meters=meters, forwarded_secret=settings.forwarded_secret)

        @app.before_server_start
        async def open_doors(app: App) -> None:
            house = await stack.enter_async_context(open_house(settings, where))
            seat(app, house.office, Ops(meters, ROOT / "openapi.yaml", dict(house.checks)))

        @app.after_server_stop
        async def close_doors(_: App) -> None:
            await stack.aclose()

        listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind((settings.host, settings.port))
        app.run(sock=listening, single_process=True, motd=False, access_log=False)


def work(settings: Settings) -> None:
    """Do deferred jobs until stopped."""
    logs.configure(settings.log_level, process="worker")

    async def run() -> None:
        async with open_house(settings, where) as house:
            pace = worker.Pace() if settings.is_production else DEMONSTRATION
            await worker.work(house.jobs, house.office, pace)

    with servers(settings) as where:
        if settings.is_production:
            refuse_unsafe_database(where.database_url)
        asyncio.run(run())
