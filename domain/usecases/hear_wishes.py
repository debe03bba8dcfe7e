"""Hear what somebody wishes (偏好设置): which ways stay silent for them, and until when it is too early.

The holder of a matter may be an organisation: what counts is what its reader wishes, where they are known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.clock.clock import beijing_date
from domain.invitations.invitation import Invitation
from domain.invitations.notice import Notice
from domain.invitations.ports import Invitations
from domain.invitations.preference import Preferences
from domain.invitations.quiet import ONE_DAY, QuietHours, wait_of_all
from domain.kernel.ids import PartyId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import Clock
from domain.usecases.tell_holder import HAPPENED, said_day


@dataclass(frozen=True, slots=True)
class Heard:
    """Of one whom the registers name: who they are with us, and which ways they do not want."""

    reader: PartyId
    silent: frozenset[Channel]


@dataclass(frozen=True, slots=True)
class HearWishes:
    """Reads our own rows only, so it may stand inside atomic. `city`: its quiet hours; None: it has none."""

    preferences: Preferences
    invitations: Invitations
    now: Clock
    city: QuietHours | None

    async def of(self, people: tuple[DocumentNumber, ...], template: str) -> Mapping[DocumentNumber, Heard]:
        """Of those of them we know."""
        if not people:
            return {}
        is_due_by_law = template in HAPPENED
        return {
            number: Heard(one.person, one.wishes.silent(is_due_by_law=is_due_by_law))
            for number, one in (await self.preferences.of_numbers(*people)).items()
        }

    async def is_silent(self, notice: Notice, channel: Channel) -> bool:
        """Whether its reader does not want it that way."""
        if notice.reader is None:
            return False
        wishes = (await self.preferences.of(notice.reader)).wishes
        return channel in wishes.silent(is_due_by_law=notice.template in HAPPENED)

    async def wait(self, notice: Notice) -> timedelta:
        """How long until it may go out. Nobody's own hours make anybody miss the last lawful day."""
        now = self.now()
        night = wait_of_all((self.city,) if self.city else (), now)
        if notice.reader is None:
            return night
        own = (await self.preferences.of(notice.reader)).wishes.quiet
        if own is None:
            return night
        whole = wait_of_all((own, self.city) if self.city else (own,), now)
        if whole >= ONE_DAY:  # the city lengthened its own since: theirs would leave nothing of the day
            return night
        return night if whole > night and await self._is_too_late(notice, whole) else whole

    async def _is_too_late(self, notice: Notice, wait: timedelta) -> bool:
        """Whether a day on which something had to be done would be over by then."""
        day, then = beijing_date(self.now()), beijing_date(self.now() + wait)
        last = _last_days(await self.invitations.of_matter(notice.matter), notice)
        while day < then:
            if said_day(day) in last:
                return True
            day += ONE_DAY
        return False


def _last_days(invitation: Invitation, notice: Notice) -> frozenset[str]:
    """As people read them: a text about a running matter says its day in words alone."""
    if notice.template in HAPPENED:
        return frozenset({notice.values.get("day", "")})
    return frozenset(said_day(offer.last_day) for offer in invitation.offers)
