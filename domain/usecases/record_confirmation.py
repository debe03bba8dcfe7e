"""Record confirmed forms (申报信息确认) under the key of their request: one, or all of a matter at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.usecases.case_view import CaseView
from domain.usecases.take_confirmation import Confirmation, TakeConfirmation


@dataclass(frozen=True, slots=True)
class FormsConfirmed:
    cases: tuple[CaseView, ...]


@dataclass(frozen=True, slots=True)
class RecordConfirmation:
    atomic: Atomic
    answers: KeptAnswers
    take_confirmation: TakeConfirmation

    async def __call__(self, case: CaseId, confirmed: Confirmation, request: RequestKey) -> CaseView:
        """All or none of what TakeConfirmation does. Raises what it raises."""
        async with self.atomic():
            if before := await self.answers.recall(request, CaseView):
                return before
            view = await self.take_confirmation(case, confirmed)
            await self.answers.keep(request, view)
        return view

    async def of_several(
        self, confirmed: Sequence[tuple[CaseId, Confirmation]], request: RequestKey
    ) -> FormsConfirmed:
        """The same for each of them, and for all of them or none."""
        async with self.atomic():
            if before := await self.answers.recall(request, FormsConfirmed):
                return before
            views = [await self.take_confirmation(case, one) for case, one in confirmed]
            answer = FormsConfirmed(tuple(views))
            await self.answers.keep(request, answer)
        return answer
