"""Answer a supplement (提交补正): whole and once, with one's face and the 真实性承诺."""

import json
from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.identity.check import Purpose
from domain.invitations.invitation import PromiseNeeded
from domain.kernel.ids import CaseId
from domain.kernel.jobs import AnswerSupplement as HandIn
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Fact, Step
from domain.mandates.mandate import Act
from domain.supplements.ports import Supplements
from domain.supplements.supplement import Supplement, SupplementOver
from domain.usecases.find_case import FindCase
from domain.usecases.read_supplement import newest_owed
from domain.usecases.record_steps import RecordSteps
from domain.usecases.require_face import RequireFace
from domain.usecases.supplement_clock import supplement_due
from domain.usecases.supplement_view import ShowSupplement, SupplementView


@dataclass(frozen=True, slots=True)
class RecordSupplementAnswer:
    """Supplement, evidence, ledger and job: all or nothing."""

    cases: Cases
    supplements: Supplements
    calendars: Calendars
    show_supplement: ShowSupplement
    record_steps: RecordSteps
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, acting: Acting, case: CaseId, digest: str, request: RequestKey
    ) -> SupplementView:
        """Raises NotFound, SupplementOver, SupplementIncomplete, SupplementChanged."""
        async with self.atomic():
            if before := await self.answers.recall(request, SupplementView):
                return before
            await self.cases.take(case)
            held = await newest_owed(self.supplements, case)
            due = supplement_due(held, self.calendars.current())
            if due is not None and beijing_date(self.now()) > due:
                raise SupplementOver(str(held.supplement_id))
            held.answer(digest, at=self.now())
            await self.supplements.save(held)
            facts: dict[str, Fact] = {
                "supplement": str(held.supplement_id),
                "files": len(held.wanted),
                "digest": digest,
            }
            step = Step("supplement-given", held.matter, case, acting, facts=facts)
            await self.record_steps("supplement", _evidence(held), step)
            await self.jobs.defer(HandIn(held.supplement_id))
            view = await self.show_supplement(held)
            await self.answers.keep(request, view)
        return view


@dataclass(frozen=True, slots=True)
class AnswerSupplement:
    """Who may answer is settled here, outside the transaction: whom the register names now, and the face."""

    find_case: FindCase
    require_face: RequireFace
    record_answer: RecordSupplementAnswer

    async def __call__(
        self, acting: Acting, case: CaseId, *, digest: str, promise: bool, request: RequestKey
    ) -> SupplementView:
        """Raises NotFound, NotRepresentative, FaceForThisMatter, PromiseNeeded, Unavailable, and what
        RecordSupplementAnswer raises."""
        if not promise:
            raise PromiseNeeded(str(case))
        acting, found = await self.find_case.to_change(acting, case, Act.FOLLOW)
        await self.require_face(acting, found.matter, Purpose.CASE)
        return await self.record_answer(acting, case, digest, request)


def _evidence(held: Supplement) -> bytes:
    """What was asked for and what stands for it, as it was on the screen."""
    content = {
        "digest": held.digest(),
        "reasons": held.reasons,
        "promise": True,
        "materials": [
            {"index": one.index, "name": one.name, "sm3": one.given.sm3 if one.given else None}
            for one in held.wanted
        ],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
