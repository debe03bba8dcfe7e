"""Sign in one of the office's people: login, password and the six digits of their authenticator (动态码)."""

from dataclasses import dataclass

from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.staff.credentials import Credentials, SignInFailed
from domain.staff.ports import Accounts, Authenticator, CredentialStore, Passwords
from domain.usecases.begin_staff_session import BeginStaffSession, SignedIn
from domain.usecases.spend_sign_in import SpendSignIn


@dataclass(frozen=True, slots=True)
class SignInStaff:
    """The session, the code that counts no more and the ledger entry, or none of them.

    An unknown login takes as long as a known one and gets the same answer.
    """

    accounts: Accounts
    credentials: CredentialStore
    passwords: Passwords
    authenticator: Authenticator
    spend: SpendSignIn
    begin: BeginStaffSession
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, login: str, password: str, code: str, *, address: str) -> SignedIn:
        """Raises SignInFailed, TooManyRequests, LimitsUnavailable."""
        await self.spend(login, address)
        known = await self.credentials.of_login(login)
        stored = known.password if known else None
        is_right = await self.passwords.verifies(stored, password)
        if known is None or stored is None:
            raise SignInFailed("unknown")
        account = await self.accounts.staff_by_login(login)
        signed_in = await self._decide(account, stored if is_right else None, code)
        if signed_in is None:
            raise SignInFailed(login)
        return signed_in

    async def _decide(self, account: StaffAccount, stored: str | None, code: str) -> SignedIn | None:
        """`stored`: what the password was right for; None: it was wrong."""
        async with self.atomic():
            held = await self.credentials.take(account.staff_id)
            step = self._step(held, code)
            if stored is None or held.password != stored or step is None:
                await self._failed(held, account)
                return None
            held.succeed(step)
            await self.credentials.save(held)
            await self.ledger.append(Step("staff-signed-in", staff=account.login))
            return await self.begin(account)

    def _step(self, held: Credentials, code: str) -> int | None:
        if held.secret is None:
            return None
        step = self.authenticator.step(held.secret, code, at=self.now())
        return step if held.counts(step) else None

    async def _failed(self, held: Credentials, account: StaffAccount) -> None:
        if held.fail():
            facts = {"failures": held.failures}
            await self.ledger.append(Step("staff-sign-in-failing", staff=account.login, facts=facts))
        await self.credentials.save(held)
