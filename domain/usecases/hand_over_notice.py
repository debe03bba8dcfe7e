"""Hand a notice over (发送渠道): the ways there are, each of which finds somebody, claims a try and sends it.

One notice goes one way. What certainly did not arrive there goes as a text, once: RecordNotice says so.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from domain.invitations.notice import Notice
from domain.kernel.ids import AppDeviceId, FollowerId, PartyId, VisitorId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber, Phone
from domain.usecases.record_notice import News

CLOSED = "way-closed"  # of a notice that was queued for a way the city has given up


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to be told: by the identity numbers of whom the registers name, and a number that is theirs."""

    people: tuple[DocumentNumber, ...]
    to: Phone | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice goes; `reader`: whose the account must still be when it goes."""

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
            if way.channel in self.offered and (place := await way.find(wanted, template)) is not None:
                return place
        return None

    def of(self, channel: Channel) -> NoticeWay | None:
        return next((way for way in self.all if way.channel is channel), None)


async def nothing_more(notice: Notice, news: News) -> None:
    """Of ways where nothing follows from what became of a try."""
    _ = notice, news
