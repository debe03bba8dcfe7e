"""Read a mandate (授权委托): its letter, and what was done by it."""

from dataclasses import dataclass

from domain.kernel.ids import MandateId
from domain.kernel.party import Acting
from domain.usecases.mandate_view import MandateView, ShowMandate
from domain.usecases.see_mandate import SeeMandate


@dataclass(frozen=True, slots=True)
class ReadMandate:
    see_mandate: SeeMandate
    show_mandate: ShowMandate

    async def __call__(self, acting: Acting, mandate: MandateId) -> MandateView:
        """Raises NotFound, NotRepresentative, Unavailable."""
        _, found = await self.see_mandate(acting, mandate)
        return await self.show_mandate(found)
