"""Promises (承诺) at the emulated approval back-end: filed instead of a material, and how each of them ended.

Source: docs/vendors/approval-back-end.md (profile of ours); 国办发〔2020〕42号.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from aiohttp import web

from adapters.sandbox.approval_cases import Cases
from adapters.sandbox.approval_requests import LARGEST_MATERIAL, Digest, Strict, Text
from adapters.sandbox.kit import Desk
from adapters.sandbox.kit_public import Refused, beijing_text, read_as

ENDS = {"defer": ("kept", "late"), "instead": ("kept", "untrue", "withdrawn")}


class Brought(Strict, frozen=True):
    digest_alg: Literal["sm3", "sha256"]
    digest: Digest
    content_type: Text
    size: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_MATERIAL)]


class Ended(Strict, frozen=True):
    index: Annotated[int, msgspec.Meta(ge=0, le=49)]
    outcome: Literal["kept", "late", "withdrawn", "untrue"]
    at: datetime
    given: Brought | None = None


@dataclass(frozen=True, slots=True)
class Promises:
    desk: Desk
    cases: Cases

    async def take(self, request: web.Request) -> object:
        """POST …/promises: how one ended; the same again is the same."""
        case, told = self.cases.get(request.match_info["caseNo"]), await read_as(request, Ended)
        if told.at.tzinfo is None:
            raise Refused("4000", "请求内容不符合要求：$.at")
        case_no = case["case_no"]
        known = self.cases.promised(case_no, told.index)
        if known is None:
            raise Refused("4040", "该材料没有承诺")
        if told.outcome not in ENDS[known["kind"]]:
            raise Refused("4000", "请求内容不符合要求：$.outcome")
        if (known["kind"] == "defer" and told.outcome == "kept") != (told.given is not None):
            raise Refused("4000", "请求内容不符合要求：$.given")
        if known["outcome"] not in (None, told.outcome):
            raise Refused("4091", "该承诺已有另一种结果")
        if known["outcome"] is None:
            self._settle(case_no, told)
        return {"outcome": told.outcome, "materialsMissing": self.cases.missing(case_no)}

    def listing(self) -> list[dict[str, object]]:
        rows = self.desk.books.rows(
            "SELECT case_no, position, kind, text_version, days, outcome FROM promised"
            " ORDER BY case_no, position"
        )
        return [dict(row) for row in rows]

    def _settle(self, case_no: str, told: Ended) -> None:
        books = self.desk.books
        with books.transaction():
            books.write(
                "UPDATE promised SET outcome = ?, told_at = ? WHERE case_no = ? AND position = ?",
                *(told.outcome, beijing_text(told.at), case_no, told.index),
            )
            if told.given is not None:
                books.write(
                    "UPDATE materials SET digest_alg = ?, digest = ?, size = ?, arrived_at = NULL"
                    " WHERE case_no = ? AND position = ?",
                    *(told.given.digest_alg, told.given.digest, told.given.size, case_no, told.index),
                )
            self.cases.note_readiness(case_no, self.desk.clock.now())
