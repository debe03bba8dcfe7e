"""Emulator of the approval back-end (审批系统): takes cases, seals documents, decides, pushes every step.

Source: docs/vendors/approval-back-end.md (profile of ours; no public standard exists).
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import datetime

from aiohttp import web

from adapters.sandbox.approval_cases import Cases
from adapters.sandbox.approval_clerk import Clerk
from adapters.sandbox.approval_documents import Seals
from adapters.sandbox.approval_endings import TABLES as ENDING_TABLES
from adapters.sandbox.approval_endings import Endings, more_of
from adapters.sandbox.approval_office import Office
from adapters.sandbox.approval_promises import Promises
from adapters.sandbox.approval_proposals import Proposals
from adapters.sandbox.approval_requests import Filing, Surrender
from adapters.sandbox.approval_revocations import Revocations
from adapters.sandbox.kit import Books, Desk
from adapters.sandbox.kit_callbacks import json_code_is
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    read_as,
    signer,
    text_of,
    throttled,
)

NAMES = frozenset({"name", "clerk"})
HIDDEN = frozenset({"form"})
PUSH_RETRY_SECONDS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, *([600] * 144))  # a day of tries


def create_app(
    books: Books, *, caller: Credentials, office: Office, now: Callable[[], datetime]
) -> web.Application:
    """Built inside a running event loop. `caller` is us calling; pushes are signed by `office.push_as`."""
    cases, seals = Cases(books), Seals(books)

    def dump() -> dict[str, object]:
        kept = books.rows(
            "SELECT case_no, biz_no, task_code, matter_no, status, seq, licence FROM cases ORDER BY case_no"
        )
        steps = books.rows("SELECT * FROM steps ORDER BY case_no, seq")
        papers = books.rows("SELECT doc_id, case_no, kind, sm3, body_code FROM papers ORDER BY doc_id")
        return {
            "cases": [dict(row) for row in kept],
            "steps": [dict(row) for row in steps],
            "papers": [dict(row) for row in papers],
            "proposals": proposals.listing(),
            "revocations": revocations.listing(),
            "promises": promises.listing(),
        }

    desk = Desk(
        books,
        now=now,
        throttled=throttled,
        dump=dump,
        modes={"bad_seal"},
        standing_modes={"deny", "refuse", "by_hand", "away", "keep"},
        names=NAMES,
        hidden=HIDDEN,
        retry_after=PUSH_RETRY_SECONDS,
        accepted=json_code_is("0"),
        sign=signer(office.push_as, now) if office.push_as is not None else None,
    )
    proposals = Proposals(books, cases, office, desk.clock.now)
    proposals.open()
    revocations = Revocations(desk, cases, office)
    revocations.open()
    promises = Promises(desk, cases)
    window = _Window(desk, cases, seals, office)
    clerk = Clerk(desk, cases, seals, office, proposals, revocations=revocations)
    books.create(ENDING_TABLES)
    endings = Endings(desk, cases, clerk.decide)
    counter = Counter(desk, Envelope(books, caller, desk.clock.wall))
    counter.serve("POST", "/api/v1/cases", window.file)
    counter.serve("GET", "/api/v1/cases", window.ask)
    counter.serve("GET", "/api/v1/cases/{caseNo}", window.read)
    counter.serve("GET", "/api/v1/cases/{caseNo}/steps", window.list_steps)
    counter.serve("PUT", "/api/v1/cases/{caseNo}/materials/{index}", window.put_material)
    counter.serve("POST", "/api/v1/cases/{caseNo}/originals", window.surrender)
    counter.serve("POST", "/api/v1/cases/{caseNo}/supplement", endings.answer)
    counter.serve("POST", "/api/v1/cases/{caseNo}/withdrawal", endings.withdraw)
    counter.serve("POST", "/api/v1/cases/{caseNo}/return", endings.give_back)
    counter.serve("POST", "/api/v1/cases/{caseNo}/promises", promises.take)
    counter.serve("POST", "/api/v1/cases/{caseNo}/proposal", proposals.take)
    counter.serve("GET", "/api/v1/cases/{caseNo}/proposal", proposals.ask)
    counter.serve("POST", "/api/v1/cases/{caseNo}/proposal/withdrawal", proposals.take_back)
    counter.serve("POST", "/api/v1/cases/{caseNo}/revocation", revocations.take)
    counter.serve("GET", "/api/v1/cases/{caseNo}/revocation", revocations.ask)
    counter.serve("GET", "/api/v1/cases/{caseNo}/documents", window.list_documents)
    counter.serve("GET", "/api/v1/documents/{docId}", window.read_document)
    counter.serve("GET", "/api/v1/seal-certificate", window.seal_certificate)
    desk.control("/__push", desk.callbacks.behave)
    desk.control("/__decide", _deciding(cases, clerk))
    desk.control("/__proposal_key", proposals.publish)
    if office.tempo_seconds > 0:
        desk.app.cleanup_ctx.append(_working(clerk))
        desk.app.cleanup_ctx.append(revocations.working(clerk.decide))
    return desk.app


class _Window:
    def __init__(self, desk: Desk, cases: Cases, seals: Seals, office: Office) -> None:
        self._desk, self._cases, self._seals, self._office = desk, cases, seals, office

    async def file(self, request: web.Request) -> object:
        filing = await read_as(request, Filing)
        filing.check()
        if self._office.licence_types and filing.task_code not in self._office.licence_types:
            raise Refused("4041", "该事项未在本系统发布")
        case = self._cases.file(filing, self._desk.clock.now())
        return {"caseNo": case["case_no"], "receivedAt": case["received_at"], "status": case["status"]}

    async def ask(self, request: web.Request) -> object:
        case = self._cases.by_biz_no(request.query.get("bizNo", ""))
        if case is None:
            raise Refused("4040", "未找到该办件")
        return self._told(case)

    async def read(self, request: web.Request) -> object:
        return self._told(self._cases.get(request.match_info["caseNo"]))

    async def list_steps(self, request: web.Request) -> object:
        """Every step as it was pushed, for who does not hear the pushes."""
        case = self._cases.get(request.match_info["caseNo"])
        rows = self._desk.books.rows("SELECT body FROM told WHERE case_no = ? ORDER BY seq", case["case_no"])
        return [json.loads(row["body"]) for row in rows]

    async def put_material(self, request: web.Request) -> object:
        case_no, index = request.match_info["caseNo"], request.match_info["index"]
        if not (len(index) <= 2 and index.isascii() and index.isdigit()):  # noqa: PLR2004 -- at most fifty
            raise Refused("4040", "未申报该材料")
        self._cases.receive_material(case_no, int(index), await request.read(), self._desk.clock.now())
        return {"materialsMissing": self._cases.missing(case_no)}

    async def surrender(self, request: web.Request) -> object:
        given = await read_as(request, Surrender)
        if given.scanned_at.tzinfo is None:
            raise Refused("4000", "请求内容不符合要求：$.scannedAt")
        case_no = request.match_info["caseNo"]
        self._cases.surrender(case_no, given, self._desk.clock.now())
        return {"originals": self._originals(case_no)}

    async def list_documents(self, request: web.Request) -> object:
        case = self._cases.get(request.match_info["caseNo"])
        return self._cases.papers(case["case_no"])

    async def read_document(self, request: web.Request) -> object:
        row = self._desk.books.one("SELECT * FROM papers WHERE doc_id = ?", request.match_info["docId"])
        if row is None:
            raise Refused("4040", "未找到该文书")
        content = bytes(row["content"])
        if self._desk.rule(request).mode == "bad_seal":  # the seal stays, the paper was altered under way
            content = content.replace(b"%PDF-1.4", b"%PDF-1.5")
        headers = {"X-Seal": row["seal"], "X-Seal-Body": row["body_code"]}
        return web.Response(body=content, content_type="application/pdf", headers=headers)

    async def seal_certificate(self, request: web.Request) -> object:
        code = request.query.get("bodyCode", next(iter(self._office.bodies)))
        if code not in self._office.bodies:
            raise Refused("4040", "未找到该机关的印章")
        return self._seals.certificate(code, self._office.bodies[code], self._desk.clock.wall())

    def _originals(self, case_no: str) -> list[dict[str, object]]:
        return [
            {
                "kind": row["kind"],
                "serial": row["serial"],
                "number": row["number"],
                "scannedAt": row["scanned_at"],
            }
            for row in self._cases.pieces(case_no)
        ]

    def _told(self, case: sqlite3.Row) -> dict[str, object]:
        return {
            "caseNo": case["case_no"],
            "bizNo": case["biz_no"],
            "status": case["status"],
            "seq": case["seq"],
            "receivedAt": case["received_at"],
            "acceptedAt": case["accepted_at"],
            "decidedAt": case["decided_at"],
            "materialsMissing": self._cases.missing(case["case_no"]),
            "originals": self._originals(case["case_no"]),
            "documents": self._cases.papers(case["case_no"]),
            "licence": json.loads(case["licence"]) if case["licence"] else None,
        }


def _deciding(cases: Cases, clerk: Clerk) -> Callable[[dict[str, object]], object]:
    async def decide(body: dict[str, object]) -> dict[str, object]:
        case = cases.by_biz_no(str(body["bizNo"])) if "bizNo" in body else None
        reasons = body.get("reasons", [])
        if not isinstance(reasons, list):
            raise ValueError("reasons is a list")  # noqa: TRY004 -- the kit answers ValueError with 400
        try:
            kept = case if case is not None else cases.get(text_of(body, "caseNo"))
            await clerk.decide(
                kept["case_no"],
                text_of(body, "outcome"),
                [str(reason) for reason in reasons],
                more_of(body),
            )
        except Refused as refused:
            raise ValueError(refused.code) from refused
        return {"status": cases.get(kept["case_no"])["status"]}

    return decide


def _working(clerk: Clerk) -> Callable[[web.Application], AsyncIterator[None]]:
    async def working(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(clerk.work())
        yield
        task.cancel()
        await asyncio.wait({task})

    return working
