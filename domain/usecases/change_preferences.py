"""Change one's preferences (偏好设置): all of them at once, from what was looked at last."""

from dataclasses import dataclass

from domain.identity.alert import AlertKind
from domain.invitations.preference import Preferences, Wishes
from domain.kernel.party import Acting, Level
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.usecases.raise_alert import RaiseAlert
from domain.usecases.read_preferences import PreferencesView, ReadPreferences


@dataclass(frozen=True, slots=True)
class ChangePreferences:
    """The wishes and the ledger's step: both or neither. Said twice it is one change.

    Who is told less from now on and showed no fresh face is warned: a thief silences the owner first.
    """

    preferences: Preferences
    read: ReadPreferences
    raise_alert: RaiseAlert
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting, wishes: Wishes, *, seen: int) -> PreferencesView:
        """`seen`: the version they looked at. Raises ChangedMeanwhile, LastWay, QuietTooLong."""
        async with self.atomic():
            preference = await self.preferences.take(acting.person)
            reached = await self.read.reach(acting.person)
            before = preference.wishes
            if preference.change(wishes, seen=seen, reached=reached, city=self.read.city, at=self.now()):
                await self.preferences.save(preference)
                facts: dict[str, Fact] = {
                    "version": preference.version,
                    "what": " ".join(before.changed(wishes)),
                    "muted": " ".join(sorted(wishes.muted)),  # why somebody was told another way
                }
                await self.ledger.append(Step("preferences-changed", acting=acting, facts=facts))
                if acting.level < Level.FACE and wishes.is_told_less(before):
                    what = {"version": preference.version}
                    await self.raise_alert.sparing(acting.person, AlertKind.TOLD_LESS, what)
            return self.read.view(preference, reached)
