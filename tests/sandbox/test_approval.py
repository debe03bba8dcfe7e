"""The emulated approval back-end (审批系统): filing, materials, surrender, decisions, seals, pushes."""

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from adapters.sandbox.approval import create_app
from adapters.sandbox.approval_office import Office
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import Credentials
from adapters.sandbox.licence_bank import create_app as bank_app
from adapters.sandbox.social_register import create_app as register_app
from tests.sandbox.public_bodies import (
    CALLER,
    PURPOSE,
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

CITY = the_city()
JOURNEY = CITY.of("journey")
TASK = CITY.tasks[0]
PUSH_SECRET = "invented-secret-of-the-back-end"
CONTENT = b"the application form"
Starting = Callable[..., Awaitable["BackEnd"]]
PIECES: list[dict[str, Any]] = [
    {"kind": "正本", "serial": 1, "number": JOURNEY.certificate.number},
    {"kind": "副本", "serial": 1, "number": JOURNEY.certificate.number},
    {"kind": "副本", "serial": 2, "number": JOURNEY.certificate.number},
]


def filing(**changed: Any) -> dict[str, object]:
    return {
        "bizNo": "biz-00000001",
        "taskCode": TASK.code,
        "matterNo": "matter-1",
        "applicant": {"name": JOURNEY.name, "code": JOURNEY.uscc, "codeType": "001"},
        "actor": {
            "name": JOURNEY.responsible.name,
            "idNumber": JOURNEY.responsible.id_number,
            "capacity": "负责人",
        },
        "form": {"orgName": JOURNEY.name, "contact": f"联系人{JOURNEY.responsible.name}"},
        "materials": [
            {
                "name": "申请表",
                "kind": "form",
                "digestAlg": "sm3",
                "digest": hashlib.new("sm3", CONTENT).hexdigest(),
                "contentType": "application/pdf",
                "size": len(CONTENT),
            }
        ],
        "intent": {
            "at": "2026-11-21T09:58:00+08:00",
            "textVersion": "3",
            "digest": "a" * 64,
            "level": "face",
        },
        "decidePath": "manual",
    } | changed


class BackEnd(Caller):
    async def file(self, **changed: Any) -> Answer:
        return await self.call("POST", "/api/v1/cases", filing(**changed))

    async def case(self, case_no: str) -> Any:
        return (await self.call("GET", f"/api/v1/cases/{case_no}")).data

    async def put(self, case_no: str, content: bytes = CONTENT, index: str = "0") -> Answer:
        return await self.call("PUT", f"/api/v1/cases/{case_no}/materials/{index}", content)

    async def surrender(self, case_no: str, pieces: list[dict[str, Any]]) -> Answer:
        body = {"pieces": pieces, "scannedAt": "2026-11-21T09:00:00+08:00", "clerk": "窗口01"}
        return await self.call("POST", f"/api/v1/cases/{case_no}/originals", body)

    async def accepted_case(self, **changed: Any) -> str:
        """File, send the material, accept by hand."""
        case_no: str = (await self.file(**changed)).data["caseNo"]
        await self.put(case_no)
        await self.control("/__decide", {"caseNo": case_no, "outcome": "accept"})
        return case_no


def verify_seal(certificate: dict[str, str], got: Answer) -> None:
    key = load_pem_public_key(certificate["publicKey"].encode())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(base64.b64decode(got.headers["X-Seal"]), got.body)


def office(**changed: Any) -> Office:
    plain = Office(
        bodies={body.uscc: body.name for body in CITY.bodies},
        licence_types=CITY.licence_types,
        denials=CITY.denials,
    )
    return replace(plain, **changed)


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
def start(stack: AsyncExitStack) -> Starting:
    async def started(path: Path | str = ":memory:", **changed: Any) -> BackEnd:
        books = stack.enter_context(Books(path))
        app = create_app(books, caller=CALLER, office=office(**changed), now=now)
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


async def test_a_filed_case_gets_a_case_number(back_end: BackEnd) -> None:
    answer = await back_end.file()

    assert answer.code == "0"
    assert answer.data["caseNo"] == f"{TASK.code}202611210001"
    assert (await back_end.case(answer.data["caseNo"]))["materialsMissing"] == [0]


async def test_filing_again_with_the_same_number_answers_the_first_case(back_end: BackEnd) -> None:
    first = await back_end.file()
    again = await back_end.call("POST", "/api/v1/cases", dict(reversed(filing().items())))

    assert again.data["caseNo"] == first.data["caseNo"]
    assert len((await back_end.look("/__books"))["cases"]) == 1


async def test_the_same_number_with_other_content_is_refused(back_end: BackEnd) -> None:
    await back_end.file()

    answer = await back_end.file(form={"orgName": "另一名称"})

    assert (answer.status, answer.code) == (200, "4091")


async def test_a_case_filed_while_the_answer_was_lost_can_be_asked_for(back_end: BackEnd) -> None:
    await back_end.control("/__mode", {"mode": "malformed_json", "times": 1})
    await back_end.file()

    asked = await back_end.call("GET", "/api/v1/cases", query={"bizNo": "biz-00000001"})

    assert asked.data["caseNo"] == (await back_end.file()).data["caseNo"]


async def test_a_case_that_never_arrived_is_unknown(back_end: BackEnd) -> None:
    by_ours = await back_end.call("GET", "/api/v1/cases", query={"bizNo": "biz-00000001"})
    by_theirs = await back_end.call("GET", "/api/v1/cases/none")

    assert (by_ours.code, by_theirs.code) == ("4040", "4040")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"taskCode": TASK.code[:-1]}, "4001"),
        ({"taskCode": "11370800MB285591843370117002011"}, "4041"),
        ({"applicant": {"name": "x", "code": JOURNEY.uscc[:-1] + "0", "codeType": "001"}}, "4001"),
        ({"actor": {"name": "x", "idNumber": "370202198808089990", "capacity": "负责人"}}, "4001"),
        ({"decidePath": "instant"}, "4000"),
        ({"surprise": 1}, "4000"),
        ({"form": {"orgName": 1}}, "4000"),
        (
            {"intent": {"at": "2026-11-21T09:58:00", "textVersion": "3", "digest": "a" * 64, "level": "x"}},
            "4000",
        ),
        ({"materials": None}, "4000"),
        ({"bizNo": "short"}, "4000"),
    ],
)
async def test_a_filing_that_is_not_in_order_is_refused_and_kept_nowhere(
    back_end: BackEnd, changed: dict[str, Any], code: str
) -> None:
    answer = await back_end.file(**changed)

    assert (answer.status, answer.code) == (200, code)
    assert (await back_end.look("/__books"))["cases"] == []


async def test_a_refusal_names_the_field_and_never_its_value(back_end: BackEnd) -> None:
    answer = await back_end.file(decidePath="甲子安的秘密")

    assert "$.decidePath" in answer.json["msg"]
    assert "秘密" not in answer.body.decode()


async def test_a_wrong_secret_files_nothing(back_end: BackEnd) -> None:
    answer = await back_end.call("POST", "/api/v1/cases", filing(), secret=SECRET[:-1] + "f")

    assert (answer.status, answer.code) == (401, "4014")
    assert (await back_end.look("/__books"))["cases"] == []


async def test_a_replayed_filing_is_refused(back_end: BackEnd) -> None:
    await back_end.call("POST", "/api/v1/cases", filing(), nonce="n" * 16)

    answer = await back_end.call("POST", "/api/v1/cases", filing(), nonce="n" * 16)

    assert (answer.status, answer.code) == (401, "4013")


async def test_a_material_counts_when_its_bytes_are_the_declared_ones(back_end: BackEnd) -> None:
    case_no = (await back_end.file()).data["caseNo"]

    wrong = await back_end.put(case_no, b"the application forn")
    right = await back_end.put(case_no)
    again = await back_end.put(case_no)

    assert (wrong.code, right.code, again.code) == ("4220", "0", "0")
    assert right.data["materialsMissing"] == []


@pytest.mark.parametrize("index", ["1", "x", "999"])
async def test_a_material_never_declared_is_unknown(back_end: BackEnd, index: str) -> None:
    case_no = (await back_end.file()).data["caseNo"]

    assert (await back_end.put(case_no, index=index)).code == "4040"


async def test_nothing_is_accepted_while_a_material_is_missing(back_end: BackEnd) -> None:
    case_no = (await back_end.file()).data["caseNo"]

    answer = await back_end.control("/__decide", {"caseNo": case_no, "outcome": "accept"})

    assert answer.status == 400
    assert (await back_end.case(case_no))["status"] == "已提交"


async def test_no_decision_before_the_old_certificate_is_back_piece_by_piece(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case(oldCertificate="before-decision", oldPieces=PIECES)
    granting = {"caseNo": case_no, "outcome": "grant"}
    await back_end.surrender(case_no, PIECES[:2])
    early = await back_end.control("/__decide", granting)

    await back_end.surrender(case_no, PIECES)

    assert early.status == 400
    assert (await back_end.control("/__decide", granting)).json == {"status": "办结-准予"}


async def test_a_certificate_with_another_number_is_not_the_one_declared(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case(oldCertificate="before-decision", oldPieces=PIECES)

    other_number = await back_end.surrender(case_no, [PIECES[0] | {"number": "别的号"}])
    other_piece = await back_end.surrender(case_no, [PIECES[0] | {"serial": 2}])

    assert (other_number.code, other_piece.code) == ("4220", "4220")
    assert all(piece["scannedAt"] is None for piece in (await back_end.case(case_no))["originals"])


async def test_a_case_that_needs_no_surrender_takes_none(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()

    assert (await back_end.surrender(case_no, PIECES)).code == "4092"


async def test_every_step_leaves_a_sealed_document(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()
    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    listed = (await back_end.call("GET", f"/api/v1/cases/{case_no}/documents")).data

    assert [paper["kind"] for paper in listed] == ["accepted", "decision-granted"]
    certificate = (await back_end.call("GET", "/api/v1/seal-certificate")).data
    assert certificate["bodyCode"] == TASK.body.uscc
    for paper in listed:
        got = await back_end.call("GET", f"/api/v1/documents/{paper['docId']}")
        assert got.body.startswith(b"%PDF-")
        assert (len(got.body), hashlib.new("sm3", got.body).hexdigest()) == (paper["size"], paper["sm3"])
        assert got.headers["X-Seal-Body"] == TASK.body.uscc
        verify_seal(certificate, got)


async def test_an_altered_document_does_not_carry_its_seal(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()
    paper = (await back_end.case(case_no))["documents"][0]
    certificate = (await back_end.call("GET", "/api/v1/seal-certificate")).data
    await back_end.control("/__mode", {"mode": "bad_seal"})

    got = await back_end.call("GET", f"/api/v1/documents/{paper['docId']}")

    with pytest.raises(InvalidSignature):
        verify_seal(certificate, got)


async def test_each_body_seals_with_its_own_key(back_end: BackEnd) -> None:
    keys = {
        (await back_end.call("GET", "/api/v1/seal-certificate", query={"bodyCode": body.uscc})).data[
            "publicKey"
        ]
        for body in CITY.bodies
    }
    stranger = await back_end.call("GET", "/api/v1/seal-certificate", query={"bodyCode": "x"})

    assert len(keys) == len(CITY.bodies)
    assert stranger.code == "4040"


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


async def test_a_denial_gives_reasons_and_remedies(told: BackEnd, listener: Listener) -> None:
    case_no = await told.accepted_case()

    await told.control("/__decide", {"caseNo": case_no, "outcome": "deny", "reasons": ["材料不实"]})

    await until(lambda: len(listener.got) == 2)
    push = listener.got[1]
    assert (push["status"], push["reasons"]) == ("办结-不予", ["材料不实"])
    assert [(r["kind"], r.get("days"), r.get("months")) for r in push["remedies"]] == [
        ("行政复议", 60, None),
        ("行政诉讼", None, 6),
    ]
    assert "licence" not in push


async def test_a_refused_application_is_refused_with_a_document(back_end: BackEnd) -> None:
    case_no = (await back_end.file()).data["caseNo"]

    await back_end.control("/__decide", {"bizNo": "biz-00000001", "outcome": "refuse"})

    case = await back_end.case(case_no)
    assert (case["status"], case["documents"][0]["kind"]) == ("不予受理", "refused-acceptance")
    assert (await back_end.put(case_no)).code == "4092"


async def test_a_supplement_asks_for_the_material_again(back_end: BackEnd) -> None:
    case_no = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)

    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "supplement", "materials": [0]})

    case = await back_end.case(case_no)
    assert (case["status"], case["materialsMissing"]) == ("补正告知", [0])
    assert (await back_end.put(case_no)).data["materialsMissing"] == []


async def test_a_decided_case_is_not_decided_again(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()
    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    answer = await back_end.control("/__decide", {"caseNo": case_no, "outcome": "deny"})

    assert answer.status == 400
    assert (await back_end.case(case_no))["status"] == "办结-准予"


async def test_with_a_tempo_the_case_goes_its_way_and_the_licence_is_issued(
    stack: AsyncExitStack, start: Starting
) -> None:
    bank_books, register_books = (stack.enter_context(Books(":memory:")) for _ in range(2))
    bank = await stack.enter_async_context(
        open_body(
            bank_app(
                bank_books,
                caller=CALLER,
                access_id="palm",
                access_token="t",
                organisations=CITY.organisations,
                now=now,
            )
        )
    )
    register = await stack.enter_async_context(
        open_body(register_app(register_books, caller=CALLER, organisations=CITY.organisations, now=now))
    )
    back_end = await start(licence_bank=bank.url, register=register.url, tempo_seconds=30)
    case_no = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)

    await reach(back_end, case_no, "已受理")
    await reach(back_end, case_no, "办结-准予")

    licence = (await back_end.case(case_no))["licence"]
    kept = [row for row in (await bank.look("/__books"))["licences"] if row["case_no"] == case_no]
    renewed = await register.call("GET", f"/api/v1/organisations/{JOURNEY.uscc}", headers=PURPOSE)
    assert licence["certIdentifier"] == kept[0]["identifier"]
    assert licence["licenceNumber"] == kept[0]["number"]
    assert licence["validUntil"] == "2031-11-20"
    assert renewed.data["certificates"][-1]["certificateNumber"] == kept[0]["number"]


async def reach(back_end: BackEnd, case_no: str, status: str) -> None:
    """Let the tempo pass on the emulator's clock until the case stands there."""
    async with asyncio.timeout(5):
        while (await back_end.case(case_no))["status"] != status:
            await back_end.control("/__advance", {"seconds": 10})
            await asyncio.sleep(0.02)


async def test_nothing_reads_decided_while_the_licence_bank_is_away(
    stack: AsyncExitStack, start: Starting
) -> None:
    books = stack.enter_context(Books(":memory:"))
    app = bank_app(
        books, caller=CALLER, access_id="p", access_token="t", organisations=CITY.organisations, now=now
    )
    async with open_body(app) as bank:
        gone = bank.url
    back_end = await start(licence_bank=gone)
    case_no = await back_end.accepted_case()

    answer = await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    assert answer.status == 400
    assert (await back_end.case(case_no))["status"] == "已受理"


@pytest.mark.parametrize(
    "match", [{}, {"taskCode": TASK.code}, {"bizNo": "biz-00000001"}, {"applicantCode": JOURNEY.uscc}]
)
async def test_told_to_deny_the_clerk_denies(start: Starting, match: dict[str, Any]) -> None:
    back_end = await start(tempo_seconds=1)
    await back_end.control("/__mode", {"mode": "deny", "match": match, "reasons": ["演示理由"]})
    case_no = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)

    await reach(back_end, case_no, "已受理")
    await reach(back_end, case_no, "办结-不予")


async def test_told_to_deny_another_the_clerk_grants_this_one(start: Starting) -> None:
    back_end = await start(tempo_seconds=1)
    await back_end.control("/__mode", {"mode": "deny", "match": {"bizNo": "biz-99999999"}})
    case_no = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)

    await reach(back_end, case_no, "办结-准予")


async def test_the_organisation_the_city_denies_is_denied_and_its_licence_untouched(
    stack: AsyncExitStack, start: Starting
) -> None:
    denied, books = CITY.of("due-but-denied"), stack.enter_context(Books(":memory:"))
    app = bank_app(
        books, caller=CALLER, access_id="p", access_token="t", organisations=CITY.organisations, now=now
    )
    bank = await stack.enter_async_context(open_body(app))
    before = await bank.look("/__books")
    back_end = await start(licence_bank=bank.url, tempo_seconds=1)
    applicant = {"name": denied.name, "code": denied.uscc, "codeType": "001"}
    case_no = (await back_end.file(applicant=applicant)).data["caseNo"]
    await back_end.put(case_no)

    await reach(back_end, case_no, "办结-不予")

    assert await bank.look("/__books") == before


async def test_the_back_end_remembers_cases_seals_and_pushes_over_a_restart(
    tmp_path: Path, start: Starting, stack: AsyncExitStack, listener: Listener
) -> None:
    ours = await stack.enter_async_context(open_body(listener.app()))
    push = {"push_url": f"{ours.url}/push", "push_as": Credentials("b", PUSH_SECRET.encode())}
    path = tmp_path / "approval.sqlite3"
    with Books(path) as books:
        app = create_app(books, caller=CALLER, office=office(**push), now=now)
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


async def test_the_log_names_nobody(back_end: BackEnd) -> None:
    await back_end.file()

    log = json.dumps(await back_end.look("/__log"), ensure_ascii=False)

    person = JOURNEY.responsible
    assert not any(secret in log for secret in (person.name, person.id_number))
