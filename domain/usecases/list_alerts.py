"""List a person's alerts (安全提醒): what happened to their own access, and what to do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.alert import WORDS, Alerts
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock

MOST = 50


@dataclass(frozen=True, slots=True)
class AlertLine:
    alert_id: UUID
    kind: str
    title: str
    advice: str
    made_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class ListAlerts:
    alerts: Alerts
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting) -> tuple[AlertLine, ...]:
        """Their own, for whomever they act; the newest first."""
        return tuple(
            AlertLine(
                one.alert_id,
                str(one.kind),
                WORDS[one.kind].title,
                WORDS[one.kind].advice,
                one.made_at,
                one.read_at is not None,
            )
            for one in await self.alerts.of(acting.person, size=MOST)
        )

    async def unread(self, acting: Acting) -> int:
        return await self.alerts.unread(acting.person)

    async def mark_read(self, acting: Acting) -> None:
        """All that stands on the list. Harmless when repeated."""
        async with self.atomic():
            await self.alerts.mark_read(acting.person, self.now())
