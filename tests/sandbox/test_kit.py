"""The kit: faults, books, clock, log and callbacks behave as every emulator relies on."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from adapters.sandbox.kit import Books, Desk, Running, answer_json, serve
from tests.sandbox.conftest import FixedClock, Hand, Listener


class Shop:
    """The smallest vendor: POST /buy keeps one order and calls back."""

    def __init__(
        self, books: Books, clock: FixedClock, callback_url: str = "http://127.0.0.1:9/none"
    ) -> None:
        books.create("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, who TEXT)")
        self.books, self.callback_url = books, callback_url
        self.desk = Desk(
            books,
            now=clock.now,
            throttled=lambda: answer_json({"code": "slow down"}, 429),
            dump=lambda: {"orders": books.count("SELECT COUNT(*) FROM orders")},
            modes={"sold_out"},
            standing_modes={"deny"},
            retry_after=(60.0, 300.0),
        )
        self.desk.business("POST", "/buy", self.buy)

    async def buy(self, request: web.Request) -> web.StreamResponse:
        if self.desk.rule(request).mode == "sold_out":
            return answer_json({"code": "sold out"})
        document = json.loads(await request.read())
        with self.books.transaction():
            self.books.insert("orders", who=document["who"])
            number = self.books.count("SELECT COUNT(*) FROM orders")
            body = json.dumps({"order": number}).encode()
            self.desk.callbacks.enqueue(self.callback_url, body, note=f"order {number}")
        return answer_json({"code": "ok"})


async def order(hand: Hand, shop: Running, who: str = "甲") -> int:
    body = {"who": who, "phone": "19912345678", "idNumber": "370285199003071234", "name": "甲某某"}
    async with hand.http.post(f"{shop.url}/buy", json=body) as answer:
        await answer.read()
        return answer.status


@pytest.mark.parametrize(("mode", "kept"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_reset_before_the_effect_leaves_no_order_and_one_after_it_leaves_one(
    mode: str, kept: int, books: Books, clock: FixedClock, hand: Hand
) -> None:
    shop = await hand.start(Shop(books, clock).desk.app)
    await hand.control(shop, "/__mode", mode=mode, times=1)

    with pytest.raises(aiohttp.ClientError):
        await order(hand, shop)

    assert await hand.look(shop, "/__books") == {"orders": kept}
    assert await order(hand, shop) == 200  # once only


@pytest.mark.parametrize(
    ("mode", "status"), [("500", 500), ("503", 503), ("throttle", 429), ("redirect", 302)]
)
async def test_a_refusing_mode_answers_so_and_has_no_effect(
    mode: str, status: int, books: Books, clock: FixedClock, hand: Hand
) -> None:
    shop = await hand.start(Shop(books, clock).desk.app)
    await hand.control(shop, "/__mode", mode=mode)

    async with hand.http.post(f"{shop.url}/buy", json={"who": "甲"}, allow_redirects=False) as answer:
        got = answer.status

    assert got == status
    assert await hand.look(shop, "/__books") == {"orders": 0}


@pytest.mark.parametrize("mode", ["hang", "hang_after", "slow", "drip"])
async def test_a_hanging_vendor_still_stops_at_once(
    mode: str, books: Books, clock: FixedClock, hand: Hand
) -> None:
    shop = await serve(Shop(books, clock).desk.app)
    await hand.control(shop, "/__mode", mode=mode, seconds=60)
    waiting = asyncio.create_task(order(hand, shop))
    await asyncio.sleep(0.1)
    assert not waiting.done()

    async with asyncio.timeout(2.5):
        await shop.stop()

    waiting.cancel()
    await asyncio.wait({waiting})


@pytest.mark.parametrize("mode", ["malformed_json", "wrong_content_type"])
async def test_an_answer_can_be_spoiled_after_the_order_was_kept(
    mode: str, books: Books, clock: FixedClock, hand: Hand
) -> None:
    shop = await hand.start(Shop(books, clock).desk.app)
    await hand.control(shop, "/__mode", mode=mode)

    async with hand.http.post(f"{shop.url}/buy", json={"who": "甲"}) as answer:
        with pytest.raises((aiohttp.ContentTypeError, json.JSONDecodeError)):
            await answer.json()

    assert await hand.look(shop, "/__books") == {"orders": 1}


async def test_a_fault_can_be_meant_for_one_customer_only(
    books: Books, clock: FixedClock, hand: Hand
) -> None:
    shop = await hand.start(Shop(books, clock).desk.app)

    await hand.control(shop, "/__mode", mode="503", match={"who": "乙"})

    assert [await order(hand, shop, "甲"), await order(hand, shop, "乙")] == [200, 503]


async def test_a_vendors_own_fault_is_left_to_the_vendor_and_an_unknown_one_is_refused(
    books: Books, clock: FixedClock, hand: Hand
) -> None:
    shop = await hand.start(Shop(books, clock).desk.app)

    told = await hand.control(shop, "/__mode", mode="burn")
    await hand.control(shop, "/__mode", mode="sold_out")

    assert "error" in str(told)
    assert await order(hand, shop) == 200
    assert await hand.look(shop, "/__books") == {"orders": 0}


async def test_a_standing_fault_is_not_spent_by_requests(books: Books, clock: FixedClock, hand: Hand) -> None:
    shop = Shop(books, clock)
    running = await hand.start(shop.desk.app)
    await hand.control(running, "/__mode", mode="deny", times=1)

    await order(hand, running)

    assert shop.desk.faults.take({}, {"deny"}).mode == "deny"
    assert shop.desk.faults.take({}, {"deny"}).mode == "ok"


async def test_the_log_shows_no_phone_no_identity_number_and_no_name(
    books: Books, clock: FixedClock, hand: Hand
) -> None:
    shop = await hand.start(Shop(books, clock).desk.app)

    await order(hand, shop)

    text = json.dumps(await hand.look(shop, "/__log"), ensure_ascii=False)
    assert "199****5678" in text
    assert not any(secret in text for secret in ("19912345678", "370285199003071234", "甲某某"))


async def test_books_survive_a_restart_and_numbers_go_on(tmp_path: Path) -> None:
    path = tmp_path / "sandbox" / "shop.sqlite3"
    with Books(path) as first:
        first.create("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, who TEXT)")
        first.insert("orders", who="甲")
        assert first.next_number("order") == 1

    with Books(path) as second:
        kept = second.count("SELECT COUNT(*) FROM orders")
        number = second.next_number("order")

    assert (kept, number) == (1, 2)


def test_what_was_written_before_a_kill_is_kept_and_half_a_transaction_is_not(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite3"
    with Books(path) as books:
        books.create("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, who TEXT)")
    killed = (
        "import os, signal, sys; from pathlib import Path; from adapters.sandbox.kit import Books\n"
        "books = Books(Path(sys.argv[1])); books.insert('orders', who='kept')\n"
        "with books.transaction():\n"
        "    books.insert('orders', who='half'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    ended = subprocess.run([sys.executable, "-c", killed, str(path)], check=False)  # noqa: S603 -- our own words

    assert ended.returncode == -signal.SIGKILL
    with Books(path) as books:
        assert [row["who"] for row in books.rows("SELECT who FROM orders")] == ["kept"]


async def test_half_a_transaction_is_not_kept(books: Books) -> None:
    books.create("CREATE TABLE orders (id INTEGER PRIMARY KEY, who TEXT)")

    def interrupted() -> None:
        with books.transaction():
            books.insert("orders", who="甲")
            with books.transaction():
                books.insert("orders", who="乙")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()

    assert books.count("SELECT COUNT(*) FROM orders") == 0


async def test_a_callback_survives_a_restart_of_the_vendor(
    tmp_path: Path, clock: FixedClock, listener: Listener, hand: Hand
) -> None:
    path = tmp_path / "shop.sqlite3"
    with Books(path) as books:
        first = await serve(Shop(books, clock, listener.url).desk.app)
        await hand.control(first, "/__callbacks", hold=True)
        await order(hand, first)
        await first.stop()
    assert listener.got == []

    with Books(path) as books:
        await hand.start(Shop(books, clock, listener.url).desk.app)
        got = await listener.wait_for(1)

    assert [json.loads(one.body) for one in got] == [{"order": 1}]


async def test_a_refused_callback_comes_again_after_a_minute_and_five_and_then_never(
    books: Books, clock: FixedClock, listener: Listener, hand: Hand
) -> None:
    listener.status = 503
    shop = await hand.start(Shop(books, clock, listener.url).desk.app)
    await order(hand, shop)
    await listener.wait_for(1)

    for seconds, expected in ((59, 1), (1, 2), (299, 2), (1, 3), (86400, 3)):
        await hand.control(shop, "/__advance", seconds=seconds)
        await hand.control(shop, "/__flush")
        assert len(listener.got) == expected

    assert "given_up" in str(await hand.look(shop, "/__callbacks"))


async def test_callbacks_come_twice_or_backwards_when_told_to(
    books: Books, clock: FixedClock, listener: Listener, hand: Hand
) -> None:
    shop = await hand.start(Shop(books, clock, listener.url).desk.app)
    await hand.control(shop, "/__callbacks", hold=True, reorder=True, duplicate=True)
    await order(hand, shop)
    await order(hand, shop)

    counts = await hand.control(shop, "/__flush")

    assert [json.loads(one.body)["order"] for one in listener.got] == [2, 2, 1, 1]
    assert counts == {"sent": 2, "failed": 0}


async def test_the_sandbox_calls_nobody_outside_this_machine(books: Books, clock: FixedClock) -> None:
    shop = Shop(books, clock)

    with pytest.raises(ValueError, match="loopback"):
        shop.desk.callbacks.enqueue("https://palm.example/callback")


async def test_an_advanced_clock_stays_advanced_after_a_restart(
    tmp_path: Path, clock: FixedClock, hand: Hand
) -> None:
    path = tmp_path / "shop.sqlite3"
    with Books(path) as books:
        shop = await hand.start(Shop(books, clock).desk.app)
        await hand.control(shop, "/__advance", seconds=3600)
        await shop.stop()

    with Books(path) as books:
        desk = Shop(books, clock).desk

    assert (desk.clock.now() - desk.clock.wall()).total_seconds() == 3600
