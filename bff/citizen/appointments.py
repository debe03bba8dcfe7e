"""The way without a face: counters, and appointments at them (窗口预约)."""

from datetime import date
from typing import Annotated

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.appointment_views import AppointmentView, CounterView
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.person_name import Typed, person_name
from bff.http.request import Ask, Audience, office
from domain.identity.appointment import HalfDay
from domain.kernel.party import Level
from domain.usecases.book_appointment import Wish

bp = Blueprint("citizen_appointments", url_prefix="/v1/citizen")


class CountersView(View, frozen=True):
    counters: list[CounterView]


@bp.get("/counters", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def list_counters(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/counters, public: 200."""
    found = await office(request).identity.list_counters()
    return reply(CountersView([CounterView.of(one) for one in found]))


class AppointmentBody(Body, frozen=True):
    name: Typed
    phone: Annotated[str, Meta(min_length=11, max_length=24)]
    day: date
    window: HalfDay
    counter: Annotated[str, Meta(min_length=1, max_length=40)]
    code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None


@bp.post("/appointments", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def book_appointment(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/appointments, public: 201, the same whether the code is known or not."""
    body = decode(request, AppointmentBody)
    key = request_key(request, "public")
    wish = Wish(person_name(body.name), body.phone, body.counter, body.day, body.window, body.code)
    booked = await office(request).identity.book_appointment(key, wish, address=request.client_ip)
    return reply(AppointmentView.of(booked), status=201)
