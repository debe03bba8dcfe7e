"""File a confirmed case with the approval back-end (审批系统): one 办件编号, whatever is tried again."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import CaseRequests, Cases
from domain.cases.request import RequestKind
from domain.decisions.outside import CaseFiling, Filed
from domain.forms.paper import GlyphMissing
from domain.kernel.ids import CaseId, short
from domain.kernel.jobs import WithdrawCase
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.kernel.refusal import Outward, Refusal, Refused, Unavailable, Unknown
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.prepare_filing import Prepared, PrepareFiling

UNDECIDED = frozenset({CaseState.FILED, CaseState.SUPPLEMENTING, CaseState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class FileCase:
    cases: Cases
    requests: CaseRequests
    prepare_filing: PrepareFiling
    back_end: CaseFiling
    ledger: Ledger
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self, case: CaseId) -> None:
        """The case is 已提交 with its number, and the back-end has every material.

        Raises Unavailable and Unknown, so that the worker tries again, and Refused and GlyphMissing, so that
        a person looks; each stands in the ledger once, and the case waits.
        """
        known = await self.cases.by_id(case)
        if not _has_work(known) or await self._is_taken_back(known):
            return
        try:
            prepared = await self.prepare_filing(known)
            filed = await self._filed(known, prepared)
            await self._put_materials(filed, prepared)
        except (Unavailable, Unknown, Refused, GlyphMissing) as refusal:
            if await self._note(case, refusal):
                raise
            return
        await self._record(case, filed)

    async def _is_taken_back(self, case: Case) -> bool:
        """Whoever withdraws asks what became of an earlier try; nothing more is sent."""
        asked = await self.requests.of_case(case.case_id, RequestKind.WITHDRAWAL)
        return case.number is None and asked is not None and asked.is_open

    async def _filed(self, case: Case, prepared: Prepared) -> Filed:
        if case.number is not None:  # their push told us before we could write it down
            return Filed(case.number, case.filed_at or self.now())
        tried_before = await self._claim(case.case_id)
        found = await self.back_end.ask(short("case", case.case_id)) if tried_before else None
        return found or await self.back_end.file(prepared.filing)

    async def _put_materials(self, filed: Filed, prepared: Prepared) -> None:
        for index, file in enumerate(prepared.files):
            await self.back_end.put_material(filed.number, index, file.content, file.sm3)

    async def _claim(self, case: CaseId) -> bool:
        """Whether a try went out before, and may have arrived."""
        async with self.atomic():
            held = await self.cases.take(case)
            if held.filing_tried_at is not None:
                return True
            held.filing_tried_at = self.now()
            await self.cases.save(held)
            return False

    async def _record(self, case: CaseId, filed: Filed) -> None:
        async with self.atomic():
            held = await self.cases.take(case)
            if held.number not in (None, filed.number):
                raise StepNotAllowed(f"{case}: filed under two numbers")
            held.materials_put_at = held.materials_put_at or self.now()
            if held.state is CaseState.CONFIRMED:  # else their push was quicker
                before, after = held.move(CaseState.FILED)
                held.number, held.filed_at = filed.number, filed.received_at
                facts = {"from": before.value, "to": after.value, "number": filed.number}
                await self.ledger.append(Step("case-filed", held.matter, case, facts=facts))
            if held.state is CaseState.WITHDRAWN and held.number is None:
                held.number = filed.number  # withdrawn while this was under way: the back-end must hear of it
                await self.jobs.defer(WithdrawCase(case))
            await self.cases.save(held)

    async def _note(self, case: CaseId, refusal: Refusal) -> bool:
        """Whether the case still waits; then its story says why, once for each reason."""
        facts = {"reason": refusal.reason if isinstance(refusal, Outward) else refusal.code}
        async with self.atomic():
            held = await self.cases.take(case)
            if not _has_work(held):
                return False
            refused = "filing-refused" if held.state is CaseState.CONFIRMED else "materials-refused"
            kind = refused if isinstance(refusal, Refused | GlyphMissing) else "filing-delayed"
            said = {entry.step.kind for entry in await self.ledger.of_case(case)}
            if kind not in said:
                await self.ledger.append(Step(kind, held.matter, case, facts=facts))
        return True


def _has_work(case: Case) -> bool:
    """Not filed; or filed, and killed before the last material was handed in."""
    return case.state is CaseState.CONFIRMED or (case.state in UNDECIDED and case.materials_put_at is None)
