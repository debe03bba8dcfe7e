"""Read one's preferences (偏好设置): each way a notice may go, whether it leads to them, their own hours."""

from dataclasses import dataclass

from domain.invitations.preference import Preference, Preferences, WayLine, way_line
from domain.invitations.quiet import QuietHours
from domain.invitations.subscription import TEMPLATES
from domain.kernel.ids import PartyId
from domain.kernel.party import Acting, Channel
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import Atomic
from domain.parties.ports import Parties
from domain.usecases.hand_over_notice import Wanted, Ways


@dataclass(frozen=True, slots=True)
class PreferencesView:
    """`city`: hours at which nobody is told, whatever they wish."""

    preference: Preference
    ways: tuple[WayLine, ...]
    city: QuietHours | None


@dataclass(frozen=True, slots=True)
class ReachPerson:
    """Which of the offered ways lead to somebody now. Reads our own rows only, inside atomic."""

    parties: Parties
    ways: Ways

    @property
    def offered(self) -> tuple[Channel, ...]:
        return tuple(way.channel for way in self.ways if way.channel in self.ways.offered)

    async def __call__(self, person: PartyId) -> frozenset[Channel]:
        """Texts go to whoever has a number in the registers: they count as one."""
        known = await self.parties.by_id(person)
        # accounts are found by resident numbers: the same digits on another paper are another person's
        numbers: tuple[DocumentNumber, ...] = () if known.number_kind else (known.number,)
        found = {Channel.SMS}
        for way in self.ways:
            for template in TEMPLATES:
                if await way.find(Wanted(numbers, None), template) is not None:
                    found.add(way.channel)
        return frozenset(found) & self.ways.offered


@dataclass(frozen=True, slots=True)
class ReadPreferences:
    preferences: Preferences
    reach: ReachPerson
    atomic: Atomic
    city: QuietHours | None

    async def __call__(self, acting: Acting) -> PreferencesView:
        """Their own, for whomever they act; the usual ones where they never said anything."""
        async with self.atomic():
            preference = await self.preferences.of(acting.person)
            return self.view(preference, await self.reach(acting.person))

    def view(self, preference: Preference, reached: frozenset[Channel]) -> PreferencesView:
        lines = tuple(way_line(channel, preference.wishes, reached) for channel in self.reach.offered)
        return PreferencesView(preference, lines, self.city)
