"""Tell somebody by our official account (公众号模板消息): who follows it, and is known to us in WeChat."""

from dataclasses import dataclass
from functools import partial

from domain.identity.visitor import Visitors
from domain.invitations.follower import Follower, Followers
from domain.invitations.notice import Notice
from domain.invitations.official_account import TemplateMessages
from domain.kernel.party import Channel
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from domain.usecases.hand_over_notice import Place, Ready, Wanted
from domain.usecases.record_notice import News

NOT_FOLLOWING = "not-following"  # the port's reason, and ours before asking


@dataclass(frozen=True, slots=True)
class TellByOfficialAccount:
    visitors: Visitors
    followers: Followers
    messages: TemplateMessages
    now: Clock

    @property
    def channel(self) -> Channel:
        return Channel.OFFICIAL_ACCOUNT

    async def find(self, wanted: Wanted, template: str) -> Place | None:
        """A follower that is the same WeChat account as one their face passed on; the newest link first."""
        _ = template
        for number in wanted.people:
            for visitor in await self.visitors.linked(number):
                follower = await self.followers.of_visitor(visitor.visitor_id)
                if follower is not None:
                    return Place(
                        Channel.OFFICIAL_ACCOUNT,
                        visitor.person,
                        visitor=visitor.visitor_id,
                        follower=follower.follower_id,
                    )
        return None

    async def claim(self, notice: Notice) -> Ready:
        wording = self.messages.wording(notice.template, notice.values)
        visitor = await self.visitors.by_id(notice.visitor) if notice.visitor else None
        if visitor is None or visitor.person is None or visitor.person != notice.reader:
            raise Refused("official-account", "not-theirs")
        follower = await self.followers.by_id(notice.follower) if notice.follower else None
        if follower is None:
            raise Refused("official-account", NOT_FOLLOWING)
        return Ready(wording, partial(self._send, follower), partial(self._count, follower))

    async def _send(self, follower: Follower, notice: Notice) -> str:
        told = await self.messages.send(
            follower.openid, notice.template, notice.values, out_id=notice.out_id, page=notice.page
        )
        return told.reference

    async def _count(self, follower: Follower, notice: Notice, news: News) -> None:
        _ = notice
        if news.error == NOT_FOLLOWING:
            await self.followers.end(follower.follower_id, self.now())
