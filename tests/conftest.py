"""What every test may ask for. Servers are real; sockets reach loopback only.

TEST_PG_BIN names the folder of another PostgreSQL's programs than the wheel's: only what touches the database
is run then. CI=true means that nothing may be skipped for want of a program, and that property tests take the
same examples each time.
"""
# ruff: noqa: E402 - the collector rests while everything is imported: it would look at it fifteen hundred times

import gc

gc.disable()

import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import hypothesis
import pytest

from bff.compose.core import Core
from tests.support.house import HandClock, house
from tests.support.server import TestServer, Urls, ground, running

VERSION = pytest.StashKey[str]()
YOUNG_AND_OLD = (20_000, 20, 20)


def _interrupted(number: int, frame: FrameType | None) -> None:
    """Ctrl-C, as ever; but not by Python's own handler.

    In that one's place asyncio's runner puts one of its own for each run, three for a test, and `signal` then
    writes down all that it holds: the task with its result, 500 KB for a town.
    """
    signal.default_int_handler(number, frame)


def pytest_configure() -> None:
    """A slow or busy machine is no fault of the code: no deadline for an example."""
    signal.signal(signal.SIGINT, _interrupted)
    hypothesis.settings.register_profile(
        "palm",
        deadline=None,
        derandomize=os.environ.get("CI") == "true",
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("palm")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "TEST_PG_BIN" in os.environ:
        others = {item for item in items if "server" not in getattr(item, "fixturenames", ())}
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]


def pytest_collection_finish() -> None:
    """What was imported and collected lives to the end: the collector need not look at it again and again.

    From here on it looks at what tests leave behind, less often than it would: a town is many small things.
    """
    gc.freeze()
    gc.set_threshold(*YOUNG_AND_OLD)
    gc.enable()


def pytest_unconfigure() -> None:
    """Libraries look at the end for what they left behind."""
    gc.unfreeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if version := config.stash.get(VERSION, ""):
        terminalreporter.write_line(f"on PostgreSQL {version}")


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Whoever reaches for another machine fails, here and not at the vendor's."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"a test reached for {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[TestServer]:
    named = os.environ.get("TEST_PG_BIN")
    with (
        ground(tmp_path_factory.mktemp("palm")) as folder,
        running(folder, bin_dir=Path(named) if named else None) as started,
    ):
        pytestconfig.stash[VERSION] = started.version()
        yield started


@pytest.fixture
def urls(server: TestServer) -> Iterator[Urls]:
    with server.database() as made:
        yield made


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def core(urls: Urls, clock: HandClock) -> AsyncIterator[Core]:
    async with house(urls.runtime, clock) as parts:
        yield parts
