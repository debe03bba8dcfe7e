"""What the emulated approval back-end keeps of each case (办件): materials, pieces, papers, steps."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from adapters.sandbox.approval_requests import Filing, Surrender
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import Refused, beijing_day, beijing_text, to_json

SUBMITTED, SUPPLEMENT, ACCEPTED = "已提交", "补正告知", "已受理"
REFUSED, GRANTED, DENIED = "不予受理", "办结-准予", "办结-不予"
REVOKED = "撤销"
OPEN = (SUBMITTED, SUPPLEMENT, ACCEPTED)
TABLES = """
CREATE TABLE IF NOT EXISTS cases (
    case_no TEXT PRIMARY KEY, biz_no TEXT NOT NULL UNIQUE, task_code TEXT NOT NULL, matter_no TEXT NOT NULL,
    applicant_name TEXT NOT NULL, applicant_code TEXT NOT NULL, old_certificate TEXT NOT NULL,
    content_digest TEXT NOT NULL, received_at TEXT NOT NULL, status TEXT NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0, accepted_at TEXT, decided_at TEXT, licence TEXT, ready_at REAL
);
CREATE TABLE IF NOT EXISTS materials (
    case_no TEXT, position INTEGER, name TEXT NOT NULL, digest_alg TEXT NOT NULL, digest TEXT NOT NULL,
    size INTEGER NOT NULL, arrived_at TEXT, PRIMARY KEY (case_no, position)
);
CREATE TABLE IF NOT EXISTS pieces (
    case_no TEXT, kind TEXT, serial INTEGER, number TEXT NOT NULL, declared INTEGER NOT NULL,
    scanned_at TEXT, clerk TEXT,
    PRIMARY KEY (case_no, kind, serial)
);
CREATE TABLE IF NOT EXISTS lost_pieces (
    case_no TEXT, kind TEXT, serial INTEGER, clerk TEXT NOT NULL, PRIMARY KEY (case_no, kind, serial)
);
CREATE TABLE IF NOT EXISTS papers (
    doc_id TEXT PRIMARY KEY, case_no TEXT NOT NULL, kind TEXT NOT NULL, sealed_at TEXT NOT NULL,
    sm3 TEXT NOT NULL, size INTEGER NOT NULL, body_code TEXT NOT NULL, seal TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS steps (
    case_no TEXT, seq INTEGER, status TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (case_no, seq)
);
CREATE TABLE IF NOT EXISTS told (
    case_no TEXT, seq INTEGER, body TEXT NOT NULL, PRIMARY KEY (case_no, seq)
);
CREATE TABLE IF NOT EXISTS promised (
    case_no TEXT, position INTEGER, kind TEXT NOT NULL, text_version TEXT NOT NULL, digest TEXT NOT NULL,
    days INTEGER, outcome TEXT, told_at TEXT, PRIMARY KEY (case_no, position)
);
CREATE TABLE IF NOT EXISTS filings (
    case_no TEXT PRIMARY KEY, decide_path TEXT NOT NULL, form TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Filed:
    """How a case came; books of before have no more than the case."""

    decide_path: str = "manual"
    form: Mapping[str, str] = field(default_factory=dict, repr=False)


class Cases:
    def __init__(self, books: Books) -> None:
        self._books = books
        books.create(TABLES)

    def file(self, filing: Filing, now: datetime) -> sqlite3.Row:
        """A new case, or the one this bizNo already has. Raises: Refused 4091 when the content differs."""
        digest = hashlib.sha256(to_json(msgspec.to_builtins(filing)).encode()).hexdigest()
        known = self.by_biz_no(filing.biz_no)
        if known is not None:
            if known["content_digest"] != digest:
                raise Refused("4091", "业务流水号已用于其他内容")
            return known
        day = f"{beijing_day(now):%Y%m%d}"
        with self._books.transaction():
            number = self._books.next_number(f"{filing.task_code}{day}")
            case_no = f"{filing.task_code}{day}{number:04d}"
            self._books.insert(
                "cases",
                case_no=case_no,
                biz_no=filing.biz_no,
                task_code=filing.task_code,
                matter_no=filing.matter_no,
                applicant_name=filing.applicant.name,
                applicant_code=filing.applicant.code,
                old_certificate=filing.old_certificate,
                content_digest=digest,
                received_at=beijing_text(now),
                status=SUBMITTED,
            )
            form = json.dumps(filing.form, ensure_ascii=False)
            self._books.insert("filings", case_no=case_no, decide_path=filing.decide_path, form=form)
            for position, material in enumerate(filing.materials):
                self._books.insert(
                    "materials",
                    case_no=case_no,
                    position=position,
                    name=material.name,
                    digest_alg=material.digest_alg or "sm3",
                    digest=material.digest or "",
                    size=material.size or 0,
                    arrived_at=None if material.promise is None else beijing_text(now),  # nobody waits for it
                )
                if signed := material.promise:
                    self._books.insert(
                        "promised",
                        case_no=case_no,
                        position=position,
                        kind=signed.kind,
                        text_version=signed.text_version,
                        digest=signed.digest,
                        days=signed.days,
                    )
            for piece in filing.old_pieces:
                self._books.insert(
                    "pieces",
                    case_no=case_no,
                    kind=piece.kind,
                    serial=piece.serial,
                    number=piece.number,
                    declared=1,
                )
            self.note_readiness(case_no, now)
        return self.get(case_no)

    def get(self, case_no: str) -> sqlite3.Row:
        """Raises: Refused 4040."""
        row = self._books.one("SELECT * FROM cases WHERE case_no = ?", case_no)
        if row is None:
            raise Refused("4040", "未找到该办件")
        return row

    def by_biz_no(self, biz_no: str) -> sqlite3.Row | None:
        return self._books.one("SELECT * FROM cases WHERE biz_no = ?", biz_no)

    def filed(self, case_no: str) -> Filed:
        row = self._books.one("SELECT * FROM filings WHERE case_no = ?", case_no)
        return Filed() if row is None else Filed(row["decide_path"], json.loads(row["form"]))

    def ready(self, before: float) -> list[str]:
        """Cases that have waited for a clerk since `before` (seconds since 1970)."""
        rows = self._books.rows(
            "SELECT case_no FROM cases WHERE ready_at <= ? ORDER BY ready_at, case_no", before
        )
        return [row["case_no"] for row in rows]

    def postpone(self, case_no: str, until: float) -> None:
        self._books.write("UPDATE cases SET ready_at = ? WHERE case_no = ?", until, case_no)

    def receive_material(self, case_no: str, position: int, content: bytes, now: datetime) -> None:
        """Raises: Refused 4040 unknown, 4092 closed, 4220 when the bytes are not the declared ones."""
        case = self.get(case_no)
        row = self._books.one("SELECT * FROM materials WHERE case_no = ? AND position = ?", case_no, position)
        if row is None:
            raise Refused("4040", "未申报该材料")
        wrong = hashlib.new(row["digest_alg"], content).hexdigest() != row["digest"]
        if wrong or len(content) != row["size"]:
            raise Refused("4220", "材料与申报的摘要或大小不一致")
        if row["arrived_at"] is not None:
            return
        if case["status"] not in {SUBMITTED, SUPPLEMENT} and self.promised(case_no, position) is None:
            raise Refused("4092", "办件当前状态不接收材料")
        with self._books.transaction():
            self._books.write(
                "UPDATE materials SET arrived_at = ? WHERE case_no = ? AND position = ?",
                *(beijing_text(now), case_no, position),
            )
            self.note_readiness(case_no, now)

    def surrender(self, case_no: str, given: Surrender, now: datetime) -> None:
        """Raises: Refused 4000, 4040, 4092 nothing was to come back, 4220 not the certificate declared."""
        if not (given.pieces or given.lost):
            raise Refused("4000", "请求内容不符合要求：$.pieces")
        case = self.get(case_no)
        if case["old_certificate"] == "none":
            raise Refused("4092", "本办件无需交回旧证")
        known = self.pieces(case_no)
        numbers = {(row["kind"], row["serial"]): row["number"] for row in known}
        declared = any(row["declared"] for row in known)
        for piece in (*given.pieces, *given.lost):
            number = numbers.get((piece.kind, piece.serial), None if declared else piece.number)
            if number != piece.number:
                raise Refused("4220", "交回的证书与申报的旧证不一致")
        at = beijing_text(given.scanned_at)
        with self._books.transaction():
            for piece in given.pieces:
                self._books.write(
                    "INSERT INTO pieces VALUES (?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO UPDATE"
                    " SET scanned_at = excluded.scanned_at, clerk = excluded.clerk WHERE scanned_at IS NULL",
                    *(case_no, piece.kind, piece.serial, piece.number, at, given.clerk),
                )
            for piece in given.lost:
                self._books.write(
                    "INSERT OR IGNORE INTO lost_pieces VALUES (?, ?, ?, ?)",
                    *(case_no, piece.kind, piece.serial, given.clerk),
                )
            self.note_readiness(case_no, now)

    def pieces(self, case_no: str) -> list[sqlite3.Row]:
        return self._books.rows("SELECT * FROM pieces WHERE case_no = ? ORDER BY kind DESC, serial", case_no)

    def promised(self, case_no: str, position: int) -> sqlite3.Row | None:
        return self._books.one("SELECT * FROM promised WHERE case_no = ? AND position = ?", case_no, position)

    def missing(self, case_no: str) -> list[int]:
        rows = self._books.rows(
            "SELECT position FROM materials WHERE case_no = ? AND arrived_at IS NULL ORDER BY position",
            case_no,
        )
        return [row["position"] for row in rows]

    def waits_for_originals(self, case: sqlite3.Row) -> bool:
        """Until every declared piece is in, or known to be lost."""
        if case["old_certificate"] != "before-decision":
            return False
        pieces = self.pieces(case["case_no"])
        rows = self._books.rows("SELECT kind, serial FROM lost_pieces WHERE case_no = ?", case["case_no"])
        gone = {(row["kind"], row["serial"]) for row in rows}
        out = [
            row for row in pieces if row["scanned_at"] is None and (row["kind"], row["serial"]) not in gone
        ]
        return not (pieces or gone) or bool(out)

    def papers(self, case_no: str) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT * FROM papers WHERE case_no = ? ORDER BY doc_id", case_no)
        return [
            {
                "docId": row["doc_id"],
                "kind": row["kind"],
                "sealedAt": row["sealed_at"],
                "sm3": row["sm3"],
                "size": row["size"],
            }
            for row in rows
        ]

    def note_readiness(self, case_no: str, now: datetime) -> None:
        """When the next clerk may take the case up; NULL while something is missing. Inside a transaction."""
        case = self.get(case_no)
        before_acceptance = case["status"] in {SUBMITTED, SUPPLEMENT}
        waits = self.missing(case_no) if before_acceptance else self.waits_for_originals(case)
        if waits or case["status"] not in OPEN:
            self._books.write("UPDATE cases SET ready_at = NULL WHERE case_no = ?", case_no)
            return
        self._books.write(
            "UPDATE cases SET ready_at = coalesce(ready_at, ?) WHERE case_no = ?", now.timestamp(), case_no
        )
