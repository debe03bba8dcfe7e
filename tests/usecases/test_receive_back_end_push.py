"""The approval back-end's word is kept once, and only when it is its own."""

import asyncio

import pytest

from bff.compose.core import Core
from domain.decisions.push import PushStatus
from domain.kernel.callbacks import SignatureWrong
from domain.usecases.receive_back_end_push import ReceiveBackEndPush
from tests.fakes.approval import FakePushes
from tests.fakes.registers import FakeNonces
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.decided import Decided, confirmed

PATH = "/v1/callbacks/approval"


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    return await confirmed(core, clock)


@pytest.fixture
def pushes(clock: HandClock) -> FakePushes:
    return FakePushes(FakeNonces(), clock)


def _receive(world: Decided, pushes: FakePushes) -> ReceiveBackEndPush:
    return ReceiveBackEndPush(pushes, world.inbox, world.core.jobs, world.core.atomic)


async def test_a_push_is_kept_and_worked_on_later(world: Decided, pushes: FakePushes) -> None:
    headers, body = pushes.write("N-1", world.biz_no, PushStatus.ACCEPTED, 1, nonce="one")

    await _receive(world, pushes)("POST", PATH, headers, body)

    [(name, arguments)] = await jobs_deferred()
    assert (name, arguments["source"]) == ("read-inbox", "approval")
    assert await count("inbox") == 1


async def test_the_same_push_told_again_and_again_is_kept_once(world: Decided, pushes: FakePushes) -> None:
    told = [pushes.write("N-1", world.biz_no, PushStatus.ACCEPTED, 1, nonce=f"n{n}") for n in range(5)]

    await asyncio.gather(*(_receive(world, pushes)("POST", PATH, *one) for one in told))

    assert await count("inbox") == 1
    assert len(await jobs_deferred()) == 1


async def test_a_push_that_is_not_the_back_ends_leaves_no_trace(world: Decided, pushes: FakePushes) -> None:
    headers, body = pushes.write("N-1", world.biz_no, PushStatus.GRANTED, 2, nonce="one")

    with pytest.raises(SignatureWrong):
        await _receive(world, pushes)("POST", PATH, headers, body.replace(b"granted", b"denied "))

    assert await count("inbox") == 0


async def test_a_recorded_push_sent_in_again_is_refused(world: Decided, pushes: FakePushes) -> None:
    headers, body = pushes.write("N-1", world.biz_no, PushStatus.ACCEPTED, 1, nonce="one")
    await _receive(world, pushes)("POST", PATH, headers, body)

    with pytest.raises(SignatureWrong):
        await _receive(world, pushes)("POST", PATH, headers, body)
