"""Link a mini-program account (微信账号绑定) to the person whose face just passed on it."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.ports import Sessions
from domain.identity.visitor import Visitors
from domain.kernel.ids import PartyId, VisitorId
from domain.kernel.party import Acting
from domain.kernel.personal import DocumentNumber
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class LinkVisitor:
    """Part of a use case's transaction. Whoever the account stood for before is signed out of it."""

    visitors: Visitors
    sessions: Sessions
    ledger: Ledger

    async def __call__(
        self, visitor: VisitorId, number: DocumentNumber, acting: Acting, at: datetime
    ) -> None:
        """`number`: the identity number of the person acting."""
        before = await self.visitors.link(visitor, acting.person, number, at)
        if before == acting.person:
            return
        await self.sessions.end_others(visitor, acting.person, at)
        facts: dict[str, Fact] = {"visitor": str(visitor), "replaced": before is not None}
        await self.ledger.append(Step("wechat-linked", acting=acting, facts=facts))

    async def hold(self, visitor: VisitorId) -> PartyId | None:
        """Whose the account is now; held until the transaction ends."""
        held = await self.visitors.take(visitor)
        return None if held is None else held.person
