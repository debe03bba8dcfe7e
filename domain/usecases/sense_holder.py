"""Sense one holder (自己办): what a person asked for by themselves, worked out and written down."""

from dataclasses import dataclass

from domain.catalogue.ports import Catalogue
from domain.kernel.ids import StartId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused
from domain.parties.ports import Parties
from domain.starts.ports import Starts
from domain.starts.start import NO_ANSWER, StartState
from domain.usecases.end_start import EndStart
from domain.usecases.weigh_holder import WeighHolder


@dataclass(frozen=True, slots=True)
class SenseHolder:
    """Ends the start and, when something is due, opens its matter without any notice: both or neither. A
    second run finds it ended and changes nothing."""

    starts: Starts
    parties: Parties
    catalogue: Catalogue
    weigh_holder: WeighHolder
    end_start: EndStart
    atomic: Atomic
    now: Clock

    async def __call__(self, start: StartId) -> None:
        """Raises NotFound; Unavailable of a register, and the start runs on; Refused, and it has ended."""
        asked = await self.starts.by_id(start)
        if asked.state is not StartState.RUNNING:
            return
        party = await self.parties.by_id(asked.party)
        try:
            weighed = await self.weigh_holder(party, self.catalogue.get(asked.item))
        except Refused:
            async with self.atomic():
                held = await self.starts.take(start)
                if held.state is StartState.RUNNING:
                    held.lead_nowhere(StartState.REFUSED, NO_ANSWER, at=self.now())
                    await self.end_start.note(held)
            raise
        async with self.atomic():
            held = await self.starts.take(start)
            if held.state is StartState.RUNNING:
                await self.end_start(held, weighed, at=self.now())
