"""Hand a rating (好差评) over to the provincial interface, which counts each once."""

from dataclasses import dataclass

from domain.kernel.ids import RatingId
from domain.kernel.ports import Atomic
from domain.kernel.refusal import Refused, Unavailable
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.ratings.outside import RatingInterface
from domain.ratings.ports import Ratings
from domain.ratings.rating import Rating, RatingState
from domain.usecases.compose_evaluation import ComposeEvaluation

HANDED, REFUSED = "rating-handed", "rating-refused"


@dataclass(frozen=True, slots=True)
class HandOverRating:
    ratings: Ratings
    compose_evaluation: ComposeEvaluation
    interface: RatingInterface
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, rating: RatingId) -> None:
        """The province has it, and we its number; tried again after any end of the last try.

        Raises Unavailable and Unknown, so that the worker tries again, and Refused, so that a person looks.
        """
        claimed, tried_before = await self._claim(rating)
        if claimed is None:
            return
        try:
            number = await self._hand_over(claimed, tried_before=tried_before)
        except Unavailable:
            await self._record(rating, RatingState.GIVEN)
            raise
        except Refused as refusal:
            await self._record(rating, RatingState.REFUSED, reason=refusal.reason)
            raise
        await self._record(rating, RatingState.HANDED, number=number)

    async def _claim(self, rating: RatingId) -> tuple[Rating | None, bool]:
        """The rating, None when nothing is left to do; and whether a try went out whose end nobody knows."""
        async with self.atomic():
            held = await self.ratings.take(rating)
            if held.state is RatingState.HANDING:
                return held, True
            if held.state is not RatingState.GIVEN:
                return None, False
            held.move(RatingState.HANDING)
            await self.ratings.save(held)
            return held, False

    async def _hand_over(self, rating: Rating, *, tried_before: bool) -> str:
        evaluation = await self.compose_evaluation(rating)
        if tried_before:
            arrived = await self.interface.ask(evaluation.project_no, evaluation.assess_number)
            if arrived is not None:
                return arrived
        return await self.interface.hand_over(evaluation)

    async def _record(self, rating: RatingId, to: RatingState, *, number: str = "", reason: str = "") -> None:
        async with self.atomic():
            held = await self.ratings.take(rating)
            if held.state is not RatingState.HANDING:
                return  # another worker was quicker
            held.move(to)
            held.outside_number = number
            await self.ratings.save(held)
            if to is RatingState.HANDED:
                facts = {"rating": str(rating), "number": number}
                await self.ledger.append(Step(HANDED, held.matter, held.case, facts=facts))
            if to is RatingState.REFUSED:
                facts = {"rating": str(rating), "reason": reason}
                await self.ledger.append(Step(REFUSED, held.matter, held.case, facts=facts))
