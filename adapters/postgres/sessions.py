"""Sessions and appointments in PostgreSQL: refresh tokens as digests, names and phones sealed."""

from datetime import date, datetime
from enum import StrEnum
from functools import partial
from uuid import UUID

from tortoise.connection import get_connection
from tortoise.expressions import Q

from adapters.postgres.rows.identity import AppointmentRow, SessionRow, VisitorRow
from adapters.postgres.within import matter_within, only
from domain.identity.appointment import Appointment, HalfDay
from domain.identity.check import Purpose
from domain.identity.session import Ended, Method, Session
from domain.kernel.ids import (
    AccountId,
    AppointmentId,
    IdentityCheckId,
    MatterId,
    PartyId,
    SessionId,
    VisitorId,
)
from domain.kernel.party import Channel
from domain.kernel.personal import PersonName, Phone
from domain.kernel.ports import Cipher
from domain.kernel.remit import EVERY_BODY, Remit


class PostgresSessions:
    """Implements domain.identity.ports.Sessions."""

    async def add(self, session: Session) -> None:
        row = SessionRow(
            id=session.session_id,
            person_id=session.person,
            started_at=session.started_at,
            channel=str(session.channel),
            visitor_id=session.visitor,
            account_id=session.account,
            method=str(session.method),
            device=session.device or None,
            device_words=session.device_words,
            **_changing(session),
        )
        await row.save()

    async def by_id(self, session: SessionId) -> Session | None:
        row = await SessionRow.get_or_none(id=session)
        return None if row is None else _session(row)

    async def take_by_refresh(self, family: bytes) -> Session | None:
        row = await SessionRow.select_for_update().get_or_none(refresh_family=family)
        return None if row is None else _session(row)

    async def save(self, session: Session) -> None:
        await SessionRow.filter(id=session.session_id).update(**_changing(session))

    async def end_others(
        self, visitor: VisitorId, person: PartyId | None, at: datetime, why: Ended = Ended.REPLACED
    ) -> None:
        running = SessionRow.filter(visitor_id=visitor, ended_at=None)
        await (running.exclude(person_id=person) if person else running).update(
            ended_at=at, ended_why=str(why)
        )

    async def end_on(self, device: bytes, why: Ended, at: datetime) -> None:
        running = SessionRow.filter(device=device, channel=str(Channel.H5), ended_at=None)
        await running.update(ended_at=at, ended_why=str(why))

    async def end_of(self, person: PartyId, why: Ended, at: datetime) -> int:
        running = SessionRow.filter(person_id=person, ended_at=None, ends_at__gt=at)
        return await running.update(ended_at=at, ended_why=str(why))

    async def end_on_account(self, account: AccountId, at: datetime, *, but: PartyId | None = None) -> None:
        running = SessionRow.filter(account_id=account, ended_at=None)
        await (running.exclude(person_id=but) if but else running).update(
            ended_at=at, ended_why=str(Ended.UNLINKED)
        )

    async def used_since(self, person: PartyId, at: datetime) -> bool:
        return await SessionRow.filter(person_id=person, used_at__gt=at).exists()

    async def running(self, person: PartyId, at: datetime) -> tuple[Session, ...]:
        linked = await VisitorRow.filter(person_id=person).values_list("id", flat=True)
        rows = await SessionRow.filter(
            Q(ends_at__gt=at) | Q(visitor_id__in=linked, channel=str(Channel.MINI_PROGRAM)),
            person_id=person,
            ended_at=None,
        ).order_by("-started_at", "-id")
        seen: dict[UUID, Session] = {}
        for row in rows:
            is_inside = row.channel == str(Channel.MINI_PROGRAM)
            seen.setdefault((row.visitor_id if is_inside else None) or row.id, _session(row))
        return tuple(seen.values())


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

    async def on(self, day: date, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Appointment, ...]:
        rows = only(AppointmentRow.filter(day=day), remit, partial(matter_within, "appointments.matter_id"))
        first = await rows.order_by("half", "counter", "id").limit(size)
        return tuple(self._appointment(row) for row in first)

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


def _changing(session: Session) -> dict[str, object]:
    return {
        "ends_at": session.ends_at,
        "face_at": session.face_at,
        "face_matter_id": session.face_matter,
        "face_purpose": _word(session.face_purpose),
        "face_subject_id": session.face_subject,
        "face_check_id": session.face_check,
        "refresh": session.refresh,
        "refresh_family": session.refresh_family,
        "previous_refresh": session.previous_refresh or None,
        "rotated_at": session.rotated_at,
        "used_at": session.used_at,
        "ended_at": session.ended_at,
        "ended_why": _word(session.ended_why),
    }


def _word(value: StrEnum | None) -> str | None:
    return None if value is None else str(value)


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
        account=None if row.account_id is None else AccountId(row.account_id),
        method=_method(row),
        device=row.device or b"",
        device_words=row.device_words or "",
        used_at=row.used_at,
        previous_refresh=row.previous_refresh or b"",
        rotated_at=row.rotated_at,
        face_purpose=None if row.face_purpose is None else Purpose(row.face_purpose),
        face_subject=row.face_subject_id,
        face_check=None if row.face_check_id is None else IdentityCheckId(row.face_check_id),
        ended_why=None if row.ended_why is None else Ended(row.ended_why),
    )


def _method(row: SessionRow) -> Method:
    """Before it was kept, the phone page knew faces only, and the mini-program its accounts."""
    if row.method is not None:
        return Method(row.method)
    return Method.WECHAT if row.visitor_id is not None and row.face_at is None else Method.FACE
