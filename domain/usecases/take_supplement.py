"""Take a 补正告知 of the back-end: the one notice (一次性告知), or one that a clerk must look at."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.decisions.push import BackEndPush
from domain.kernel.ids import MatterId, SupplementId
from domain.kernel.ports import Clock, NewId
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.supplements.ports import Supplements
from domain.supplements.supplement import NEVER_OWED, Supplement, SupplementState, Wanted
from domain.usecases.deem_accepted import deem
from domain.usecases.supplement_clock import is_told_too_late, received_at, supplement_due

Tell = Callable[[MatterId, str, Mapping[str, str]], Awaitable[None]]
"""One notice to the holder about their running matter, drafted inside atomic: TellHolder."""


@dataclass(frozen=True, slots=True)
class TakeSupplement:
    """Inside atomic, the case held; who calls saves it."""

    supplements: Supplements
    catalogue: Catalogue
    calendars: Calendars
    tell: Tell
    ledger: Ledger
    now: Clock
    new_id: NewId

    async def __call__(self, case: Case, push: BackEndPush) -> str:
        """The case waits for the person and the person is told; or it stays where it is, and staff see why.

        Told once and whole within five working days of receipt (行政许可法 §32): too late, and the case is
        accepted from receipt; a second time, and only what newly arose may be asked for.
        """
        known = await self.supplements.of_case(case.case_id)
        received = received_at(case, known) or push.at
        is_second = any(one.state not in NEVER_OWED for one in known)
        is_new = push.newly_arisen and bool(push.reasons)
        is_late = not is_second and is_told_too_late(received, push.at, self.calendars.current())
        if case.state is CaseState.FILED and not is_late and (is_new or not is_second):
            return await self._ask(case, push)
        made = self._made(case, push, SupplementState.CONTESTED)
        await self.supplements.add(made)
        why = "late" if is_late else "again" if is_second else "state"
        await self._note(
            case, push, "supplement-contested", {"supplement": str(made.supplement_id), "why": why}
        )
        if is_late and case.state is CaseState.FILED:
            await deem(case, received, at=self.now(), ledger=self.ledger)
        return "contested"

    async def _ask(self, case: Case, push: BackEndPush) -> str:
        made = self._made(case, push, SupplementState.OPEN)
        await self.supplements.add(made)
        before, after = case.move(CaseState.SUPPLEMENTING)
        facts = {"from": before.value, "to": after.value, "supplement": str(made.supplement_id)}
        await self._note(case, push, "case-supplementing", facts)
        due = supplement_due(made, self.calendars.current())
        said = {"item": self.catalogue.of_case(case).name} | ({"day": due.isoformat()} if due else {})
        await self.tell(case.matter, "supplement-asked", said)
        return "applied"

    def _made(self, case: Case, push: BackEndPush, state: SupplementState) -> Supplement:
        limit = self.catalogue.of_case(case).timing.correction
        return Supplement(
            SupplementId(self.new_id()),
            case.case_id,
            case.matter,
            state,
            push.seq,
            push.at,
            self.now(),
            limit.n,
            str(limit.unit),
            push.reasons,
            [Wanted(one.index, one.name, one.why) for one in push.wanted],
            newly_arisen=push.newly_arisen,
        )

    async def _note(self, case: Case, push: BackEndPush, kind: str, facts: Mapping[str, str]) -> None:
        told: dict[str, Fact] = {**facts, "number": push.number, "seq": push.seq}
        await self.ledger.append(Step(kind, case.matter, case.case_id, facts=told))
