"""Book an appointment at a counter (窗口预约): the way of equal weight for who shows no face to a phone."""

from dataclasses import dataclass
from datetime import date

from domain.identity.appointment import Appointment, AppointmentDayInvalid, Counter, HalfDay
from domain.identity.ports import Appointments
from domain.kernel.identifiers import mobile
from domain.kernel.ids import AppointmentId, MatterId
from domain.kernel.personal import PersonName
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, Randomness, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.find_matter import FindMatter
from domain.usecases.list_counters import ListCounters
from domain.usecases.spend_try import SpendTry

TRIES = "appointment"
NUMBERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    name: PersonName
    phone: str
    counter: str
    day: date
    half: HalfDay
    code: str | None


@dataclass(frozen=True, slots=True)
class Booked:
    number: str
    counter: str
    counter_name: str
    counter_address: str
    counter_phone: str
    day: date
    half: str
    bring: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WriteAppointment:
    """The row, under a number nobody has, and its ledger entry; inside the caller's transaction."""

    appointments: Appointments
    ledger: Ledger
    randomness: Randomness
    now: Clock
    new_id: NewId

    async def __call__(self, wish: Wish, matter: MatterId | None, *, staff: str | None = None) -> str:
        """Its number. `staff`: the clerk who booked it for whoever is on the line."""
        made, phone, now = AppointmentId(self.new_id()), mobile(wish.phone), self.now()
        while True:
            number = f"A{self.randomness.below(NUMBERS):07d}"
            appointment = Appointment(
                made, number, wish.counter, wish.day, wish.half, wish.name, phone, matter, now
            )
            if await self.appointments.add(appointment):
                break
        facts = {"appointment": str(made), "counter": wish.counter, "day": wish.day.isoformat()}
        await self.ledger.append(Step("appointment-booked", matter=matter, staff=staff, facts=facts))
        return number


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """Open to everybody; known, unknown and used codes read alike."""

    spend_try: SpendTry
    find_matter: FindMatter
    list_counters: ListCounters
    write: WriteAppointment
    answers: KeptAnswers
    atomic: Atomic

    async def __call__(self, request: RequestKey, wish: Wish, *, address: str) -> Booked:
        """Raises AppointmentDayInvalid (also for an unknown counter), IdentifierInvalid (phone),
        AddressCodeMistyped, IdempotencyKeyReused, TooManyRequests, LimitsUnavailable."""
        mobile(wish.phone)
        counter = self.list_counters.find(wish.counter)
        bookable = self.list_counters.days()
        if counter is None or wish.half not in counter.halves:
            raise AppointmentDayInvalid(wish.counter)
        await self.spend_try(TRIES, address)
        matter = await self.find_matter.by_code(wish.code)
        async with self.atomic():
            if before := await self.answers.recall(request, Booked):
                return before
            if wish.day not in bookable:
                raise AppointmentDayInvalid(wish.day.isoformat())
            booked = booked_at(counter, wish, await self.write(wish, matter))
            await self.answers.keep(request, booked)
        return booked


def booked_at(counter: Counter, wish: Wish, number: str) -> Booked:
    """What the person is told."""
    return Booked(
        number,
        counter.code,
        counter.name,
        counter.address,
        counter.phone,
        wish.day,
        str(wish.half),
        counter.bring,
    )
