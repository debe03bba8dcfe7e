"""The notice (办理提示): one message to one person about one invitation, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.ids import (
    AppDeviceId,
    FollowerId,
    InvitationId,
    MatterId,
    NoticeId,
    PartyId,
    VisitorId,
    short,
)
from domain.kernel.party import Channel
from domain.kernel.personal import Phone
from domain.kernel.refusals import StepNotAllowed


class NoticeState(StrEnum):
    DRAFTED = "drafted"  # said with the step it is about; to whom it goes is asked of the register next
    QUEUED = "queued"
    SENDING = "sending"  # a try is out; found in this state after a crash, its fate is unknown
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DROPPED = "dropped"  # answered, too late or stopped before it went out


NEXT: Mapping[NoticeState, tuple[NoticeState, ...]] = MappingProxyType(
    {
        # REFUSED: there is no way to tell them
        NoticeState.DRAFTED: (NoticeState.QUEUED, NoticeState.DROPPED, NoticeState.REFUSED),
        # DELIVERED: an earlier try of it, given up as lost, has arrived after all
        # REFUSED: when the account it was to go to is there no more, or has no credit left
        NoticeState.QUEUED: (
            NoticeState.SENDING,
            NoticeState.DROPPED,
            NoticeState.DELIVERED,
            NoticeState.REFUSED,
        ),
        NoticeState.SENDING: (
            NoticeState.QUEUED,
            NoticeState.SENT,
            NoticeState.REFUSED,
            NoticeState.UNKNOWN,
            NoticeState.DELIVERED,
            NoticeState.UNDELIVERED,
        ),
        NoticeState.UNKNOWN: (
            NoticeState.SENDING,  # the same try once more, where the vendor takes it for the same
            NoticeState.QUEUED,
            NoticeState.SENT,
            NoticeState.DELIVERED,
            NoticeState.UNDELIVERED,
        ),
        NoticeState.SENT: (NoticeState.DELIVERED, NoticeState.UNDELIVERED),
        NoticeState.UNDELIVERED: (NoticeState.DELIVERED,),  # reports may come out of order
    }
)


@dataclass(slots=True)
class Notice:
    """`values`: the template's variables, the code in clear among them: sealed at rest.

    `wording`: the whole text of the last try, as the person reads it; sealed likewise. `to`: the number a
    text goes to; of one that goes another way, the number for the text that follows if it does not arrive.
    `rung`: of the ladder, counted in days before the last lawful day; no two notices of a matter share one.
    """

    notice_id: NoticeId
    invitation: InvitationId
    matter: MatterId
    to: Phone | None
    template: str
    values: Mapping[str, str]
    state: NoticeState
    queued_at: datetime
    wording: str = ""
    tries: int = 0
    out_id: str = ""  # our number of the running try, echoed by the vendor
    reference: str = ""  # the vendor's number
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    version: int = 0
    channel: Channel = Channel.SMS
    visitor: VisitorId | None = None  # the mini-program account it goes to, or whose official-account self
    follower: FollowerId | None = None  # of the official account, to whom it goes
    device: AppDeviceId | None = None  # the bound app it goes to
    # whose account that must still be when it goes; of a text, who it is for, if we know them
    reader: PartyId | None = None
    rung: int | None = None

    @property
    def page(self) -> str:
        """Where it opens the mini-program: an address, which opens nothing by itself."""
        return f"pages/matter/matter?m={short('mtr', self.matter)}"

    def begin(self, wording: str, *, at: datetime) -> None:
        """One more try is about to go out, under a number of ours it never had. Raises StepNotAllowed."""
        self.move(NoticeState.SENDING)
        self.tries += 1
        self.out_id = f"{self.notice_id.hex}-{self.tries}"
        self.wording, self.tried_at = wording, at

    def repeat(self) -> None:
        """The running try goes out once more, under the same number. Raises StepNotAllowed."""
        self.move(NoticeState.SENDING)

    def can(self, to: NoticeState) -> bool:
        return to in NEXT.get(self.state, ())

    def move(self, to: NoticeState) -> None:
        """Raises StepNotAllowed."""
        if not self.can(to):
            raise StepNotAllowed(f"{self.notice_id}: {self.state} → {to}")
        self.state = to
        self.version += 1

    def __repr__(self) -> str:
        return f"Notice({self.notice_id}, {self.state})"
