"""The emulated regulators' platform (审管衔接平台): each number once, against a receipt they sign."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import Credentials
from adapters.sandbox.regulator import RegulatorSandbox, create_app
from tests.sandbox.public_bodies import (
    CALLER,
    SECRET,
    Answer,
    Caller,
    Listener,
    headers_for,
    now,
    open_body,
    the_city,
    until,
)

BODY, DAY = the_city().tasks[0].body.uscc, "2026-11-21"
OTHER = next(one.uscc for one in the_city().bodies if one.uscc != BODY)
OWN = Credentials("regulator-push", b"invented-secret-of-the-regulator")


def a_result(**changed: object) -> bytes:
    said = {"kind": "granted", "day": DAY, "holder": "青岛虚构供水有限公司"} | changed
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


async def push(
    platform: Caller, seq: object = 1, content: bytes | None = None, *, body: str = BODY, **signing: Any
) -> Answer:
    path = f"/api/v1/results/{body}/{seq}"
    return await platform.call("POST", path, a_result() if content is None else content, **signing)


async def ask(platform: Caller, seq: int = 1, *, body: str = BODY) -> Answer:
    return await platform.call("GET", f"/api/v1/results/{body}/{seq}")


async def day(platform: Caller, body: str = BODY, on: str = DAY) -> list[int]:
    """Which numbers they say they have."""
    answer = await platform.call("GET", "/api/v1/reconciliation", query={"body": body, "day": on})
    return [one["seq"] for one in answer.data["results"]]


async def kept(platform: Caller) -> list[tuple[int, int]]:
    """Number, and how often it was told."""
    return [(one["seq"], one["times"]) for one in (await platform.look("/__books"))["results"]]


def is_signed_by(secret: bytes, receipt: Any) -> bool:
    """As docs/vendors/regulator.md tells how a receipt is checked."""
    text = "".join(f"{receipt[name]}\n" for name in ("receiptNo", "body", "seq", "digest", "receivedAt"))
    return hmac.new(secret, text.encode(), "sm3").hexdigest() == str(receipt["signature"])


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def platform(listener: Listener) -> AsyncIterator[Caller]:
    with Books(":memory:") as books:
        async with open_body(listener.app()) as ours:
            config = RegulatorSandbox(own=OWN, gaps_url=f"{ours.url}/push")
            async with open_body(create_app(books, caller=CALLER, config=config, now=now)) as caller:
                yield caller


async def test_a_result_is_taken_against_a_receipt_signed_by_their_own_secret(platform: Caller) -> None:
    answer = await push(platform)

    receipt = answer.data
    assert answer.code == "0"
    assert (receipt["body"], receipt["seq"]) == (BODY, 1)
    assert receipt["digest"] == hashlib.sha256(a_result()).hexdigest()
    assert is_signed_by(OWN.secret, receipt)
    assert not is_signed_by(SECRET.encode(), receipt)


@pytest.mark.parametrize(
    ("signing", "code"),
    [
        ({"secret": "invented-secret-of-the-palm-officE"}, "4014"),
        ({"secret": OWN.secret.decode()}, "4014"),
        ({"app_id": "somebody-else"}, "4011"),
        ({"stamp": int(now().timestamp()) - 301}, "4012"),
        ({"algorithm": "HMAC-MD5"}, "4015"),
        ({"nonce": "short"}, "4010"),
    ],
)
async def test_what_is_not_signed_as_agreed_is_not_taken(
    platform: Caller, signing: dict[str, Any], code: str
) -> None:
    answer = await push(platform, **signing)

    assert (answer.status, answer.code) == (401, code)
    assert await kept(platform) == []


async def test_a_call_that_was_heard_is_not_heard_again_and_another_body_does_not_fit_its_signature(
    platform: Caller,
) -> None:
    path = f"/api/v1/results/{BODY}/1"
    signed = headers_for("POST", path, {}, a_result())
    first = await platform.send("POST", path, a_result(), {}, signed)

    replayed = await platform.send("POST", path, a_result(), {}, signed)
    altered = await platform.send(
        "POST",
        f"/api/v1/results/{BODY}/2",
        a_result(kind="denied"),
        {},
        headers_for("POST", path, {}, a_result()),
    )

    assert (first.code, replayed.code, altered.code) == ("0", "4013", "4014")
    assert await kept(platform) == [(1, 1)]


async def test_told_again_it_is_the_same_receipt_word_for_word(platform: Caller) -> None:
    first, again = await push(platform), await push(platform)

    assert again.data == first.data == (await ask(platform)).data
    assert await kept(platform) == [(1, 2)]


async def test_another_result_under_a_number_that_is_taken_changes_nothing(platform: Caller) -> None:
    first = await push(platform)

    other = await push(platform, content=a_result(holder="另一家虚构公司"))

    assert (other.code, other.data) == ("4091", None)
    assert (await ask(platform)).data == first.data


async def test_every_body_counts_for_itself(platform: Caller) -> None:
    receipts = [(await push(platform, body=body)).data["receiptNo"] for body in (BODY, OTHER)]

    assert len(set(receipts)) == 2
    assert (await day(platform, BODY), await day(platform, OTHER)) == ([1], [1])


@pytest.mark.parametrize(
    ("seq", "content", "code"),
    [
        ("0", None, "4001"),
        ("-1", None, "4001"),
        ("one", None, "4001"),
        (1, b"not json", "4000"),
        (1, b"[]", "4000"),
        (1, a_result(kind="accepted"), "4000"),
        (1, a_result(day=20261121), "4000"),
    ],
)
async def test_what_is_no_result_is_refused(
    platform: Caller, seq: object, content: bytes | None, code: str
) -> None:
    answer = await push(platform, seq, content)

    assert (answer.status, answer.code) == (200, code)
    assert await kept(platform) == []


async def test_a_department_that_is_none_has_no_numbers(platform: Caller) -> None:
    assert (await push(platform, body="1137028500000000XX")).code == "4001"


async def test_what_never_arrived_is_not_known(platform: Caller) -> None:
    assert (await ask(platform)).code == "4040"


async def test_a_day_lists_what_they_have_of_it_in_order(platform: Caller) -> None:
    for seq in (3, 1, 2):
        await push(platform, seq)
    await push(platform, 4, a_result(day="2026-11-22"))

    assert (await day(platform), await day(platform, on="2026-11-22")) == ([1, 2, 3], [4])
    assert await day(platform, on="2026-11-20") == []


async def test_a_receipt_of_what_they_lost_is_a_gap_they_find_and_that_can_be_filled(
    platform: Caller, listener: Listener
) -> None:
    await push(platform, 1)
    await platform.control("/__mode", {"mode": "lose", "times": 1})
    lost = await push(platform, 2)
    await push(platform, 3)
    before = await day(platform)

    gaps = (await platform.control("/__want", {"body": BODY})).json
    await until(lambda: len(listener.got) == 1)
    again = await push(platform, 2)

    assert is_signed_by(OWN.secret, lost.data)
    assert (before, gaps) == ([1, 3], {"gaps": [[2, 2]]})
    assert listener.got == [{"body": BODY, "from": 2, "to": 2}]
    assert again.code == "0"
    assert (await platform.control("/__want", {"body": BODY})).json == {"gaps": []}


async def test_a_gap_is_asked_for_under_their_own_signature_and_again_until_it_is_heard(
    platform: Caller, listener: Listener
) -> None:
    for seq in (1, 4):
        await push(platform, seq)
    listener.refuse = 1
    await platform.control("/__want", {"body": BODY})
    await until(lambda: len(listener.got) == 1)

    await platform.control("/__advance", {"seconds": 1})
    await until(lambda: len(listener.got) == 2)

    heads = listener.heads[0]
    good = headers_for(
        "POST",
        "/push",
        {},
        listener.raw[0],
        secret=OWN.secret.decode(),
        app_id=OWN.app_id,
        nonce=heads["X-Nonce"],
        stamp=int(heads["X-Timestamp"]),
    )
    assert good.items() <= heads.items()
    assert listener.raw[0] == listener.raw[1]
    assert listener.heads[1]["X-Nonce"] != heads["X-Nonce"]


async def test_what_they_forget_they_want_again(platform: Caller) -> None:
    for seq in (1, 2, 3):
        await push(platform, seq)

    forgotten = (await platform.control("/__forget", {"body": BODY, "seq": 2})).json

    assert forgotten == {"forgotten": 1}
    assert (await day(platform), (await ask(platform, 2)).code) == ([1, 3], "4040")
    assert (await push(platform, 2)).code == "0"


async def test_a_receipt_can_be_made_to_say_something_else(platform: Caller) -> None:
    await platform.control("/__mode", {"mode": "wrong_receipt", "times": 1})

    wrong = (await push(platform)).data

    assert wrong["digest"] == "0" * 64
    assert not is_signed_by(OWN.secret, wrong)
    assert is_signed_by(OWN.secret, (await ask(platform)).data)


@pytest.mark.parametrize(("mode", "code"), [("refuse", "4220"), ("throttle", "4290")])
async def test_a_platform_that_refuses_or_is_busy_has_taken_nothing(
    platform: Caller, mode: str, code: str
) -> None:
    await platform.control("/__mode", {"mode": mode, "times": 1})

    answer = await push(platform)

    assert answer.code == code
    assert await kept(platform) == []


@pytest.mark.parametrize(("mode", "arrived"), [("reset_before", []), ("reset_after", [(1, 1)])])
async def test_a_line_that_breaks_before_or_after_the_effect_leaves_what_it_says(
    platform: Caller, mode: str, arrived: list[tuple[int, int]]
) -> None:
    await platform.control("/__mode", {"mode": mode, "times": 1})

    with pytest.raises(aiohttp.ClientError):
        await push(platform)

    assert await kept(platform) == arrived


@pytest.mark.parametrize(("mode", "arrived"), [("hang", []), ("hang_after", [(1, 1)]), ("slow", [(1, 1)])])
async def test_who_does_not_wait_long_enough_finds_out_by_asking(
    platform: Caller, mode: str, arrived: list[tuple[int, int]]
) -> None:
    await platform.control("/__mode", {"mode": mode, "times": 1, "seconds": 60})

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await push(platform)

    assert await kept(platform) == arrived
    assert (await ask(platform)).code == ("0" if arrived else "4040")


async def test_their_books_outlive_a_restart(tmp_path: Path) -> None:
    config, receipts = RegulatorSandbox(own=OWN, gaps_url="http://127.0.0.1:9/gaps"), []
    for _ in range(2):
        with Books(tmp_path / "regulator.sqlite3") as books:
            async with open_body(create_app(books, caller=CALLER, config=config, now=now)) as caller:
                receipts.append((await push(caller)).data)

    assert receipts[0] == receipts[1]
