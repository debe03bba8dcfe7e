"""The counter appointment (窗口预约): another way of equal weight beside the face."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.kernel.ids import AppointmentId, MatterId
from domain.kernel.personal import PersonName, Phone
from domain.kernel.refusal import Refusal


class HalfDay(StrEnum):
    MORNING = "am"
    AFTERNOON = "pm"


class AppointmentDayInvalid(Refusal):
    code, title = "appointment-day-invalid", "请选择未来两周内的工作日"


@dataclass(frozen=True, slots=True)
class Counter:
    """A place where people are served; from configuration."""

    code: str
    name: str
    address: str
    phone: str
    hours: str  # for reading: «工作日 9:00–12:00»
    halves: tuple[HalfDay, ...]
    bring: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appointment:
    appointment_id: AppointmentId
    number: str  # what the person is told, «A4820137»: opens nothing
    counter: str
    day: date
    half: HalfDay
    name: PersonName
    phone: Phone
    matter: MatterId | None
    booked_at: datetime
