"""The emulated back-end and proposals (秒批建议): checked as signed, adopted in time or taken by hand."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.sandbox.approval_office import Office
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import Credentials
from tests.sandbox.approval.back_end import CITY, TASK, BackEnd, Starting, reach
from tests.sandbox.public_bodies import Listener, open_body, until

DOCUMENT = "（演示）即时办理授权文件"
OURS, STRANGERS = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
PROPOSAL = "01930000-0000-7000-8000-000000000001"


def pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture
def office() -> Office:
    """One that was given our key and an authorisation for the item."""
    return Office(
        bodies={body.uscc: body.name for body in CITY.bodies},
        licence_types=CITY.licence_types,
        authorisations={TASK.code: DOCUMENT},
        proposal_keys=(pem(OURS),),
    )


def rule(**changed: Any) -> dict[str, Any]:
    return {
        "id": "licence-valid",
        "field": "licence.status",
        "op": "equals",
        "value": "valid",
        "met": True,
        "input": "valid",
        "source": "电子证照库",
        "asOf": "2026-11-21T02:00:00+00:00",
    } | changed


def signed(
    case_no: str,
    *,
    key: ec.EllipticCurvePrivateKey = OURS,
    typ: str = "palm-proposal+json",
    **changed: Any,
) -> bytes:
    told = {
        "proposalId": PROPOSAL,
        "caseNo": case_no,
        "bizNo": "biz-00000001",
        "item": "wg-15-minban-renewal",
        "authorisation": DOCUMENT,
        "rulesVersion": 1,
        "rules": [rule()],
        "result": "grant",
        "at": "2026-11-21T02:00:00+00:00",
    } | changed
    content = json.dumps(told, ensure_ascii=False).encode()
    return jwt.PyJWS().encode(content, key, "ES256", headers={"typ": typ}).encode()


async def propose(back_end: BackEnd, case_no: str, body: bytes | None = None) -> Any:
    path = f"/api/v1/cases/{case_no}/proposal"
    return await back_end.call("POST", path, signed(case_no) if body is None else body)


async def ready(back_end: BackEnd) -> str:
    """A case accepted whose person lets rules speak."""
    return await back_end.accepted_case(decidePath="proposal")


async def test_a_proposal_waits_for_the_clerk_and_again_is_the_same(start: Starting) -> None:
    back_end = await start()
    case_no = await ready(back_end)

    first, again = [await propose(back_end, case_no) for _ in range(2)]

    asked = await back_end.call("GET", f"/api/v1/cases/{case_no}/proposal")
    assert first.data == again.data == asked.data == {"proposalId": PROPOSAL, "state": "waiting"}
    [kept] = (await back_end.look("/__books"))["proposals"]
    assert kept["content"]["rules"][0]["source"] == "电子证照库"


async def test_a_proposal_that_never_came_is_not_there(start: Starting) -> None:
    back_end = await start()
    case_no = await ready(back_end)

    assert (await back_end.call("GET", f"/api/v1/cases/{case_no}/proposal")).code == "4040"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key": STRANGERS}, "4221"),
        ({"typ": "at+jwt"}, "4221"),
        ({"surprise": 1}, "4221"),
        ({"rules": []}, "4221"),
        ({"bizNo": "biz-00000002"}, "4222"),
        ({"caseNo": "another"}, "4222"),
        ({"authorisation": "别的文件"}, "4222"),
        ({"result": "deny"}, "4222"),
        ({"rules": [rule(), rule(met=False)]}, "4222"),
    ],
)
async def test_a_proposal_not_in_order_is_refused_and_kept_nowhere(
    start: Starting, changed: dict[str, Any], code: str
) -> None:
    back_end = await start()
    case_no = await ready(back_end)
    told = {"case_no": changed.pop("caseNo", case_no), **changed}

    answer = await propose(back_end, case_no, signed(**told))

    assert (answer.status, answer.code) == (200, code)
    assert (await back_end.look("/__books"))["proposals"] == []


async def test_a_changed_byte_breaks_the_signature(start: Starting) -> None:
    back_end = await start()
    case_no = await ready(back_end)
    head, content, seal = signed(case_no).decode().split(".")

    answer = await propose(back_end, case_no, f"{head}.{content[:-4]}AAAA.{seal}".encode())

    assert answer.code == "4221"


async def test_without_a_published_key_no_proposal_is_believed(start: Starting) -> None:
    back_end = await start(proposal_keys=())
    case_no = await ready(back_end)

    refused = await propose(back_end, case_no)
    await back_end.control("/__proposal_key", {"pem": pem(OURS)})

    assert refused.code == "4221"
    assert (await propose(back_end, case_no)).code == "0"
    assert (await back_end.control("/__proposal_key", {"pem": "none"})).status == 400


async def test_an_item_without_authorisation_takes_none(start: Starting) -> None:
    back_end = await start(authorisations={})
    case_no = await ready(back_end)

    assert (await propose(back_end, case_no)).code == "4042"


async def test_who_wants_staff_gets_staff(start: Starting) -> None:
    back_end = await start()
    case_no = await back_end.accepted_case(decidePath="manual")

    assert (await propose(back_end, case_no)).code == "4092"


async def test_nothing_is_proposed_before_acceptance_or_after_the_decision(start: Starting) -> None:
    back_end = await start()
    case_no = (await back_end.file(decidePath="proposal")).data["caseNo"]
    early = await propose(back_end, case_no)
    await back_end.put(case_no)
    for outcome in ("accept", "grant"):
        await back_end.control("/__decide", {"caseNo": case_no, "outcome": outcome})

    assert (early.code, (await propose(back_end, case_no)).code) == ("4092", "4092")


async def test_a_second_proposal_for_one_case_is_refused(start: Starting) -> None:
    back_end = await start()
    case_no = await ready(back_end)
    await propose(back_end, case_no)

    other = await propose(back_end, case_no, signed(case_no, proposalId=PROPOSAL[:-1] + "2"))

    assert other.code == "4091"


async def _filed(back_end: BackEnd, **changed: Any) -> str:
    case_no: str = (await back_end.file(decidePath="proposal", **changed)).data["caseNo"]
    await back_end.put(case_no)
    await reach(back_end, case_no, "已受理")
    return case_no


@pytest.fixture
async def told(stack: AsyncExitStack, start: Starting, listener: Listener) -> BackEnd:
    """A back-end with a tempo that pushes to the listener."""
    ours = await stack.enter_async_context(open_body(listener.app()))
    push_as = Credentials("approval-back-end", b"invented push secret")
    return await start(push_url=f"{ours.url}/push", push_as=push_as, tempo_seconds=30)


async def test_the_decision_that_adopts_a_proposal_names_it(told: BackEnd, listener: Listener) -> None:
    case_no = await _filed(told)
    await propose(told, case_no)

    await reach(told, case_no, "办结-准予")

    await until(lambda: len(listener.got) == 2)
    case = await told.case(case_no)
    asked = await told.call("GET", f"/api/v1/cases/{case_no}/proposal")
    assert listener.got[1]["adoptedProposal"] == PROPOSAL
    assert asked.data["state"] == "adopted"
    assert [paper["kind"] for paper in case["documents"]] == ["accepted", "decision-granted"]


async def test_told_so_the_clerk_decides_by_hand_whatever_was_proposed(
    told: BackEnd, listener: Listener
) -> None:
    await told.control("/__mode", {"mode": "by_hand", "match": {"bizNo": "biz-00000001"}})
    case_no = await _filed(told)
    await propose(told, case_no)

    await reach(told, case_no, "办结-准予")

    await until(lambda: len(listener.got) == 2)
    asked = await told.call("GET", f"/api/v1/cases/{case_no}/proposal")
    assert "adoptedProposal" not in listener.got[1]
    assert asked.data["state"] == "by_hand"


async def test_a_clerk_may_deny_what_was_proposed(told: BackEnd, listener: Listener) -> None:
    await told.control("/__mode", {"mode": "deny"})
    case_no = await _filed(told)
    await propose(told, case_no)

    await reach(told, case_no, "办结-不予")

    await until(lambda: len(listener.got) == 2)
    assert "adoptedProposal" not in listener.got[1]
    assert (await told.look("/__books"))["proposals"][0]["state"] == "by_hand"


async def test_a_clerk_who_is_away_takes_nothing_up_until_back(told: BackEnd) -> None:
    accepted = {"match": {"status": "已受理"}}
    await told.control("/__mode", {"mode": "away", **accepted})
    case_no = await _filed(told)
    await propose(told, case_no)

    await asyncio.sleep(0.3)  # three looks of the clerk at the tray
    meanwhile = (await told.case(case_no))["status"]
    await told.control("/__mode", {"mode": "ok", **accepted})

    assert meanwhile == "已受理"
    await reach(told, case_no, "办结-准予")


async def _status_after(back_end: BackEnd, case_no: str, seconds: int) -> str:
    await back_end.control("/__advance", {"seconds": seconds})
    await asyncio.sleep(0.3)  # three looks of the clerk at the tray
    status: str = (await back_end.case(case_no))["status"]
    return status


@pytest.mark.parametrize(("path", "patient"), [("proposal", True), ("manual", False)])
async def test_a_clerk_waits_a_little_for_a_proposal_that_may_come(
    start: Starting, path: str, *, patient: bool
) -> None:
    back_end = await start(tempo_seconds=1000)
    case_no = (await back_end.file(decidePath=path)).data["caseNo"]
    await back_end.put(case_no)
    assert await _status_after(back_end, case_no, 1001) == "已受理"

    early = await _status_after(back_end, case_no, 1500)
    late = await _status_after(back_end, case_no, 1600)

    assert early == ("已受理" if patient else "办结-准予")
    assert late == "办结-准予"


async def test_a_case_with_nothing_to_adopt_is_not_adopted(start: Starting) -> None:
    back_end = await start()
    case_no = await ready(back_end)

    answer = await back_end.control("/__decide", {"caseNo": case_no, "outcome": "adopt"})

    assert answer.status == 400


async def test_books_of_before_there_were_proposals_are_read(start: Starting, tmp_path: Path) -> None:
    path = tmp_path / "approval.sqlite3"
    back_end = await start(path)
    case_no = await back_end.accepted_case()
    with Books(path) as books:
        books.write("DELETE FROM filings")

    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    assert (await back_end.case(case_no))["status"] == "办结-准予"
