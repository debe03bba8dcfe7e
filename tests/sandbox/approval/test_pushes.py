"""The emulated approval back-end: its pushes are signed, tried again, and outlive a restart."""

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.sandbox.approval import create_app
from adapters.sandbox.approval_office import Office
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import Credentials
from tests.sandbox.approval.back_end import PUSH_SECRET, BackEnd, Starting
from tests.sandbox.public_bodies import (
    CALLER,
    Listener,
    headers_for,
    now,
    open_body,
    until,
)


async def test_a_push_is_signed_by_the_back_ends_own_secret(told: BackEnd, listener: Listener) -> None:
    case_no = await told.accepted_case()
    await until(lambda: len(listener.got) == 1)

    push, heads = listener.got[0], listener.heads[0]
    good = headers_for(
        "POST",
        "/push",
        {},
        listener.raw[0],
        secret=PUSH_SECRET,
        app_id="approval-back-end",
        nonce=heads["X-Nonce"],
        stamp=int(heads["X-Timestamp"]),
    )
    assert good.items() <= heads.items()
    assert (push["caseNo"], push["bizNo"], push["status"], push["seq"]) == (
        case_no,
        "biz-00000001",
        "已受理",
        1,
    )
    assert len(push["documents"]) == 1


async def test_a_push_not_taken_is_tried_again_with_a_fresh_nonce(told: BackEnd, listener: Listener) -> None:
    listener.refuse = 2
    await told.accepted_case()
    await until(lambda: len(listener.got) == 1)

    for seconds in (1, 2, 4):
        await told.control("/__advance", {"seconds": seconds})
        await until(lambda: (listener.refuse == 0) or len(listener.got) > 1)
    await until(lambda: len(listener.got) == 3)

    assert listener.got[0] == listener.got[1] == listener.got[2]
    assert len({head["X-Nonce"] for head in listener.heads}) == 3


async def test_pushes_arrive_twice_and_the_later_first_when_told_so(
    told: BackEnd, listener: Listener
) -> None:
    await told.control("/__push", {"hold": True, "duplicate": True, "reorder": True})
    case_no = await told.accepted_case()
    await told.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    await told.control("/__flush")

    assert [push["seq"] for push in listener.got] == [2, 2, 1, 1]


async def test_held_pushes_wait(told: BackEnd, listener: Listener) -> None:
    await told.control("/__push", {"hold": True})
    await told.accepted_case()
    waiting = [row["state"] for row in await told.look("/__callbacks")]

    await told.control("/__push", {"hold": False})

    await until(lambda: len(listener.got) == 1)
    assert waiting == ["pending"]


async def test_the_back_end_remembers_cases_seals_and_pushes_over_a_restart(
    tmp_path: Path, start: Starting, office: Office, stack: AsyncExitStack, listener: Listener
) -> None:
    ours = await stack.enter_async_context(open_body(listener.app()))
    push: dict[str, Any] = {"push_url": f"{ours.url}/push", "push_as": Credentials("b", PUSH_SECRET.encode())}
    path = tmp_path / "approval.sqlite3"
    with Books(path) as books:
        app = create_app(books, caller=CALLER, office=replace(office, **push), now=now)
        async with open_body(app) as caller:
            first = BackEnd(caller.http, caller.url)
            await first.control("/__push", {"hold": True})
            case_no = await first.accepted_case()
            key = (await first.call("GET", "/api/v1/seal-certificate")).data

    second = await start(path, **push)

    await until(lambda: len(listener.got) == 1)
    assert listener.got[0]["status"] == "已受理"
    assert (await second.file()).data["caseNo"] == case_no
    assert (await second.call("GET", "/api/v1/seal-certificate")).data == key
