"""Gather what came of a case afterwards: corrections under way, a revocation, what a clerk asks for."""

from dataclasses import dataclass

from domain.decisions.checking import Rechecks, Reviews, Revocations
from domain.decisions.recheck import Recheck
from domain.decisions.revocation import Revocation
from domain.grievances.ports import GrievanceBook
from domain.kernel.ids import CaseId


@dataclass(frozen=True, slots=True)
class Afterwards:
    """`correcting`: 更正处理中; `asks`: what a clerk asks the person for, empty for nothing."""

    correcting: bool = False
    revocation: Revocation | None = None
    asks: str = ""
    recheck: Recheck | None = None


@dataclass(frozen=True, slots=True)
class GatherAfterwards:
    grievances: GrievanceBook
    revocations: Revocations
    reviews: Reviews
    rechecks: Rechecks

    async def __call__(self, case: CaseId) -> Afterwards:
        """Our own rows only, so it may stand inside atomic."""
        raised = await self.grievances.of_case(case)
        review = await self.reviews.of_case(case)
        return Afterwards(
            any(one.is_correcting for one in raised),
            await self.revocations.of_case(case),
            review.asks.reveal() if review is not None else "",
            await self.rechecks.of_case(case),
        )
