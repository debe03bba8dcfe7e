"""The subscription (订阅消息授权): how often one mini-program account lets us write to it, by template.

A tap on «允许» is one message, once. Only what the platform itself pushes counts; a client's word is a hint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.kernel.personal import OpenId

TEMPLATES = ("renewal-due", "registration-changed")  # our names of what may be written
MOST = 99  # taps beyond are of no use to anybody
NOT_AGAIN = timedelta(days=7)  # who said no is not asked again so soon


@dataclass(slots=True)
class Subscription:
    """`template_id` is the platform's; `declined_at`: when the person last said no to our asking."""

    openid: OpenId
    template_id: str
    credits: int = 0
    revoked_at: datetime | None = None
    declined_at: datetime | None = None

    def accept(self, at: datetime) -> None:
        """One tap more; one that came before they took it all back is none."""
        if self.revoked_at is None or at > self.revoked_at:
            self.credits = min(self.credits + 1, MOST)
            self.declined_at = None

    def revoke(self, at: datetime) -> None:
        self.credits, self.revoked_at = 0, at

    def spend(self) -> bool:
        """False when none is left."""
        if self.credits == 0:
            return False
        self.credits -= 1
        return True

    def give_back(self) -> None:
        """What was spent on a message that never went out."""
        self.credits = min(self.credits + 1, MOST)

    def exhaust(self) -> None:
        """The platform says there is none (43101)."""
        self.credits = 0

    def may_ask(self, now: datetime) -> bool:
        """Whether the client does well to show the platform's question now."""
        return self.credits == 0 and (self.declined_at is None or now - self.declined_at >= NOT_AGAIN)


class Subscriptions(Protocol):
    """Adapter: adapters/postgres/subscriptions.py."""

    async def take(self, openid: OpenId, template_id: str) -> Subscription:
        """Made on first sight, held FOR UPDATE. Inside atomic."""
        ...

    async def of_account(self, openid: OpenId) -> Mapping[str, Subscription]:
        """By template id."""
        ...

    async def save(self, subscription: Subscription) -> None: ...
