"""Whatever a vendor does wrong, one of three outcomes comes of it, in time, and it is the right one."""

import time
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from adapters.courier.kuaidi100 import Kuaidi100
from adapters.ratings.province import ProvincialRatings
from adapters.sandbox import kuaidi100, rating
from adapters.sandbox.city import city
from adapters.sandbox.kit import Books, Running
from domain.kernel.personal import Address, DocumentNumber, PersonName, Phone
from domain.kernel.refusal import Outward, Unavailable, Unknown
from domain.ratings.outside import Evaluation
from domain.shipments.outside import Contact, CourierOrder
from tests.contract.stand import CALLER, Stand
from tests.sandbox.conftest import FixedClock

PERSON = Contact(PersonName("甲子"), Phone("19900000101"), Address("虚构小区1号楼"))
AFTER_OUR_BYTES = (
    *("hang", "hang_after", "reset_before", "reset_after", "500", "503", "html", "redirect", "huge"),
    *("drip", "malformed_json"),
)
Call = Callable[[], Awaitable[object]]


@pytest.fixture(params=["courier", "rating"])
async def vendor(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock
) -> tuple[Running, Call, Call]:
    """An emulator, a call with an effect, and a question."""
    if request.param == "courier":
        config = kuaidi100.CourierSandbox(key="k", customer="c", secret="s", tempo_seconds=0)
        running = await stand.start(kuaidi100.create_app(books, config=config, now=clock.now))
        courier = Kuaidi100(
            stand.http,
            order_url=running.url,
            track_url=running.url,
            key="k",
            secret="s",
            customer="c",
            clock=clock.now,
            deadline_seconds=0.5,
        )
        return (
            running,
            lambda: courier.order(an_order(running.url)),
            lambda: courier.track("ems", "1199000001", phone_tail="0101"),
        )
    running = await stand.start(rating.create_app(books, caller=CALLER, now=clock.now))
    ratings = ProvincialRatings(stand.signed(running, "rating"), data_source="190")
    return running, lambda: ratings.hand_over(an_evaluation(clock)), lambda: ratings.ask("n", 1)


@pytest.mark.parametrize("mode", AFTER_OUR_BYTES)
async def test_after_our_bytes_an_effect_is_unknown_and_a_question_unavailable(
    stand: Stand, vendor: tuple[Running, Call, Call], mode: str
) -> None:
    running, effect, question = vendor

    assert await outcome(stand, running, mode, effect) is Unknown
    assert await outcome(stand, running, mode, question) is Unavailable


async def test_a_slow_but_good_answer_is_taken(stand: Stand, vendor: tuple[Running, Call, Call]) -> None:
    running, effect, _ = vendor
    await stand.mode(running, "slow", seconds=0.2)

    assert await effect()


async def outcome(stand: Stand, running: Running, mode: str, call: Call) -> type[Outward]:
    await stand.hand.control(running, "/__mode", mode=mode)
    started = time.monotonic()
    with pytest.raises(Outward) as failure:
        await call()
    await stand.hand.control(running, "/__mode", mode="ok")
    assert time.monotonic() - started < 1.5  # the longest deadline here is a second
    return type(failure.value)


def an_order(url: str) -> CourierOrder:
    return CourierOrder(
        order_no="s1",
        carrier="ems",
        sender=PERSON,
        receiver=PERSON,
        cargo="证照文件",
        pieces=1,
        remark="",
        window=None,
        callback_url=f"{url}/o",
        track_url=f"{url}/t",
        salt="x",
    )


def an_evaluation(clock: FixedClock) -> Evaluation:
    task = city(clock.now().date()).tasks[0]
    return Evaluation(
        area_code="370285",
        department_code=task.body.uscc,
        department=task.body.name,
        task_code=task.code,
        task_name=task.name,
        project_no="n",
        accepted_on=date(2026, 1, 2),
        rater_name=PersonName("甲子"),
        rater_number=DocumentNumber("x"),
        rater_is_person=True,
        channel="2",
        satisfaction=5,
        tags=(),
        words=None,
        assessed_at=clock.now(),
    )
