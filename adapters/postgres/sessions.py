"""Sessions and appointments in PostgreSQL: refresh tokens as digests, names and phones sealed."""

from datetime import date, datetime

from tortoise.connection import get_connection

from adapters.postgres.rows.identity import AppointmentRow, SessionRow
from domain.identity.appointment import Appointment, HalfDay
from domain.identity.session import Session
from domain.kernel.ids import AppointmentId, MatterId, PartyId, SessionId, VisitorId
from domain.kernel.party import Channel
from domain.kernel.personal import PersonName, Phone
from domain.kernel.ports import Cipher


class PostgresSessions:
    """Implements domain.identity.ports.Sessions."""

    async def add(self, session: Session) -> None:
        await SessionRow.create(
            id=session.session_id,
            person_id=session.person,
            started_at=session.started_at,
            ends_at=session.ends_at,
            face_at=session.face_at,
            face_matter_id=session.face_matter,
            refresh=session.refresh,
            refresh_family=session.refresh_family,
            ended_at=session.ended_at,
            channel=str(session.channel),
            visitor_id=session.visitor,
        )

    async def by_id(self, session: SessionId) -> Session | None:
        row = await SessionRow.get_or_none(id=session)
        return None if row is None else _session(row)

    async def take_by_refresh(self, family: bytes) -> Session | None:
        row = await SessionRow.select_for_update().get_or_none(refresh_family=family)
        return None if row is None else _session(row)

    async def save(self, session: Session) -> None:
        await SessionRow.filter(id=session.session_id).update(
            ends_at=session.ends_at,
            face_at=session.face_at,
            face_matter_id=session.face_matter,
            refresh=session.refresh,
            refresh_family=session.refresh_family,
            ended_at=session.ended_at,
        )

    async def end_others(self, visitor: VisitorId, person: PartyId | None, at: datetime) -> None:
        running = SessionRow.filter(visitor_id=visitor, ended_at=None)
        await (running.exclude(person_id=person) if person else running).update(ended_at=at)


class PostgresAppointments:
    """Implements domain.identity.ports.Appointments."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, appointment: Appointment) -> bool:
        made = appointment.appointment_id
        inserted, _ = await get_connection("default").execute_query(
            "INSERT INTO appointments (id, number, counter, day, half, name, phone, matter_id, booked_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (number) DO NOTHING",
            [
                made,
                appointment.number,
                appointment.counter,
                appointment.day,
                str(appointment.half),
                self._cipher.seal("appointments.name", made, appointment.name.reveal().encode()),
                self._cipher.seal("appointments.phone", made, appointment.phone.reveal().encode()),
                appointment.matter,
                appointment.booked_at,
            ],
        )
        return bool(inserted)

    async def by_number(self, number: str) -> Appointment | None:
        row = await AppointmentRow.get_or_none(number=number)
        return None if row is None else self._appointment(row)

    async def on(self, day: date, *, size: int) -> tuple[Appointment, ...]:
        rows = await AppointmentRow.filter(day=day).order_by("half", "counter", "id").limit(size)
        return tuple(self._appointment(row) for row in rows)

    def _appointment(self, row: AppointmentRow) -> Appointment:
        return Appointment(
            AppointmentId(row.id),
            row.number,
            row.counter,
            row.day,
            HalfDay(row.half),
            PersonName(self._cipher.open("appointments.name", row.id, row.name).decode()),
            Phone(self._cipher.open("appointments.phone", row.id, row.phone).decode()),
            None if row.matter_id is None else MatterId(row.matter_id),
            row.booked_at,
        )


def _session(row: SessionRow) -> Session:
    return Session(
        SessionId(row.id),
        PartyId(row.person_id),
        row.started_at,
        row.ends_at,
        row.face_at,
        None if row.face_matter_id is None else MatterId(row.face_matter_id),
        refresh=row.refresh,
        refresh_family=row.refresh_family,
        ended_at=row.ended_at,
        channel=Channel.H5 if row.channel is None else Channel(row.channel),
        visitor=None if row.visitor_id is None else VisitorId(row.visitor_id),
    )
