"""Link a phone account (手机号绑定) to the person whose proof just passed on it."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.account import PhoneAccounts
from domain.identity.ports import Sessions
from domain.kernel.ids import AccountId
from domain.kernel.party import Acting
from domain.kernel.personal import DocumentNumber
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class LinkPhone:
    """Part of a use case's transaction. Whoever the number stood for before is signed out of it."""

    accounts: PhoneAccounts
    sessions: Sessions
    ledger: Ledger

    async def hold(self, account: AccountId) -> None:
        """Before any session is touched, as whoever ends those of the number does."""
        await self.accounts.hold(account)

    async def __call__(
        self, account: AccountId, number: DocumentNumber, acting: Acting, at: datetime
    ) -> None:
        """`number`: the identity number of the person acting."""
        before = await self.accounts.link(account, acting.person, number, at)
        if before == acting.person:
            return
        await self.sessions.end_on_account(account, at, but=acting.person)
        facts: dict[str, Fact] = {"account": str(account), "replaced": before is not None}
        await self.ledger.append(Step("phone-linked", acting=acting, facts=facts))
