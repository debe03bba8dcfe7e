"""Emulator of the regulators' platform (审管衔接平台): each numbered result once, against a signed receipt.

Source: docs/vendors/regulator.md (our profile; no public standard exists).
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.sandbox.kit import Books, Desk
from adapters.sandbox.kit_callbacks import json_code_is
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    beijing_text,
    signer,
    text_of,
    throttled,
)
from adapters.sandbox.public_codes import is_uscc

TABLE = """
CREATE TABLE IF NOT EXISTS results (
    body TEXT NOT NULL, seq INTEGER NOT NULL, digest TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL,
    receipt_no TEXT NOT NULL, received_at TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (body, seq)
);
"""
KINDS = frozenset({"granted", "changed", "denied", "revoked"})
LEVERS = frozenset({"lose", "wrong_receipt", "refuse"})
RETRY_AFTER = (1.0, 5.0, 30.0, 300.0)


@dataclass(frozen=True, slots=True)
class RegulatorSandbox:
    """`own`: whom receipts and calls of theirs are signed as; `gaps_url`: where the office listens."""

    own: Credentials
    gaps_url: str


def create_app(
    books: Books, *, caller: Credentials, config: RegulatorSandbox, now: Callable[[], datetime]
) -> web.Application:
    """Levers: mode lose (receipted and forgotten), wrong_receipt, refuse; POST /__forget {body, seq} makes
    a gap, POST /__want {body} has them ask for whatever is missing below their newest number."""
    books.create(TABLE)

    def dump() -> dict[str, object]:
        return {"results": [dict(row) for row in books.rows("SELECT * FROM results ORDER BY body, seq")]}

    desk = Desk(
        books,
        now=now,
        throttled=throttled,
        dump=dump,
        modes=LEVERS,
        retry_after=RETRY_AFTER,
        accepted=json_code_is("0"),
        sign=signer(config.own, now),
    )
    platform = _Platform(books, desk, config)
    counter = Counter(desk, Envelope(books, caller, desk.clock.wall))
    counter.serve("POST", "/api/v1/results/{body}/{seq}", platform.take)
    counter.serve("GET", "/api/v1/results/{body}/{seq}", platform.ask)
    counter.serve("GET", "/api/v1/reconciliation", platform.reconciliation)
    desk.control("/__forget", platform.forget)
    desk.control("/__want", platform.want)
    return desk.app


class _Platform:
    def __init__(self, books: Books, desk: Desk, config: RegulatorSandbox) -> None:
        self._books, self._desk, self._config = books, desk, config

    async def take(self, request: web.Request) -> object:
        """Once for each body and number; told again, the receipt of the first."""
        mode = self._desk.rule(request).mode
        if mode == "refuse":
            raise Refused("4220", "监管部门不接收该结果")
        body, seq = _place(request)
        content = await request.read()
        kind, day = _said(content)
        digest = hashlib.sha256(content).hexdigest()
        known = self._find(body, seq)
        if known is not None:
            if known["digest"] != digest:
                raise Refused("4091", "该序号已有不同的结果")
            self._books.write("UPDATE results SET times = times + 1 WHERE body = ? AND seq = ?", body, seq)
            told = self._receipt(known)
        else:
            row: dict[str, str | int] = {
                "body": body,
                "seq": seq,
                "digest": digest,
                "kind": kind,
                "day": day,
                "receipt_no": f"JG{self._books.next_number('receipt'):08d}",
                "received_at": beijing_text(self._desk.clock.now()),
            }
            if mode != "lose":
                self._books.insert("results", **row)
            told = self._receipt(row)
        return {**told, "digest": "0" * 64} if mode == "wrong_receipt" else told

    async def ask(self, request: web.Request) -> object:
        known = self._find(*_place(request))
        if known is None:
            raise Refused("4040", "未收到该序号的结果")
        return self._receipt(known)

    async def reconciliation(self, request: web.Request) -> object:
        body, day = request.query.get("body", ""), request.query.get("day", "")
        sql = "SELECT seq, digest FROM results WHERE body = ? AND day = ? ORDER BY seq"
        return {"body": body, "day": day, "results": [dict(row) for row in self._books.rows(sql, body, day)]}

    def forget(self, told: dict[str, object]) -> dict[str, int]:
        body, seq = text_of(told, "body"), told.get("seq")
        if not isinstance(seq, int):
            raise ValueError("seq is a number")  # noqa: TRY004 - the control answers 400 to a ValueError
        return {"forgotten": self._books.write("DELETE FROM results WHERE body = ? AND seq = ?", body, seq)}

    def want(self, told: dict[str, object]) -> dict[str, object]:
        """Exactly the numbers missing below the newest one, each run of them asked for once."""
        body = text_of(told, "body")
        runs, expected = [], 1
        for row in self._books.rows("SELECT seq FROM results WHERE body = ? ORDER BY seq", body):
            if row["seq"] > expected:
                runs.append([expected, row["seq"] - 1])
            expected = row["seq"] + 1
        with self._books.transaction():
            for first, last in runs:
                asked = json.dumps({"body": body, "from": first, "to": last}).encode()
                self._desk.callbacks.enqueue(self._config.gaps_url, asked, note=f"gap {first}-{last}")
        return {"gaps": runs}

    def _find(self, body: str, seq: int) -> sqlite3.Row | None:
        return self._books.one("SELECT * FROM results WHERE body = ? AND seq = ?", body, seq)

    def _receipt(self, row: sqlite3.Row | dict[str, str | int]) -> dict[str, object]:
        said = (row["receipt_no"], row["body"], row["seq"], row["digest"], row["received_at"])
        return {
            **dict(zip(("receiptNo", "body", "seq", "digest", "receivedAt"), said, strict=True)),
            "signature": self._config.own.signature("sm3", *(str(one) for one in said)),
        }


def _place(request: web.Request) -> tuple[str, int]:
    body, seq = request.match_info["body"], request.match_info["seq"]
    if not is_uscc(body) or not (seq.isascii() and seq.isdigit() and int(seq) > 0):
        raise Refused("4001", "部门代码或序号不正确")
    return body, int(seq)


def _said(content: bytes) -> tuple[str, str]:
    """Kind and day of a result. Raises: Refused."""
    try:
        told = json.loads(content)
        kind, day = told["kind"], told["day"]
    except (ValueError, KeyError, TypeError):
        raise Refused("4000", "请求内容不符合要求") from None
    if kind not in KINDS or not isinstance(day, str):
        raise Refused("4000", "请求内容不符合要求")
    return kind, day
