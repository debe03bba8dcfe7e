"""Ask the register once a day about who gave mandates (授权委托), so that one falls though nobody uses it."""

from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ids import PartyId
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable
from domain.mandates.ports import MandatesToEnd
from domain.usecases.ask_authorities import AskAuthorities

OLD, PAGE = timedelta(days=1), 100


@dataclass(frozen=True, slots=True)
class AskGivers:
    """A chore: what each step by a mandate asks anyway, for those by which nothing is done."""

    ending: MandatesToEnd
    ask_authorities: AskAuthorities
    now: Clock

    async def __call__(self) -> int:
        """How many were asked about, each once a run; one the register refuses to speak of holds up nobody.

        Ends where the register is out of reach: an hour later it goes on.
        """
        before, done = self.now() - OLD, 0
        last: PartyId | None = None
        while givers := await self.ending.givers(before, size=PAGE, after=last):
            for giver in givers:
                try:
                    await self.ask_authorities(giver, fresh=True)
                except Refused:
                    continue
                except Unavailable:
                    return done
                done += 1
            last = givers[-1]
        return done
