"""Hear what is said against a revocation (陈述申辩): by the person themselves, or as a clerk took it down."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.decisions.checking import Revocations
from domain.decisions.revocation import Revocation, Statement
from domain.kernel.ids import CaseId, RevocationId
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Fact, Step
from domain.staff.account import StaffAccount
from domain.usecases.find_case import FindCase
from domain.usecases.record_steps import RecordSteps
from domain.usecases.revocation_view import RevocationOfCase, revocation_of_case
from domain.usecases.show_revocation import RevocationView, ShowRevocation


@dataclass(frozen=True, slots=True)
class HearStatement:
    """The words sealed, their digest in the ledger."""

    find_case: FindCase
    cases: Cases
    revocations: Revocations
    show: ShowRevocation
    record_steps: RecordSteps
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def of_person(
        self, acting: Acting, case: CaseId, words: Free, request: RequestKey
    ) -> RevocationOfCase:
        """Their own words, or their representative's: no letter lets an agent say them.

        Raises NotFound (also where nothing is to be revoked), NotRepresentative, StepNotAllowed, Unavailable.
        """
        await self.find_case.by_office(acting, case)
        async with self.atomic():
            if before := await self.answers.recall(request, RevocationOfCase):
                return before
            held = await self.cases.take(case)
            found = await self.revocations.of_case(case)
            if found is None:
                raise NotFound(str(case))
            await self._hear(held, found, Statement(words, self.now()), acting=acting)
            view = revocation_of_case(found)
            await self.answers.keep(request, view)
        return view

    async def by_staff(
        self,
        staff: StaffAccount,
        revocation: RevocationId,
        words: Free,
        *,
        nothing_to_say: bool,
        request: RequestKey,
    ) -> RevocationView:
        """Raises NotFound, StepNotAllowed, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, RevocationView):
                return before
            held = await self.cases.take((await self.revocations.by_id(revocation)).case)
            found = await self.revocations.by_id(revocation)
            said = Statement(words, self.now(), nothing_to_say, staff.staff_id)
            await self._hear(held, found, said, staff=staff.login)
            view = await self.show.view(found)
            await self.answers.keep(request, view)
        return view

    async def _hear(
        self,
        case: Case,
        revocation: Revocation,
        said: Statement,
        *,
        acting: Acting | None = None,
        staff: str | None = None,
    ) -> None:
        revocation.hear(said)
        await self.revocations.save(revocation)
        facts: dict[str, Fact] = {
            "revocation": str(revocation.revocation_id),
            "nothingToSay": said.nothing_to_say,
        }
        step = Step("revocation-heard", case.matter, case.case_id, acting, staff, facts=facts)
        await self.record_steps("statement", said.words.reveal().encode(), step)
