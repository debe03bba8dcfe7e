"""What speaks for a push list (推送清单): the rule on past days, and what became of the last list."""

from dataclasses import dataclass
from datetime import date

PAST_DAYS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class PastCount:
    """How many the rule would have found on that Beijing date, in today's snapshot and within the scope."""

    days_ago: int
    day: date
    found: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of those who were due on a list, licence by licence.

    `dropped`: no longer due at the last look, before anybody was told. `invited`: there is an invitation;
    `sent`: a message of it has gone out. The rest is what was answered; who has not answered stands nowhere.
    """

    due: int
    dropped: int
    invited: int
    sent: int
    yes: int
    not_now: int
    already_done: int
    not_me: int
    never: int

    @property
    def held(self) -> int:
        """Whom nothing has reached, and nothing will while the list stands stopped."""
        return self.due - self.dropped - self.sent

    @property
    def wrong(self) -> int:
        """Found and not so: not theirs, or settled long ago."""
        return self.not_me + self.already_done
