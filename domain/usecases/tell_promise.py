"""Tell the back-end (审批系统) how a promise ended; what was brought for it is handed in on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.cases.ports import Cases
from domain.forms.ports import Forms
from domain.kernel.ids import CaseNumber, PromiseId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused, Unavailable
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.promises.outside import Outcome, PromiseDesk
from domain.promises.ports import PromisedFiles, Promises
from domain.promises.promise import Promise, PromiseKind, PromiseState
from domain.usecases.promise_view import has_failed

OUTCOMES: Mapping[PromiseKind, Mapping[PromiseState, Outcome]] = MappingProxyType(
    {
        PromiseKind.DEFER: {PromiseState.GIVEN: "kept", PromiseState.LATE: "late"},
        PromiseKind.INSTEAD: {
            PromiseState.KEPT: "kept",
            PromiseState.UNTRUE: "untrue",
            PromiseState.WITHDRAWN: "withdrawn",
        },
    }
)


@dataclass(frozen=True, slots=True)
class PromiseBooks:
    """Our own rows."""

    cases: Cases
    forms: Forms
    promises: Promises
    files: PromisedFiles
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class TellPromise:
    books: PromiseBooks
    back_end: PromiseDesk
    atomic: Atomic
    now: Clock

    async def __call__(self, promise: PromiseId) -> None:
        """Both calls are harmless when repeated, so a job killed anywhere is done again.

        Raises Unavailable and Unknown, so that the worker tries again, and Refused, so that a person looks.
        """
        known = await self.books.promises.by_id(promise)
        outcome = OUTCOMES[known.kind].get(known.state)
        if outcome is None or known.told_at is not None:
            return
        case = await self.books.cases.by_id(known.case)
        if case.number is None or case.materials_put_at is None:
            if has_failed(case):  # never filed: nobody there waits for it
                return
            raise Unavailable("approval", "case-not-filed-yet")
        try:
            await self._tell(case.number, known, outcome)
        except Refused as refused:
            await self._note_refusal(known, refused)
            raise
        await self._record(known)

    async def _tell(self, number: CaseNumber, known: Promise, outcome: Outcome) -> None:
        index, at = await self._index(known), self._since(known)
        brought = known.brought if known.kind is PromiseKind.DEFER and outcome == "kept" else None
        await self.back_end.tell(number, index, outcome, at, brought=brought)
        if brought is not None:
            content = await self.books.files.content(known.promise_id)
            await self.back_end.put_material(number, index, content, brought.sm3)

    async def _index(self, known: Promise) -> int:
        """As compose_filing.py numbers them: behind the files, by their keys."""
        before = len(await self.books.forms.files(known.case))
        of_case = await self.books.promises.of_case(known.case)
        return before + [one.promise_id for one in of_case].index(known.promise_id)

    def _since(self, known: Promise) -> datetime:
        return known.brought_at or known.checked_at or self.now()

    async def _record(self, known: Promise) -> None:
        async with self.atomic():
            case = await self.books.cases.take(known.case)
            held = await self.books.promises.by_id(known.promise_id)
            if held.told_at is not None or held.state is not known.state:
                return
            facts: dict[str, Fact] = {"promise": str(held.promise_id), "outcome": str(held.state)}
            if held.state is PromiseState.GIVEN:
                before, after = held.move(PromiseState.KEPT)
                facts |= {"outcome": str(after), "before": str(before)}
            held.told_at = self.now()
            await self.books.promises.save(held)
            await self.books.ledger.append(Step("promise-told", case.matter, case.case_id, facts=facts))

    async def _note_refusal(self, known: Promise, refused: Refused) -> None:
        """Its story says why, once for each reason."""
        facts: dict[str, Fact] = {"promise": str(known.promise_id), "reason": refused.reason}
        async with self.atomic():
            case = await self.books.cases.take(known.case)
            said = (entry.step for entry in await self.books.ledger.of_case(known.case))
            if not any(step.kind == "promise-refused" and step.facts == facts for step in said):
                step = Step("promise-refused", case.matter, case.case_id, facts=facts)
                await self.books.ledger.append(step)
