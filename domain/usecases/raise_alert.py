"""Raise an alert (安全提醒): on the person's list at once, in a text by a job."""

from dataclasses import dataclass

from domain.identity.alert import Alert, AlertKind, Alerts, Facts
from domain.kernel.ids import AlertId, PartyId
from domain.kernel.jobs import TellPerson
from domain.kernel.ports import Clock, Jobs, NewId


@dataclass(frozen=True, slots=True)
class RaiseAlert:
    """Part of a use case's transaction: the row and the job, or neither."""

    alerts: Alerts
    jobs: Jobs
    now: Clock
    new_id: NewId

    async def __call__(
        self, person: PartyId, kind: AlertKind, facts: Facts, *, party: PartyId | None = None
    ) -> None:
        """`facts`: ids, codes and states only."""
        await self.jobs.defer(TellPerson(await self._add(person, kind, facts, party)))

    async def quietly(
        self, person: PartyId, kind: AlertKind, facts: Facts, *, party: PartyId | None = None
    ) -> None:
        """On the list only."""
        await self._add(person, kind, facts, party)

    async def _add(self, person: PartyId, kind: AlertKind, facts: Facts, party: PartyId | None) -> AlertId:
        alert = Alert(AlertId(self.new_id()), person, kind, facts, self.now(), party)
        await self.alerts.add(alert)
        return alert.alert_id
