"""Tell somebody in the mini-program (订阅消息): who asked to be told there, and has a credit left."""

from dataclasses import dataclass
from functools import partial

from domain.identity.visitor import Visitors
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.outside import SubscribeMessages
from domain.invitations.subscription import Subscriptions
from domain.kernel.party import Channel
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Refused
from domain.usecases.hand_over_notice import Place, Ready, Wanted
from domain.usecases.record_notice import News
from domain.usecases.spend_credit import SpendCredit

NO_CREDIT = "no-credit"  # the port's reason, and ours before asking


@dataclass(frozen=True, slots=True)
class TellByMiniProgram:
    """A credit is counted as the platform does: spent with the claim, given back when nothing went out."""

    visitors: Visitors
    subscriptions: Subscriptions
    messages: SubscribeMessages
    spend_credit: SpendCredit

    @property
    def channel(self) -> Channel:
        return Channel.MINI_PROGRAM

    async def find(self, wanted: Wanted, template: str) -> Place | None:
        """An account their face passed on that has a credit for this template; the newest link first."""
        try:
            template_id = self.messages.template_id(template)
        except Refused:  # not chosen in the platform's console: nobody can have asked for it
            return None
        for number in wanted.people:
            for visitor in await self.visitors.linked(number):
                held = (await self.subscriptions.of_account(visitor.openid)).get(template_id)
                if held is not None and held.credits:
                    return Place(Channel.MINI_PROGRAM, visitor.person, visitor=visitor.visitor_id)
        return None

    async def claim(self, notice: Notice) -> Ready:
        wording = self.messages.wording(notice.template, notice.values)
        openid = await self.spend_credit(notice)
        if openid is None:
            raise Refused("wechat-message", NO_CREDIT)
        return Ready(wording, partial(self._send, openid), partial(self._count, openid))

    async def _send(self, openid: OpenId, notice: Notice) -> str:
        told = await self.messages.send(openid, notice.template, notice.values, page=notice.page)
        return told.reference

    async def _count(self, openid: OpenId, notice: Notice, news: News) -> None:
        if news.state is NoticeState.QUEUED:
            await self.spend_credit.give_back(notice, openid)
        elif news.error == NO_CREDIT:
            await self.spend_credit.exhaust(notice, openid)
