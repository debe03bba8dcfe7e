"""The application of `palm serve`, in front of a house that opens with it and closes with it."""

import socket
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

from adapters.catalogue.toml_items import TomlCatalogue
from bff.app import Door, create_app, seat
from bff.compose.house import open_house
from bff.compose.now import today
from bff.compose.servers import Servers
from bff.http.answers import Meters
from bff.http.connection import PatientProtocol
from bff.http.request import App
from bff.http.shedding import Shedder
from bff.log_folder import kept_tidy
from bff.ops.health import Ops
from bff.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
BACKLOG = 1024  # connections the kernel keeps for us until we take them


def answer(settings: Settings, where: Servers, items: TomlCatalogue, listening: socket.socket) -> None:
    """Until the process is told to stop."""
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

    app.run(
        sock=listening,
        protocol=PatientProtocol,
        backlog=BACKLOG,
        single_process=True,
        motd=False,
        access_log=False,
    )
