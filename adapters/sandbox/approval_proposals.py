"""Proposals (秒批建议) at the emulated approval back-end: checked as signed, then adopted or taken by hand.

Source: docs/vendors/approval-back-end.md (profile of ours).
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import jwt
import msgspec
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from adapters.sandbox.approval_cases import ACCEPTED, Cases
from adapters.sandbox.approval_office import Office
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import Refused, beijing_text, read_as

WAITING, ADOPTED, BY_HAND = "waiting", "adopted", "by_hand"
TYPE, KEY = "palm-proposal+json", "proposal-key"
LONGEST = 64 * 1024
PATIENCE = 3  # tempos a clerk waits for a proposal before deciding by hand
TABLES = """
CREATE TABLE IF NOT EXISTS proposals (
    case_no TEXT PRIMARY KEY, proposal_id TEXT NOT NULL UNIQUE, jws TEXT NOT NULL, content TEXT NOT NULL,
    state TEXT NOT NULL, received_at TEXT NOT NULL
);
"""


class _Rule(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    id: str
    field: str
    op: str
    value: str | int | list[str]
    met: bool
    input: str | int | list[str] | None
    source: str | None
    as_of: datetime | None


class _Proposal(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    proposal_id: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f-]{36}\Z")]
    case_no: str
    biz_no: str
    item: str
    authorisation: str
    rules_version: int
    rules: Annotated[list[_Rule], msgspec.Meta(min_length=1)]
    result: str
    at: datetime


class _TakenBack(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    proposal_id: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f-]{36}\Z")]


@dataclass(frozen=True, slots=True)
class Proposals:
    books: Books
    cases: Cases
    office: Office
    now: Callable[[], datetime]

    def open(self) -> None:
        """Before the first request."""
        self.books.create(TABLES)

    def publish(self, body: dict[str, object]) -> None:
        """`POST /__proposal_key {"pem"}`: the key proposals are signed with from now on; remembered."""
        pem = str(body.get("pem") or "")
        if _key(pem) is None:
            raise ValueError("pem is the public half of an EC P-256 key")
        self.books.keep_value(KEY, pem)

    async def take(self, request: web.Request) -> object:
        case = self.cases.get(request.match_info["caseNo"])
        signed = (await request.read()).decode("ascii", "replace")
        told = self._read(signed)
        known = self._of(case["case_no"])
        if known is not None:
            if known["proposal_id"] != told.proposal_id:
                raise Refused("4091", "该办件已有另一份建议")
            return _told(known)
        self._check(case, told)
        now = self.now()
        with self.books.transaction():
            self.books.insert(
                "proposals",
                case_no=case["case_no"],
                proposal_id=told.proposal_id,
                jws=signed,
                content=_content(signed),
                state=WAITING,
                received_at=beijing_text(now),
            )
            if case["ready_at"] is not None:
                self.cases.postpone(case["case_no"], now.timestamp())
        return {"proposalId": told.proposal_id, "state": WAITING}

    async def ask(self, request: web.Request) -> object:
        known = self._of(self.cases.get(request.match_info["caseNo"])["case_no"])
        if known is None:
            raise Refused("4040", "该办件没有收到建议")
        return _told(known)

    async def take_back(self, request: web.Request) -> object:
        """One that has not come yet is remembered, so that it counts for nothing when it comes."""
        case, told = self.cases.get(request.match_info["caseNo"]), await read_as(request, _TakenBack)
        known = self._of(case["case_no"])
        if known is None:
            self.books.insert(
                "proposals",
                case_no=case["case_no"],
                proposal_id=told.proposal_id,
                jws="",
                content="{}",
                state=BY_HAND,
                received_at=beijing_text(self.now()),
            )
        elif known["proposal_id"] != told.proposal_id:
            raise Refused("4091", "该办件已有另一份建议")
        self.settle(case["case_no"], BY_HAND)
        state = ADOPTED if known is not None and known["state"] == ADOPTED else BY_HAND
        return {"proposalId": told.proposal_id, "state": state}

    def is_awaited(self, case: sqlite3.Row, now: float) -> bool:
        """Whether a clerk leaves the case alone for now: rules may speak for it, and have not."""
        if case["status"] != ACCEPTED or not self._may_come(case) or self._of(case["case_no"]) is not None:
            return False
        return now - float(case["ready_at"]) < PATIENCE * self.office.tempo_seconds

    def waiting(self, case_no: str) -> str | None:
        """The proposal a decision may adopt."""
        known = self._of(case_no)
        return str(known["proposal_id"]) if known is not None and known["state"] == WAITING else None

    def settle(self, case_no: str, state: str) -> None:
        self.books.write(
            "UPDATE proposals SET state = ? WHERE case_no = ? AND state = ?", state, case_no, WAITING
        )

    def listing(self) -> list[dict[str, object]]:
        rows = self.books.rows("SELECT case_no, proposal_id, state, content FROM proposals ORDER BY case_no")
        return [dict(row) | {"content": json.loads(row["content"])} for row in rows]

    def _of(self, case_no: str) -> sqlite3.Row | None:
        return self.books.one("SELECT * FROM proposals WHERE case_no = ?", case_no)

    def _may_come(self, case: sqlite3.Row) -> bool:
        authorised = case["task_code"] in self.office.authorisations
        return authorised and self.cases.filed(case["case_no"]).decide_path == "proposal"

    def _read(self, signed: str) -> _Proposal:
        """Raises: Refused 4221 unless it is whole and ours."""
        for key in (_key(self.books.value(KEY, "")), *(_key(pem) for pem in self.office.proposal_keys)):
            if key is None or len(signed) > LONGEST:
                continue
            try:
                if jwt.get_unverified_header(signed).get("typ") != TYPE:
                    continue
                content = jwt.PyJWS().decode(signed, key, algorithms=["ES256"])
                return msgspec.json.decode(content, type=_Proposal)
            except (jwt.InvalidTokenError, msgspec.DecodeError):
                continue
        raise Refused("4221", "建议的签名或格式不正确")

    def _check(self, case: sqlite3.Row, told: _Proposal) -> None:
        """Raises: Refused."""
        document = self.office.authorisations.get(case["task_code"])
        if document is None:
            raise Refused("4042", "该事项没有即时办理授权")
        if case["status"] != ACCEPTED or not self._may_come(case):
            raise Refused("4092", "办件当前状态不接受建议")
        if (told.case_no, told.biz_no) != (case["case_no"], case["biz_no"]):
            raise Refused("4222", "建议与办件不一致")
        if told.authorisation != document:
            raise Refused("4222", "建议所依据的授权文件不一致")
        if told.result != "grant" or not all(rule.met for rule in told.rules):
            raise Refused("4222", "建议的规则没有全部满足")


def _told(known: sqlite3.Row) -> dict[str, object]:
    return {"proposalId": known["proposal_id"], "state": known["state"]}


def _content(signed: str) -> str:
    """Of a JWS whose signature held."""
    payload: bytes = jwt.PyJWS().decode(signed, options={"verify_signature": False})
    return payload.decode()


def _key(pem: str) -> EllipticCurvePublicKey | None:
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        return None
    return key if isinstance(key, EllipticCurvePublicKey) and key.curve.name == "secp256r1" else None
