"""Requests to revoke (撤销) at the emulated approval back-end: taken once, done by its people after a while.

Source: docs/vendors/approval-back-end.md (profile of ours); 行政许可法 §69: who granted it may revoke it.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Protocol

import aiohttp
import msgspec
from aiohttp import web

from adapters.sandbox.approval_cases import GRANTED, Cases
from adapters.sandbox.approval_office import Office, Stuck
from adapters.sandbox.approval_requests import Strict
from adapters.sandbox.kit import Books, Desk
from adapters.sandbox.kit_public import Refused, beijing_text, read_as

WAITING, REVOKED, REFUSED = "waiting", "revoked", "refused"
KEEP = "keep"  # the lever: its people will not revoke
POLL_SECONDS = 0.1
TABLES = """
CREATE TABLE IF NOT EXISTS revocations (
    case_no TEXT, revocation_id TEXT NOT NULL UNIQUE, content TEXT NOT NULL, state TEXT NOT NULL,
    received_at TEXT NOT NULL, ready_at REAL NOT NULL, PRIMARY KEY (case_no, revocation_id)
);
"""
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Request(Strict, frozen=True):
    revocation_id: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f-]{36}\Z")]
    basis: Words
    reasons: Annotated[list[Words], msgspec.Meta(min_length=1, max_length=10)]
    heard_until: date
    prepared_by: Words
    signed_by: Words
    statement: Words | None = None


class _Decides(Protocol):
    def __call__(self, case_no: str, outcome: str, reasons: Sequence[str] = ()) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class Revocations:
    desk: Desk
    cases: Cases
    office: Office

    @property
    def books(self) -> Books:
        return self.desk.books

    def open(self) -> None:
        """Before the first request."""
        self.books.create(TABLES)

    async def take(self, request: web.Request) -> object:
        case = self.cases.get(request.match_info["caseNo"])
        asked = await read_as(request, Request)
        known = self._of(case["case_no"])
        if known is not None and known["revocation_id"] == asked.revocation_id and known["state"] != REFUSED:
            return _told(known)
        if asked.prepared_by == asked.signed_by:
            raise Refused("4222", "拟办人与签发人不能是同一人")
        if known is not None and known["state"] == WAITING:
            raise Refused("4091", "该办件已有另一份撤销请求")
        if case["status"] != GRANTED:
            raise Refused("4092", "办件当前状态不能撤销")
        keeps = self.desk.faults.take({"caseNo": case["case_no"], "bizNo": case["biz_no"]}, {KEEP}).mode
        now = self.desk.clock.now()
        with self.books.transaction():
            self.books.write("DELETE FROM revocations WHERE revocation_id = ?", asked.revocation_id)
            self.books.insert(
                "revocations",
                case_no=case["case_no"],
                revocation_id=asked.revocation_id,
                content=json.dumps({"reasons": asked.reasons, "basis": asked.basis}, ensure_ascii=False),
                state=REFUSED if keeps == KEEP else WAITING,
                received_at=beijing_text(now),
                ready_at=now.timestamp(),
            )
        return _told(self._of(case["case_no"]))

    async def ask(self, request: web.Request) -> object:
        known = self._of(self.cases.get(request.match_info["caseNo"])["case_no"])
        if known is None:
            raise Refused("4040", "该办件没有收到撤销请求")
        return _told(known)

    def reasons(self, case_no: str) -> Sequence[str]:
        """Those we asked with; none where its people revoke by themselves."""
        known = self._of(case_no)
        return [] if known is None else [str(one) for one in json.loads(known["content"])["reasons"]]

    def settle(self, case_no: str) -> None:
        self.books.write(
            "UPDATE revocations SET state = ? WHERE case_no = ? AND state = ?", REVOKED, case_no, WAITING
        )

    def listing(self) -> list[dict[str, object]]:
        rows = self.books.rows("SELECT case_no, revocation_id, state FROM revocations ORDER BY received_at")
        return [dict(row) for row in rows]

    def working(self, decide: _Decides) -> Callable[[web.Application], AsyncIterator[None]]:
        """Its people take a request up after the tempo."""

        async def work() -> None:
            while True:
                before = self.desk.clock.now().timestamp() - self.office.tempo_seconds
                for case_no in self._ready(before):
                    try:
                        await decide(case_no, "revoke", self.reasons(case_no))
                    except ValueError:  # the bank is away, or somebody was quicker
                        continue
                await asyncio.sleep(POLL_SECONDS)

        async def working(_: web.Application) -> AsyncIterator[None]:
            task = asyncio.create_task(work())
            yield
            task.cancel()
            await asyncio.wait({task})

        return working

    def _ready(self, before: float) -> list[str]:
        rows = self.books.rows(
            "SELECT case_no FROM revocations WHERE state = ? AND ready_at <= ?", WAITING, before
        )
        return [row["case_no"] for row in rows]

    def _of(self, case_no: str) -> sqlite3.Row | None:
        sql = "SELECT * FROM revocations WHERE case_no = ? ORDER BY received_at DESC, rowid DESC"
        return self.books.one(sql, case_no)


async def end_licence(http: aiohttp.ClientSession, office: Office, case: sqlite3.Row) -> None:
    """The licence bank is told before anybody else. May be repeated. Raises: Stuck."""
    licence = json.loads(case["licence"]) if case["licence"] else {}
    identifier = licence.get("certIdentifier")
    if office.licence_bank is None or not identifier:
        return
    body = {"certIdentifier": identifier, "state": "revoked"}
    try:
        async with http.post(f"{office.licence_bank}/__status", json=body, allow_redirects=False) as answer:
            if answer.status not in (200, 204):
                raise Stuck(f"answered {answer.status}")
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Stuck(type(error).__name__) from error


def _told(known: sqlite3.Row | None) -> dict[str, object]:
    assert known is not None  # noqa: S101 - whoever asks has looked
    return {"revocationId": known["revocation_id"], "state": known["state"]}
