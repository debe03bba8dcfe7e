"""Alerts (安全提醒) in PostgreSQL, and the numbers their people are told at."""

from datetime import datetime

from adapters.postgres.rows.identity import AlertRow, PhoneAccountRow, VisitorRow
from domain.identity.alert import Alert, AlertKind
from domain.kernel.ids import AlertId, PartyId
from domain.kernel.personal import Phone
from domain.kernel.ports import Cipher

KINDS = [str(kind) for kind in AlertKind]


class PostgresAlerts:
    """Implements domain.identity.alert.Alerts."""

    async def add(self, alert: Alert) -> None:
        await AlertRow.create(
            id=alert.alert_id,
            person_id=alert.person,
            party_id=alert.party,
            kind=str(alert.kind),
            facts=dict(alert.facts),
            made_at=alert.made_at,
        )

    async def by_id(self, alert: AlertId) -> Alert | None:
        row = await AlertRow.get_or_none(id=alert, kind__in=KINDS)
        return None if row is None else _alert(row)

    async def mark_told(self, alert: AlertId, at: datetime) -> None:
        await AlertRow.filter(id=alert).update(told_at=at)

    async def of(self, person: PartyId, *, size: int) -> tuple[Alert, ...]:
        rows = await AlertRow.filter(person_id=person, kind__in=KINDS).order_by("-made_at", "-id").limit(size)
        return tuple(_alert(row) for row in rows)

    async def mark_read(self, person: PartyId, at: datetime) -> None:
        await AlertRow.filter(person_id=person, kind__in=KINDS, read_at=None).update(read_at=at)

    async def unread(self, person: PartyId) -> int:
        return await AlertRow.filter(person_id=person, kind__in=KINDS, read_at=None).count()


class PostgresPersonPhones:
    """Implements domain.identity.alert.PersonPhones."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def of(self, person: PartyId) -> tuple[Phone, ...]:
        accounts = await PhoneAccountRow.filter(person_id=person).order_by("-signed_in_at")
        visitors = await VisitorRow.filter(person_id=person, phone__isnull=False).order_by("-linked_at")
        opened = [self._cipher.open("phone_accounts.phone", row.id, row.phone) for row in accounts]
        opened += [self._cipher.open("visitors.phone", row.id, row.phone) for row in visitors if row.phone]
        return tuple(Phone(clear.decode()) for clear in opened)


def _alert(row: AlertRow) -> Alert:
    return Alert(
        AlertId(row.id),
        PartyId(row.person_id),
        AlertKind(row.kind),
        row.facts,
        row.made_at,
        None if row.party_id is None else PartyId(row.party_id),
        row.told_at,
        row.read_at,
    )
