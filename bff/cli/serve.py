"""`palm serve`: one process, started by hand, the demonstration or an operator."""

import socket
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

from adapters.embedded.ports import free_port_or_fail
from bff import logs
from bff.app import Door, create_app, seat
from bff.compose.house import open_house, today
from bff.compose.seating import catalogue
from bff.compose.servers import refuse_unsafe_database, refuse_unusable_ring, servers
from bff.http.answers import Meters
from bff.http.connection import PatientProtocol
from bff.http.request import App
from bff.http.shedding import Shedder
from bff.log_folder import kept_lines, kept_tidy
from bff.ops.health import Ops
from bff.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
BACKLOG = 1024  # connections the kernel keeps for us until we take them


def serve(settings: Settings) -> None:
    """Answer HTTP until stopped. One process; more workers are more processes on the same port.

    Raises CatalogueProblems; a rule's SQL is looked over by who runs it.
    """
    items = catalogue()
    logs.configure(settings.log_level, process="serve", kept=kept_lines(settings, "serve", today))
    if not settings.share_port:
        free_port_or_fail(settings.port)
    with servers(settings) as where:
        if settings.is_production:
            refuse_unsafe_database(where.database_url)
        refuse_unusable_ring(settings)
        meters, stack = Meters(), AsyncExitStack()
        shedder = Shedder(settings.at_once, monotonic)
        door = Door(
            settings.forwarded_secret,
            by_https=settings.public_url.startswith("https:"),
            origins=settings.cors_origins,
            clients=frozenset(settings.client_minimum.items()),
            shedder=shedder,
        )
        app = create_app(static=ROOT / "static", meters=meters, door=door)

        @app.before_server_start
        async def open_doors(app: App) -> None:
            house = await stack.enter_async_context(open_house(settings, where, items=items))
            seat(
                app,
                house.office,
                Ops(
                    meters,
                    ROOT / "openapi.yaml",
                    dict(house.checks),
                    house.anchor,
                    house.office.notices.weigh_sms_operators.given,
                    house.signs,
                ),
                house.traffic,
            )
            await stack.enter_async_context(shedder.watching())
            await stack.enter_async_context(kept_tidy(settings, today))

        @app.after_server_stop
        async def close_doors(_: App) -> None:
            await stack.aclose()

        listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind((settings.host, settings.port))
        app.run(
            sock=listening,
            protocol=PatientProtocol,
            backlog=BACKLOG,
            single_process=True,
            motd=False,
            access_log=False,
        )
