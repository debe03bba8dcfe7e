"""Hand a notice over (发送渠道): the ways there are, each of which finds somebody, claims a try and sends it.

One notice goes one way. What certainly did not arrive there goes as a text, once: RecordNotice says so.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from domain.invitations.notice import Notice
from domain.kernel.ids import AppDeviceId, FollowerId, PartyId, VisitorId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber, Phone
from domain.usecases.hear_wishes import Heard
from domain.usecases.record_notice import News

CLOSED = "way-closed"  # of a notice that was queued for a way the city has given up


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to be told: by the identity numbers of whom the registers name, and a number that is theirs.

    `heard`: what those of them we know wish.
    """

    people: tuple[DocumentNumber, ...]
    to: Phone | None
    heard: Mapping[DocumentNumber, Heard] = field(default_factory=dict)

    def by(self, channel: Channel) -> "Wanted | None":
        """Those of them who want to be told this way; None when nobody does."""
        left = tuple(
            one for one in self.people if one not in self.heard or channel not in self.heard[one].silent
        )
        return None if self.people and not left else replace(self, people=left)

    @property
    def reader(self) -> PartyId | None:
        """The first of them we know: whose hours count for a text, which goes to a number alone."""
        return next((self.heard[one].reader for one in self.people if one in self.heard), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice goes; `reader`: whose account it must still be when it goes; of a text, for whom."""

    channel: Channel
    reader: PartyId | None = None
    visitor: VisitorId | None = None
    follower: FollowerId | None = None
    device: AppDeviceId | None = None

    def put_on(self, notice: Notice) -> None:
        notice.channel, notice.reader = self.channel, self.reader
        notice.visitor, notice.follower, notice.device = self.visitor, self.follower, self.device


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed try. `send`: outside any transaction, the vendor's number of it; raises Refused, Unavailable,
    Unknown. `after`: inside the transaction that records what became of it."""

    wording: str
    send: Callable[[Notice], Awaitable[str]]
    after: Callable[[Notice, News], Awaitable[None]]


class NoticeWay(Protocol):
    """One way to tell somebody: TellByText, TellByMiniProgram, TellByOfficialAccount, TellByApp."""

    @property
    def channel(self) -> Channel: ...

    async def find(self, wanted: Wanted, template: str) -> Place | None:
        """Where one of them can be told this way now. Reads our own rows only, inside atomic."""
        ...

    async def claim(self, notice: Notice) -> Ready:
        """Inside the transaction that holds the notice. Raises Refused: it cannot go this way any more."""
        ...


@dataclass(frozen=True, slots=True)
class Ways:
    """All there are, first those that are tried first; `find` looks at the `offered` ones alone."""

    all: tuple[NoticeWay, ...]
    offered: frozenset[Channel]

    def __iter__(self) -> Iterator[NoticeWay]:
        return iter(self.all)

    async def find(self, wanted: Wanted, template: str) -> Place | None:
        for way in self.all:
            if way.channel not in self.offered:
                continue
            asking = wanted.by(way.channel)
            if asking is not None and (place := await way.find(asking, template)) is not None:
                return place
        return None

    def of(self, channel: Channel) -> NoticeWay | None:
        return next((way for way in self.all if way.channel is channel), None)


async def nothing_more(notice: Notice, news: News) -> None:
    """Of ways where nothing follows from what became of a try."""
    _ = notice, news
