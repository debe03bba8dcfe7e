"""订阅消息: what the platform pushes is counted once; a client's word is a hint and no credit."""

from pathlib import Path

import msgspec
import pytest

from bff.compose.core import Core
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.refusals import NotFound
from tests.support.house import HandClock, count
from tests.usecases.notice_world import World, a_world, rows
from tests.usecases.subscribed import OPENID, TEMPLATE, credit, linked, pushed


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def test_each_tap_counts_once_however_often_it_is_pushed(world: World) -> None:
    await linked(world)
    body = msgspec.json.encode([["accepted", OPENID, TEMPLATE, world.clock().isoformat(), ""]])

    for _ in range(3):
        await world.desk.receive_wechat_events({"signed": "yes"}, body)
        await world.read_inbox()

    assert await credit() == 1


async def test_a_no_leaves_what_was_allowed_before_and_taking_it_back_leaves_nothing(world: World) -> None:
    await linked(world)
    await pushed(world, "accepted")
    await pushed(world, "declined")
    declined = await credit()

    await pushed(world, "revoked")

    assert (declined, await credit()) == (1, 0)


async def test_an_unsigned_push_is_not_believed(world: World) -> None:
    body = msgspec.json.encode([["accepted", OPENID, TEMPLATE, world.clock().isoformat(), ""]])

    with pytest.raises(SignatureWrong):
        await world.desk.receive_wechat_events({}, body)

    assert await count("inbox") == 0


async def test_an_event_about_a_template_that_is_not_ours_is_answered_and_forgotten(world: World) -> None:
    await pushed(world, "accepted", template="invented-foreign-template")

    [kept] = await rows("inbox")
    assert (kept["outcome"], await count("subscriptions")) == ("not-ours", 0)


async def test_the_clients_word_is_a_hint_and_no_credit(world: World) -> None:
    visitor = await linked(world)

    await world.desk.note_subscription(visitor, TEMPLATE, accepted=True)
    [first, _] = await world.desk.list_subscriptions(visitor)
    await world.desk.note_subscription(visitor, TEMPLATE, accepted=False)
    [second, _] = await world.desk.list_subscriptions(visitor)

    assert (first.template_id, first.kinds) == (TEMPLATE, ("renewal-due",))
    assert (first.credits, first.ask, second.credits, second.ask) == (0, True, 0, False)
    with pytest.raises(NotFound):
        await world.desk.note_subscription(visitor, "somebody-elses", accepted=True)
