"""End what links a phone number to a person (解除手机号绑定): no code sent to it signs them in any more."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.identity.account import PhoneAccount, PhoneAccounts, Unlinked
from domain.identity.ports import Sessions
from domain.kernel.party import Acting
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class EndPhoneLinks:
    """The link and the sessions begun by it end together, or neither does."""

    accounts: PhoneAccounts
    sessions: Sessions
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting) -> None:
        """«This number is no longer mine»: all of the person's. Harmless when repeated."""
        async with self.atomic():
            now = self.now()
            for account in await self.accounts.of_person(acting.person):
                await self._end(account, Unlinked.NOT_MINE, now, acting=acting)

    async def of_account(self, account: PhoneAccount, why: Unlinked, at: datetime) -> PhoneAccount:
        """The account as it is afterwards, nobody's. Inside the caller's transaction."""
        if account.person is not None:
            await self._end(account, why, at)
        return replace(account, person=None)

    async def of_phone(self, phone: Phone, staff: str, at: datetime) -> None:
        """A clerk heard somebody else there. Inside the caller's transaction."""
        account = await self.accounts.by_phone(phone)
        if account is not None and account.person is not None:
            await self._end(account, Unlinked.WRONG_NUMBER, at, staff=staff)

    async def _end(
        self,
        account: PhoneAccount,
        why: Unlinked,
        at: datetime,
        *,
        acting: Acting | None = None,
        staff: str | None = None,
    ) -> None:
        await self.accounts.unlink(account.account_id, why)
        await self.sessions.end_on_account(account.account_id, at)
        facts: dict[str, Fact] = {"account": str(account.account_id), "why": str(why)}
        await self.ledger.append(Step("phone-unlinked", acting=acting, staff=staff, facts=facts))
