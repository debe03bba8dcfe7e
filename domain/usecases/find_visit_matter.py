"""Find what somebody came to the counter about (来窗事由): a matter, an appointment, an SMS's code."""

from dataclasses import dataclass

from domain.identity.ports import Appointments
from domain.kernel.ids import MatterId
from domain.kernel.refusals import NotFound
from domain.matters.matter import Matter
from domain.matters.ports import Matters
from domain.usecases.find_matter import FindMatter


@dataclass(frozen=True, slots=True)
class CameFor:
    """The first that is said counts; nothing said: they will start by themselves."""

    matter: MatterId | None = None
    appointment: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class FindVisitMatter:
    matters: Matters
    appointments: Appointments
    find_matter: FindMatter

    async def __call__(self, came_for: CameFor) -> Matter | None:
        """None for an appointment or a code that leads to no matter.

        Raises NotFound for a matter or an appointment that is not there, AddressCodeMistyped.
        """
        found = came_for.matter
        if found is None and came_for.appointment:
            appointment = await self.appointments.by_number(came_for.appointment)
            if appointment is None:
                raise NotFound
            found = appointment.matter
        if found is None and came_for.code:
            found = await self.find_matter.by_code(came_for.code)
        return None if found is None else await self.matters.by_id(found)
