"""Announce the answer to a grievance: the ledger has it, and the person is told that there is one."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.grievances.grievance import Grievance, Remedy
from domain.grievances.words import KIND_WORDS
from domain.kernel.ids import MatterId
from domain.ledger.ports import Ledger
from domain.usecases.open_grievance import step_of

Tell = Callable[[MatterId, str, Mapping[str, str]], Awaitable[None]]
"""As TellHolder."""


@dataclass(frozen=True, slots=True)
class AnnounceAnswer:
    cases: Cases
    catalogue: Catalogue
    ledger: Ledger
    tell: Tell

    async def __call__(self, grievance: Grievance, remedy: Remedy, *, staff: str) -> None:
        """Inside atomic. Who never had a matter of ours is told by the page alone."""
        step = step_of(grievance, "grievance-answered", staff=staff, remedy=str(remedy))
        await self.ledger.append(step)
        about = grievance.about
        if about.matter is not None:
            named = KIND_WORDS[grievance.kind]
            if about.case is not None:
                named = self.catalogue.of_case(await self.cases.by_id(about.case)).name
            await self.tell(about.matter, "grievance-answered", {"item": named})
