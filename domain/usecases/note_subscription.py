"""Note what the client says of a tap on the platform's question (订阅弹窗): a hint, worth no credit."""

from dataclasses import dataclass

from domain.identity.session import SessionEnded
from domain.identity.visitor import Visitors
from domain.invitations.outside import SubscribeMessages
from domain.invitations.subscription import Subscriptions
from domain.kernel.ids import VisitorId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.usecases.list_subscriptions import templates_of


@dataclass(frozen=True, slots=True)
class NoteSubscription:
    """Who said no is left alone for a week; a yes counts when the platform itself says so."""

    visitors: Visitors
    subscriptions: Subscriptions
    messages: SubscribeMessages
    atomic: Atomic
    now: Clock

    async def __call__(self, visitor_id: VisitorId, template_id: str, *, accepted: bool) -> None:
        """Harmless when repeated. Raises NotFound (a template that is not ours), SessionEnded."""
        visitor = await self.visitors.by_id(visitor_id)
        if visitor is None:
            raise SessionEnded
        if template_id not in templates_of(self.messages):
            raise NotFound
        async with self.atomic():
            held = await self.subscriptions.take(visitor.openid, template_id)
            held.declined_at = None if accepted else self.now()
            await self.subscriptions.save(held)
