"""An emulated approval back-end (审批系统) for each test, and one that pushes to a listener."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.approval import create_app
from adapters.sandbox.approval_office import Office
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import Credentials
from tests.sandbox.approval.back_end import CITY, PUSH_SECRET, BackEnd, Starting
from tests.sandbox.public_bodies import (
    CALLER,
    Listener,
    now,
    open_body,
)


@pytest.fixture
def office() -> Office:
    return Office(
        bodies={body.uscc: body.name for body in CITY.bodies},
        licence_types=CITY.licence_types,
        denials=CITY.denials,
    )


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
def start(stack: AsyncExitStack, office: Office) -> Starting:
    async def started(path: Path | str = ":memory:", **changed: Any) -> BackEnd:
        books = stack.enter_context(Books(path))
        app = create_app(books, caller=CALLER, office=replace(office, **changed), now=now)
        caller = await stack.enter_async_context(open_body(app))
        return BackEnd(caller.http, caller.url)

    return started


@pytest.fixture
async def back_end(start: Starting) -> BackEnd:
    return await start()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def told(stack: AsyncExitStack, start: Starting, listener: Listener) -> BackEnd:
    """A back-end that pushes to the listener."""
    ours = await stack.enter_async_context(open_body(listener.app()))
    push_as = Credentials("approval-back-end", PUSH_SECRET.encode())
    return await start(push_url=f"{ours.url}/push", push_as=push_as)
