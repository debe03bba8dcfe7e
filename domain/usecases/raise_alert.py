"""Raise an alert (安全提醒): on the person's list at once, in a text by a job."""

from dataclasses import dataclass
from datetime import timedelta

from domain.identity.alert import Alert, AlertKind, Alerts, Facts
from domain.kernel.ids import AlertId, PartyId
from domain.kernel.jobs import TellPerson
from domain.kernel.ports import Clock, Jobs, NewId

ONE_TEXT = timedelta(hours=1)
LOOKED_AT = 50  # of the newest: as many as the list shows


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

    async def sparing(self, person: PartyId, kind: AlertKind, facts: Facts) -> None:
        """Of what may be done again and again without a face: each on the list, one text of a kind an hour.

        Else whoever holds a session could have its owner written to all night.
        """
        since = self.now() - ONE_TEXT
        newest = await self.alerts.of(person, size=LOOKED_AT)
        if any(one.kind is kind and one.made_at > since and one.facts.get("text") for one in newest):
            await self.quietly(person, kind, facts)
        else:
            await self(person, kind, {**facts, "text": True})

    async def quietly(
        self, person: PartyId, kind: AlertKind, facts: Facts, *, party: PartyId | None = None
    ) -> None:
        """On the list only."""
        await self._add(person, kind, facts, party)

    async def _add(self, person: PartyId, kind: AlertKind, facts: Facts, party: PartyId | None) -> AlertId:
        alert = Alert(AlertId(self.new_id()), person, kind, facts, self.now(), party)
        await self.alerts.add(alert)
        return alert.alert_id
