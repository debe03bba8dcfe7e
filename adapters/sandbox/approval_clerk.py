"""The clerk of the emulated approval back-end (审批人员): accepts, decides, seals, pushes."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from adapters.sandbox.approval_cases import ACCEPTED, DENIED, GRANTED, REFUSED, REVOKED, SUPPLEMENT, Cases
from adapters.sandbox.approval_documents import Paper, Seals, print_pdf, sm3
from adapters.sandbox.approval_endings import More, ask_again, reasons_of
from adapters.sandbox.approval_office import Office, Stuck, issue_licence
from adapters.sandbox.approval_outcomes import (
    DEFAULT_REASONS,
    ENDED,
    OUTCOMES,
    REMEDIES,
    REMEDIES_TEXT,
    STAYS,
)
from adapters.sandbox.approval_proposals import ADOPTED, BY_HAND, Proposals
from adapters.sandbox.approval_revocations import Revocations, end_licence
from adapters.sandbox.kit import Desk
from adapters.sandbox.kit_public import beijing_text, to_json

TELL_TIMEOUT_SECONDS = 5.0
RETRY_SECONDS = 1.0
POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class _Result:
    status: str
    kind: str
    reasons: Sequence[str]
    licence: dict[str, str] | None
    adopted: str | None
    more: More


class Clerk:
    def __init__(
        self,
        desk: Desk,
        cases: Cases,
        seals: Seals,
        office: Office,
        proposals: Proposals,
        *,
        revocations: Revocations,
    ) -> None:
        self._desk, self._cases, self._seals, self._office = desk, cases, seals, office
        self._proposals, self._revocations = proposals, revocations
        self._one_at_a_time = asyncio.Lock()

    async def work(self) -> None:
        """Take up ready cases after the tempo, until cancelled."""
        async with self._session() as http:
            while True:
                now = self._desk.clock.now().timestamp()
                for case_no in self._cases.ready(now - self._office.tempo_seconds):
                    await self._take_up(http, case_no, now)
                await asyncio.sleep(POLL_SECONDS)

    async def decide(
        self, case_no: str, outcome: str, reasons: Sequence[str] = (), more: More | None = None
    ) -> None:
        """By hand. Raises: ValueError, Refused."""
        async with self._session() as http:
            try:
                await self._settle(http, case_no, outcome, reasons, more or More())
            except Stuck as error:
                raise ValueError(str(error)) from error

    def _session(self) -> aiohttp.ClientSession:
        timeout = aiohttp.ClientTimeout(total=TELL_TIMEOUT_SECONDS)
        return aiohttp.ClientSession(timeout=timeout, trust_env=False)

    async def _take_up(self, http: aiohttp.ClientSession, case_no: str, now: float) -> None:
        case = self._cases.get(case_no)
        is_away = self._desk.faults.take(_fields(case), {"away"}).mode == "away"
        if is_away or self._proposals.is_awaited(case, now):
            return
        outcome, reasons = self._verdict(case)
        try:
            await self._settle(http, case_no, outcome, reasons, More())
        except Stuck:
            self._cases.postpone(case_no, now - self._office.tempo_seconds + RETRY_SECONDS)
        except ValueError:  # somebody decided by hand meanwhile
            return

    def _verdict(self, case: sqlite3.Row) -> tuple[str, Sequence[str]]:
        fields, accepted = _fields(case), case["status"] == ACCEPTED
        negative, positive = ("deny", "grant") if accepted else ("refuse", "accept")
        rule = self._desk.faults.take(fields, {negative})
        if rule.mode == negative:
            told = rule.more.get("reasons")
            return negative, [str(reason) for reason in told] if isinstance(told, list) else ()
        reason = self._office.denials.get(case["applicant_code"])
        if reason is not None and accepted:
            return negative, (reason,)
        if accepted and self._proposals.waiting(case["case_no"]) is not None:
            if self._desk.faults.take(fields, {"by_hand"}).mode != "by_hand":
                return "adopt", ()
            self._proposals.settle(case["case_no"], BY_HAND)
        return positive, ()

    async def _settle(
        self,
        http: aiohttp.ClientSession,
        case_no: str,
        outcome: str,
        reasons: Sequence[str],
        more: More,
    ) -> None:
        if outcome not in OUTCOMES:
            raise ValueError(f"outcome must be one of {sorted(OUTCOMES)}")
        status, kind, follows = OUTCOMES[outcome]
        async with self._one_at_a_time:
            case = self._cases.get(case_no)
            if case["status"] not in follows:
                raise ValueError("not possible in this state")
            if outcome == "accept" and self._cases.missing(case_no):
                raise ValueError("materials are missing")
            if outcome in {"grant", "adopt"} and self._cases.waits_for_originals(case):
                raise ValueError("the old certificate was not surrendered")
            adopted = self._proposals.waiting(case_no) if outcome == "adopt" else None
            if outcome == "adopt" and adopted is None:
                raise ValueError("there is no proposal to adopt")
            licence = None
            if status == GRANTED:
                form, now = self._cases.filed(case_no).form, self._desk.clock.now()
                licence = await issue_licence(http, self._office, case, form, now)
            if status == REVOKED:
                await end_licence(http, self._office, case)
            told = tuple(reasons) or DEFAULT_REASONS.get(outcome, ())
            self._record(case, _Result(status, kind, told, licence, adopted, more))

    def _record(self, case: sqlite3.Row, result: _Result) -> None:
        """Step, sealed paper and push: all or nothing."""
        books, now, case_no, seq = self._desk.books, self._desk.clock.now(), case["case_no"], case["seq"] + 1
        status, reasons, licence = result.status, result.reasons, result.licence
        at, negative = beijing_text(now), status in {REFUSED, DENIED, REVOKED}
        with books.transaction():
            asked = ask_again(self._desk, case_no, result.more) if status == SUPPLEMENT else []
            if status == SUPPLEMENT:
                reasons = reasons or reasons_of(asked)
            doc_id = self._seal(case, result.kind, reasons, now)
            books.insert("steps", case_no=case_no, seq=seq, status=status, at=at)
            books.write(
                "UPDATE cases SET status = ?, seq = ?, ready_at = NULL,"
                " accepted_at = coalesce(accepted_at, ?), decided_at = coalesce(decided_at, ?),"
                " licence = coalesce(?, licence) WHERE case_no = ?",
                case["status"] if status in STAYS else status,
                seq,
                at if status == ACCEPTED else None,
                at if status in ENDED else None,
                to_json(licence) if licence else None,
                case_no,
            )
            self._cases.note_readiness(case_no, now)
            push: dict[str, object] = {
                "caseNo": case_no,
                "bizNo": case["biz_no"],
                "status": status,
                "statusTime": at,
                "seq": seq,
                "handler": "演示审批人员",
                "documents": [doc_id],
            }
            push |= {"reasons": list(reasons)} if reasons else {}
            push |= {"remedies": list(REMEDIES)} if negative else {}
            push |= {"licence": licence} if licence else {}
            if status == SUPPLEMENT:
                push["supplement"] = {"newlyArisen": result.more.newly_arisen, "materials": asked}
            if result.more.stop is not None:
                push["stop"] = dict(zip(("reason", "documentNumber"), result.more.stop, strict=True))
            if result.adopted is not None:
                push["adoptedProposal"] = result.adopted
            if status == REVOKED:
                self._revocations.settle(case_no)
            if status in {GRANTED, DENIED}:
                self._proposals.settle(case_no, ADOPTED if result.adopted else BY_HAND)
            body = to_json(push)
            books.insert("told", case_no=case_no, seq=seq, body=body)
            if self._office.push_url is not None:
                self._desk.callbacks.enqueue(self._office.push_url, body.encode(), note=f"{case_no}#{seq}")

    def _seal(self, case: sqlite3.Row, kind: str, reasons: Sequence[str], now: datetime) -> str:
        body_code = str(case["task_code"])[:18]
        paper = Paper(
            kind=kind,
            case_no=case["case_no"],
            item_code=case["task_code"],
            applicant=case["applicant_name"],
            body_name=self._office.bodies.get(body_code, "演示行政审批局"),
            at=now,
            reasons=reasons,
            remedies=REMEDIES_TEXT if kind in {"refused-acceptance", "decision-denied", "revocation"} else (),
        )
        content, books = print_pdf(paper), self._desk.books
        doc_id = f"D{books.next_number('document'):09d}"
        books.insert(
            "papers",
            doc_id=doc_id,
            case_no=case["case_no"],
            kind=kind,
            sealed_at=beijing_text(now),
            sm3=sm3(content),
            size=len(content),
            body_code=body_code,
            seal=self._seals.sign(body_code, content),
            content=content,
        )
        return doc_id


def _fields(case: sqlite3.Row) -> dict[str, str]:
    """What a lever may tell cases apart by."""
    return {
        "caseNo": case["case_no"],
        "bizNo": case["biz_no"],
        "matterNo": case["matter_no"],
        "taskCode": case["task_code"],
        "applicantCode": case["applicant_code"],
        "status": case["status"],
    }
