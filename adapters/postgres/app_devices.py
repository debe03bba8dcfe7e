"""App devices (应用绑定) in PostgreSQL: one stands as long as its session does, whoever ended that."""

from datetime import datetime

from tortoise.queryset import QuerySet

from adapters.postgres.rows.channels import AppDeviceRow
from adapters.postgres.rows.identity import SessionRow
from adapters.postgres.rows.parties import PartyRow
from domain.identity.app_device import KEPT, AppDevice, Platform
from domain.kernel.ids import AppDeviceId, PartyId, SessionId
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import Clock, Digests


class PostgresAppDevices:
    """Implements domain.identity.app_device.AppDevices.

    Sessions end in many places: each is asked for here, so that none of those can forget a binding.
    """

    def __init__(self, digests: Digests, now: Clock) -> None:
        self._digests, self._now = digests, now

    async def of_session(self, session: SessionId) -> AppDevice | None:
        found = await self._counting(self._standing().filter(session_id=session))
        return found[0] if found else None

    async def bind(self, device: AppDevice) -> None:
        await self._standing().filter(session_id=device.session).update(ended_at=device.bound_at)
        await AppDeviceRow.create(
            id=device.device_id,
            account=device.account,
            person_id=device.person,
            session_id=device.session,
            platform=str(device.platform),
            bound_at=device.bound_at,
        )

    async def end(self, session: SessionId, at: datetime) -> bool:
        return bool(await AppDeviceRow.filter(session_id=session, ended_at=None).update(ended_at=at))

    async def end_of(self, person: PartyId, at: datetime) -> None:
        await AppDeviceRow.filter(person_id=person, ended_at=None).update(ended_at=at)

    async def by_id(self, device: AppDeviceId) -> AppDevice | None:
        found = await self._counting(self._standing().filter(id=device))
        return found[0] if found else None

    async def bound(self, number: DocumentNumber) -> tuple[AppDevice, ...]:
        person = await PartyRow.get_or_none(number_index=self._digests.keyed("party-number", number.reveal()))
        if person is None:
            return ()
        return await self._counting(self._standing().filter(person_id=person.id))

    async def is_new(self, person: PartyId, device: bytes) -> bool:
        # no device is kept as NULL, which no value equals
        theirs = SessionRow.filter(person_id=person, device=device)
        before = AppDeviceRow.filter(person_id=person, bound_at__gt=self._now() - KEPT)
        found = await theirs.filter(id__in=await before.values_list("session_id", flat=True)).exists()
        return not found

    async def on(self, sessions: tuple[SessionId, ...]) -> frozenset[SessionId]:
        found = await self._counting(self._standing().filter(session_id__in=sessions))
        return frozenset(one.session for one in found)

    def _standing(self) -> QuerySet[AppDeviceRow]:
        return AppDeviceRow.filter(ended_at=None, bound_at__gt=self._now() - KEPT)

    async def _counting(self, rows: QuerySet[AppDeviceRow]) -> tuple[AppDevice, ...]:
        """Those whose session is this person's still, and was ended by nobody; bound last first."""
        found = await rows.order_by("-bound_at", "-id")
        running = SessionRow.filter(id__in=[row.session_id for row in found], ended_at=None)
        whose = dict(await running.values_list("id", "person_id"))
        return tuple(_device(row) for row in found if whose.get(row.session_id) == row.person_id)


def _device(row: AppDeviceRow) -> AppDevice:
    return AppDevice(
        AppDeviceId(row.id),
        row.account,
        PartyId(row.person_id),
        SessionId(row.session_id),
        Platform(row.platform),
        row.bound_at,
    )
