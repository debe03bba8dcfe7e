"""The follower (公众号粉丝): one WeChat account that follows our official account, while it does.

Who it is in the mini-program, the platform's unionid tells; it proves nobody's name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.kernel.ids import FollowerId, VisitorId
from domain.kernel.personal import OpenId, UnionId


@dataclass(frozen=True, slots=True)
class Follower:
    """`openid` is the official account's own: another one than the same person's in the mini-program."""

    follower_id: FollowerId
    openid: OpenId


class Followers(Protocol):
    """Who follows now. Adapter: adapters/postgres/followers.py."""

    async def of_visitor(self, visitor: VisitorId) -> Follower | None:
        """The account of the same WeChat person; the newest, should there be several."""
        ...

    async def by_id(self, follower: FollowerId) -> Follower | None:
        """None once it has left."""
        ...

    async def end(self, follower: FollowerId, at: datetime) -> None:
        """The platform said so when it was written to. Inside atomic."""
        ...


class FollowerNews(Protocol):
    """What the platform pushes about followers, in whatever order. Adapter: as above. All inside atomic."""

    async def follow(self, openid: OpenId, unionid: UnionId | None, at: datetime) -> None:
        """Made on first sight; older than what is known already, it changes nothing."""
        ...

    async def leave(self, openid: OpenId, at: datetime) -> None:
        """What could be written to is forgotten; that somebody left, and when, stays. Older: nothing."""
        ...

    async def known(self, openid: OpenId) -> FollowerId | None:
        """Also one that has left: what became of a message may come after."""
        ...
