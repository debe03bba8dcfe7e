"""Prepare a revocation (拟撤销, 行政许可法 §69): reasons noted, the person told that they may speak."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.cases.case import UNGRANTED, CaseState
from domain.cases.ports import Cases
from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.decisions.checking import Rechecks, Revocations
from domain.decisions.revocation import HEARING_DAYS, Basis, Revocation
from domain.kernel.ids import CaseId, MatterId, RecheckId, RevocationId
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.show_revocation import RevocationView, ShowRevocation

Tell = Callable[[MatterId, str, Mapping[str, str]], Awaitable[None]]
"""As TellHolder."""
GRANTED = frozenset({CaseState.GRANTED, CaseState.LICENSED, CaseState.DELIVERED, CaseState.CLOSED})
UNPUBLISHED = timedelta(days=14)  # where the calendar ends: longer than five working days ever are


@dataclass(frozen=True, slots=True)
class Preparation:
    basis: Basis
    reasons: tuple[Free, ...]
    recheck: RecheckId | None = None


@dataclass(frozen=True, slots=True)
class PrepareRevocation:
    """Nothing is revoked: nobody here can, and nobody signs what they prepared."""

    cases: Cases
    revocations: Revocations
    rechecks: Rechecks
    calendars: Calendars
    tell: Tell
    show: ShowRevocation
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(
        self, staff: StaffAccount, case: CaseId, wanted: Preparation, request: RequestKey
    ) -> RevocationView:
        """Raises NotFound (the recheck too, unless it is this case's), StepNotAllowed (nothing was granted,
        or another revocation is open), IdempotencyKeyReused."""
        at = self.now()
        async with self.atomic():
            if before := await self.answers.recall(request, RevocationView):
                return before
            held = await self.cases.take(case)
            if held.state not in GRANTED or held.ended_as in UNGRANTED:
                raise StepNotAllowed(f"{case}: {held.state}")
            await self._check(case, wanted.recheck)
            made = Revocation(
                RevocationId(self.new_id()),
                case,
                wanted.basis,
                wanted.reasons,
                staff.staff_id,
                at,
                self._hear_until(beijing_date(at)),
                recheck=wanted.recheck,
            )
            if not await self.revocations.add(made):
                raise StepNotAllowed(f"{case}: another revocation is open")
            facts = {"revocation": str(made.revocation_id), "basis": str(made.basis)}
            step = Step("revocation-prepared", held.matter, case, staff=staff.login, facts=facts)
            await self.ledger.append(step)
            view = await self.show.view(made)
            said = {"item": view.item_name, "day": made.hear_until.isoformat()}
            await self.tell(held.matter, "revocation-proposed", said)
            await self.answers.keep(request, view)
        return view

    async def _check(self, case: CaseId, recheck: RecheckId | None) -> None:
        if recheck is not None and (await self.rechecks.by_id(recheck)).case != case:
            raise NotFound(str(recheck))

    def _hear_until(self, today: date) -> date:
        """Told to the person, so it stays as told."""
        last = self.calendars.current().add_working_days(today, HEARING_DAYS)
        return last or today + UNPUBLISHED
