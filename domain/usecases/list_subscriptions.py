"""List what a mini-program account may be asked for (订阅消息), and how many messages it let us write."""

from dataclasses import dataclass

from domain.identity.session import SessionEnded
from domain.identity.visitor import Visitors
from domain.invitations.outside import SubscribeMessages
from domain.invitations.subscription import TEMPLATES, Subscription, Subscriptions
from domain.kernel.ids import VisitorId
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """`kinds`: our names of what is written with this template; `ask`: whether asking now is welcome."""

    template_id: str
    kinds: tuple[str, ...]
    credits: int
    ask: bool


@dataclass(frozen=True, slots=True)
class ListSubscriptions:
    visitors: Visitors
    subscriptions: Subscriptions
    messages: SubscribeMessages
    now: Clock

    async def __call__(self, visitor_id: VisitorId) -> tuple[SubscriptionView, ...]:
        """One entry a template, also where nothing was ever allowed. Raises SessionEnded."""
        visitor = await self.visitors.by_id(visitor_id)
        if visitor is None:
            raise SessionEnded
        held, now = await self.subscriptions.of_account(visitor.openid), self.now()
        found = []
        for template_id, kinds in templates_of(self.messages).items():
            one = held.get(template_id) or Subscription(visitor.openid, template_id)
            found.append(SubscriptionView(template_id, kinds, one.credits, one.may_ask(now)))
        return tuple(found)


def templates_of(
    messages: SubscribeMessages, names: tuple[str, ...] = TEMPLATES
) -> dict[str, tuple[str, ...]]:
    """The platform's template ids, each with our names of what is written with it."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        try:
            template_id = messages.template_id(name)
        except Refused:  # not chosen in the platform's console
            continue
        found[template_id] = (*found.get(template_id, ()), name)
    return found
