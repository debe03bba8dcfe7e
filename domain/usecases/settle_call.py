"""Settle a call (电话联络结果): what came of it, by whoever rang. No intent, no lasting suppression."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.clock.clock import beijing_date
from domain.identity.appointment import AppointmentDayInvalid, HalfDay
from domain.invitations.call import Attempt, CallEntry, CallOutcome
from domain.invitations.ports import BadNumbers, CallEntries
from domain.kernel.ids import CallId
from domain.kernel.personal import Free, PersonName
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.book_appointment import Booked, Wish, WriteAppointment, booked_at
from domain.usecases.end_phone_links import EndPhoneLinks
from domain.usecases.list_counters import ListCounters
from domain.usecases.read_call import phone_of

LATEST = timedelta(days=30)  # put off for years, nobody would ever be rung
HALVES = {HalfDay.MORNING: "上午", HalfDay.AFTERNOON: "下午"}


@dataclass(frozen=True, slots=True)
class CallSettled:
    call_id: UUID
    is_open: bool
    outcome: str
    tries: int
    again_on: date | None


@dataclass(frozen=True, slots=True)
class CameOfIt:
    """`again_on`: with «not reached» only; what has come is tomorrow, what is far off is in LATEST."""

    outcome: CallOutcome
    again_on: date | None = None
    note: Free | None = None


@dataclass(frozen=True, slots=True)
class SettleCall:
    entries: CallEntries
    bad_numbers: BadNumbers
    end_phone_links: EndPhoneLinks
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, call: CallId, came: CameOfIt, request: RequestKey
    ) -> CallSettled:
        """The attempt, the entry and the ledger: all or none. Raises NotFound, StepNotAllowed."""
        async with self.atomic():
            if before := await self.answers.recall(request, CallSettled):
                return before
            entry, now = await self.entries.take(call), self.now()
            again_on = None
            if came.outcome is CallOutcome.NOT_REACHED:
                tomorrow = beijing_date(now) + timedelta(days=1)
                latest = beijing_date(now) + LATEST
                again_on = min(max(came.again_on or tomorrow, tomorrow), latest)
            entry.settle(Attempt(now, came.outcome, staff.login, again_on, came.note))
            await self.entries.save(entry)
            if came.outcome is CallOutcome.WRONG_NUMBER:
                for phone in entry.phones:
                    await self.bad_numbers.mark(phone, at=now, by=staff.login)
                    await self.end_phone_links.of_phone(phone, staff.login, now)
            await self.ledger.append(settled_step(entry, staff.login))
            settled = call_settled(entry)
            await self.answers.keep(request, settled)
        return settled


@dataclass(frozen=True, slots=True)
class Booking:
    """`phone`: as typed, another than the entry's; empty for that one."""

    name: PersonName
    phone: str
    counter: str
    day: date
    half: HalfDay


@dataclass(frozen=True, slots=True)
class BookForCall:
    """An appointment for whoever is on the line: it settles the call."""

    entries: CallEntries
    list_counters: ListCounters
    write: WriteAppointment
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, call: CallId, booking: Booking, request: RequestKey
    ) -> Booked:
        """Both or neither. Raises NotFound, StepNotAllowed, AppointmentDayInvalid (also for an unknown
        counter), IdentifierInvalid (no mobile number)."""
        counter = self.list_counters.find(booking.counter)
        bookable = self.list_counters.days()
        async with self.atomic():
            if before := await self.answers.recall(request, Booked):
                return before
            entry = await self.entries.take(call)
            if counter is None or booking.half not in counter.halves or booking.day not in bookable:
                raise AppointmentDayInvalid(booking.counter)
            known = phone_of(entry)
            phone = booking.phone or (known.reveal() if known else "")
            wish = Wish(booking.name, phone, counter.code, booking.day, booking.half, None)
            number = await self.write(wish, entry.matter, staff=staff.login)
            booked = booked_at(counter, wish, number)
            entry.settle(
                Attempt(
                    self.now(), CallOutcome.APPOINTMENT_MADE, staff.login, note=Free(where_and_when(booked))
                )
            )
            await self.entries.save(entry)
            await self.ledger.append(settled_step(entry, staff.login))
            await self.answers.keep(request, booked)
        return booked


def where_and_when(booked: Booked) -> str:
    """What a colleague reads who opens the call again."""
    day, half = f"{booked.day.month}月{booked.day.day}日", HALVES[HalfDay(booked.half)]
    return f"{booked.counter_name}，{day}{half}，预约号 {booked.number}"


def settled_step(entry: CallEntry, login: str) -> Step:
    facts: dict[str, Fact] = {
        "call": str(entry.call_id),
        "outcome": str(entry.outcome),
        "again": entry.again_on.isoformat() if entry.again_on else None,
    }
    return Step("call-settled", entry.matter, staff=login, facts=facts)


def call_settled(entry: CallEntry) -> CallSettled:
    outcome = "" if entry.outcome is None else str(entry.outcome)
    return CallSettled(entry.call_id, entry.closed_at is None, outcome, entry.tries, entry.again_on)
