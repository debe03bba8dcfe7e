"""What every front shows of a counter and of an appointment at it (窗口预约)."""

from datetime import date
from typing import Self

from bff.http.boundary import View
from domain.identity.appointment import HalfDay
from domain.usecases.book_appointment import Booked
from domain.usecases.list_counters import OpenCounter


class CounterView(View, frozen=True):
    counter: str
    name: str
    address: str
    phone: str
    hours: str | None = None
    windows: list[HalfDay] | None = None
    first_day: date | None = None
    last_day: date | None = None

    @classmethod
    def of(cls, found: OpenCounter) -> Self:
        counter = found.counter
        return cls(
            counter.code,
            counter.name,
            counter.address,
            counter.phone,
            counter.hours,
            list(counter.halves),
            found.first_day,
            found.last_day,
        )


class AppointmentView(View, frozen=True):
    appointment_number: str
    counter: CounterView
    day: date
    window: str
    bring: list[str]

    @classmethod
    def of(cls, booked: Booked) -> Self:
        counter = CounterView(
            booked.counter, booked.counter_name, booked.counter_address, booked.counter_phone
        )
        return cls(booked.number, counter, booked.day, booked.half, list(booked.bring))
