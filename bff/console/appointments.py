"""Appointments (窗口预约) at the staff's desk: who comes on one day."""

from datetime import date, datetime
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.identity.appointment import Appointment
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role

bp = Blueprint("console_appointments", url_prefix="/v1/console")
READERS = frozenset({Role.CLERK, Role.AUDIT})


class AppointmentLine(View, frozen=True):
    appointment_number: str
    counter: str
    window: str
    name: str
    phone: str
    booked_at: datetime
    matter_id: str | None = None

    @classmethod
    def of(cls, one: Appointment) -> Self:
        matter = short("mtr", one.matter) if one.matter else None
        name, phone = str(one.name), str(one.phone)
        return cls(one.number, one.counter, str(one.half), name, phone, one.booked_at, matter)


class Day(View, frozen=True):
    day: date
    appointments: list[AppointmentLine]


@bp.get(
    "/appointments",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.APPOINTMENT),
)
async def list_appointments(request: Ask) -> HTTPResponse:
    """GET /v1/console/appointments?day=: 200."""
    day, found = await office(request).counter.list_appointments(_day(request), request.ctx.staff.remit)
    return reply(Day(day, [AppointmentLine.of(one) for one in found]))


def _day(request: Ask) -> date | None:
    """Raises MalformedBody."""
    text = request.args.get("day")
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise malformed("day", "wrong-format", "日期格式为 2026-11-24") from None
