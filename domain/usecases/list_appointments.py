"""List who comes to the counters on one day (窗口预约)."""

from dataclasses import dataclass
from datetime import date

from domain.clock.clock import beijing_date
from domain.identity.appointment import Appointment
from domain.identity.ports import Appointments
from domain.kernel.ports import Clock
from domain.kernel.remit import EVERY_BODY, Remit

MOST = 200


@dataclass(frozen=True, slots=True)
class ListAppointments:
    appointments: Appointments
    now: Clock

    async def __call__(
        self, day: date | None, remit: Remit = EVERY_BODY
    ) -> tuple[date, tuple[Appointment, ...]]:
        """The day, today for None, and its appointments, the morning first."""
        on = day or beijing_date(self.now())
        return on, await self.appointments.on(on, size=MOST, remit=remit)
