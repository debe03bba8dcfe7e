"""Spend one credit (订阅次数) on a mini-program notice, while the account still is its reader's."""

from dataclasses import dataclass

from domain.identity.visitor import Visitors
from domain.invitations.notice import Notice
from domain.invitations.outside import SubscribeMessages
from domain.invitations.subscription import Subscription, Subscriptions
from domain.kernel.personal import OpenId


@dataclass(frozen=True, slots=True)
class SpendCredit:
    """Part of a use case's transaction that holds the notice."""

    visitors: Visitors
    subscriptions: Subscriptions
    messages: SubscribeMessages

    async def __call__(self, notice: Notice) -> OpenId | None:
        """To whom it may go; None, and nothing spent, when no credit is left or the account is another's."""
        visitor = await self.visitors.by_id(notice.visitor) if notice.visitor else None
        if visitor is None or visitor.person is None or visitor.person != notice.reader:
            return None
        held = await self._take(visitor.openid, notice)
        if not held.spend():
            return None
        await self.subscriptions.save(held)
        return visitor.openid

    async def give_back(self, notice: Notice, openid: OpenId) -> None:
        """The message did not go out."""
        held = await self._take(openid, notice)
        held.give_back()
        await self.subscriptions.save(held)

    async def exhaust(self, notice: Notice, openid: OpenId) -> None:
        """The platform counts otherwise than we do, and is right."""
        held = await self._take(openid, notice)
        held.exhaust()
        await self.subscriptions.save(held)

    async def _take(self, openid: OpenId, notice: Notice) -> Subscription:
        return await self.subscriptions.take(openid, self.messages.template_id(notice.template))
