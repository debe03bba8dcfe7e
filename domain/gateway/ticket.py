"""The single sign-on ticket (单点登录票据): one page of one department, sixty seconds, one use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.kernel.ids import PartyId, SessionId, TicketId
from domain.kernel.party import Acting, Channel, Level

LIFE = timedelta(seconds=60)


@dataclass(slots=True)
class Ticket:
    """The ticket itself is not kept, only its digest. `capacity`: as the register said when it was issued."""

    ticket_id: TicketId
    page: str
    department: str
    person: PartyId
    party: PartyId
    session: SessionId
    level: Level
    channel: Channel
    capacity: str
    issued_at: datetime
    used_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        return self.issued_at + LIFE

    @property
    def acting(self) -> Acting:
        return Acting(self.person, self.party, self.level, self.channel, self.session)

    def use(self, department: str, *, at: datetime) -> bool:
        """Use it up; False, and nothing changes, for another department, a second time, or too late."""
        if department != self.department or self.used_at is not None or at >= self.expires_at:
            return False
        self.used_at = at
        return True
