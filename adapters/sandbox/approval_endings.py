"""What the emulated back-end is asked besides filing: what was missing handed in (补正), 撤回, 退件.

Source: docs/vendors/approval-back-end.md (profile of ours).
"""

import hashlib
import sqlite3
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from aiohttp import web

from adapters.sandbox.approval_cases import OPEN, SUPPLEMENT, Cases
from adapters.sandbox.approval_requests import LARGEST_MATERIAL, Digest, Strict, Text
from adapters.sandbox.kit import Desk
from adapters.sandbox.kit_public import Refused, beijing_text, read_as, to_json

WITHDRAWN, RETURNED = "撤回", "退件"
KEEP = "keep"
TABLES = """
CREATE TABLE IF NOT EXISTS asked_again (
    case_no TEXT, position INTEGER, name TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (case_no, position)
);
CREATE TABLE IF NOT EXISTS answers (
    case_no TEXT, answer_no TEXT, content_digest TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (case_no, answer_no)
);
"""
Decide = Callable[[str, str], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One material of a 补正告知; without a position it is a new one."""

    position: int | None
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class More:
    """What a decision says besides its reasons. `stop`: reason and document number of 特别程序."""

    wanted: tuple[Wanted, ...] = ()
    newly_arisen: bool = False
    stop: tuple[str, str] | None = None


class Given(Strict, frozen=True):
    index: Annotated[int, msgspec.Meta(ge=0, le=99)]
    name: Text
    digest_alg: Literal["sm3", "sha256"]
    digest: Digest
    content_type: Text
    size: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_MATERIAL)]


class Answer(Strict, frozen=True):
    answer_no: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z_-]{8,64}\Z")]
    at: datetime
    materials: Annotated[list[Given], msgspec.Meta(max_length=50)]


class Withdrawal(Strict, frozen=True):
    at: datetime


class Return(Strict, frozen=True):
    reason: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class Endings:
    desk: Desk
    cases: Cases
    decide: Decide

    async def answer(self, request: web.Request) -> object:
        """POST …/supplement: what follows; the bytes then by PUT …/materials/{index}."""
        case, asked = self.cases.get(request.match_info["caseNo"]), await read_as(request, Answer)
        _check_time(asked.at)
        case_no, books = case["case_no"], self.desk.books
        digest = hashlib.sha256(to_json(msgspec.to_builtins(asked)).encode()).hexdigest()
        known = books.one(
            "SELECT * FROM answers WHERE case_no = ? AND answer_no = ?", case_no, asked.answer_no
        )
        if known is not None:
            if known["content_digest"] != digest:
                raise Refused("4091", "补正流水号已用于其他内容")
            return {"materialsMissing": self.cases.missing(case_no)}
        if case["status"] != SUPPLEMENT:
            raise Refused("4092", "办件当前状态不接收补正")
        wanted = {
            row["position"] for row in books.rows("SELECT * FROM asked_again WHERE case_no = ?", case_no)
        }
        if {one.index for one in asked.materials} != wanted:
            raise Refused("4220", "补正材料与告知的不一致，须一次补齐")
        with books.transaction():
            for one in asked.materials:
                books.write(
                    "UPDATE materials SET digest_alg = ?, digest = ?, size = ?, arrived_at = NULL"
                    " WHERE case_no = ? AND position = ?",
                    *(one.digest_alg, one.digest, one.size, case_no, one.index),
                )
            at = beijing_text(asked.at)
            books.insert("answers", case_no=case_no, answer_no=asked.answer_no, content_digest=digest, at=at)
            self.cases.note_readiness(case_no, self.desk.clock.now())
        return {"materialsMissing": self.cases.missing(case_no)}

    async def withdraw(self, request: web.Request) -> object:
        """POST …/withdrawal: as the applicant asked; a decision that came first stands."""
        _check_time((await read_as(request, Withdrawal)).at)
        return await self._end(request.match_info["caseNo"], "withdraw", WITHDRAWN)

    async def give_back(self, request: web.Request) -> object:
        """POST …/return: what was not made whole in time."""
        _check_time((await read_as(request, Return)).at)
        return await self._end(request.match_info["caseNo"], "return", RETURNED)

    async def _end(self, case_no: str, outcome: str, status: str) -> object:
        case = self.cases.get(case_no)
        if case["status"] != status:
            fields = {"caseNo": case_no, "bizNo": case["biz_no"], "asked": outcome}
            if case["status"] not in OPEN or self.desk.faults.take(fields, {KEEP}).mode == KEEP:
                raise Refused("4092", "办件当前状态不能办理")
            try:
                await self.decide(case_no, outcome)
            except ValueError:
                raise Refused("4092", "办件当前状态不能办理") from None
        return {"status": self.cases.get(case_no)["status"]}


def ask_again(desk: Desk, case_no: str, more: More) -> list[dict[str, int | str]]:
    """What a 补正告知 asks for is missing from now on: what the push says of it. Inside a transaction."""
    books = desk.books
    books.write("DELETE FROM asked_again WHERE case_no = ?", case_no)
    told: list[dict[str, int | str]] = []
    for wanted in more.wanted:
        position, name = _placed(books.rows("SELECT * FROM materials WHERE case_no = ?", case_no), wanted)
        books.write(
            "INSERT INTO materials VALUES (?, ?, ?, 'sm3', '', 0, NULL)"
            " ON CONFLICT DO UPDATE SET arrived_at = NULL",
            *(case_no, position, name),
        )
        books.insert("asked_again", case_no=case_no, position=position, name=name, why=wanted.why)
        told.append({"index": position, "name": name, "why": wanted.why})
    return told


def reasons_of(asked: list[dict[str, int | str]]) -> list[str]:
    """What a 补正告知 says where nobody gave a reason: each material of its own list, by name."""
    told = [f"{one['name']}：{one['why'] or '请重新提交'}（演示）" for one in asked]
    return told or ["请补正申请材料（演示）"]


def more_of(body: dict[str, object]) -> More:
    """`materials`: a position, or `{name, why?}` of a new one. Raises: ValueError."""
    again, stop = body.get("materials", []), body.get("stop")
    if not isinstance(again, list) or not isinstance(stop, dict | None):
        raise ValueError("materials is a list, stop an object")  # noqa: TRY004 -- the kit answers ValueError with 400
    wanted = [
        Wanted(None, str(one["name"]), str(one.get("why", "")))
        if isinstance(one, dict) and one.get("name")
        else Wanted(int(one), "", "")
        for one in again
    ]
    why = (str(stop.get("reason", "")), str(stop.get("documentNumber", ""))) if stop else None
    return More(tuple(wanted), bool(body.get("newlyArisen")), why)


def _placed(rows: list[sqlite3.Row], wanted: Wanted) -> tuple[int, str]:
    names = {row["position"]: row["name"] for row in rows}
    if wanted.position is not None:
        if wanted.position not in names:
            raise ValueError("no such material")
        return wanted.position, names[wanted.position]
    return max(names, default=-1) + 1, wanted.name


def _check_time(at: datetime) -> None:
    if at.tzinfo is None:
        raise Refused("4000", "请求内容不符合要求：$.at")
