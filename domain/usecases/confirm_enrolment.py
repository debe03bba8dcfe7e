"""Confirm the authenticator by a first code: the account counts from now, its activation key no more."""

from dataclasses import dataclass

from domain.kernel.ports import Atomic, Clock, Digests
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.credentials import Credentials, SignInFailed
from domain.staff.ports import Accounts, Authenticator, CredentialStore
from domain.usecases.begin_staff_session import BeginStaffSession, SignedIn
from domain.usecases.choose_password import ACTIVATION
from domain.usecases.spend_sign_in import SpendSignIn


@dataclass(frozen=True, slots=True)
class ConfirmEnrolment:
    """Password and authenticator count, a session runs, the ledger says so: or nothing of it."""

    accounts: Accounts
    credentials: CredentialStore
    authenticator: Authenticator
    spend: SpendSignIn
    begin: BeginStaffSession
    ledger: Ledger
    digests: Digests
    atomic: Atomic
    now: Clock

    async def __call__(self, login: str, activation: str, code: str, *, address: str) -> SignedIn:
        """Raises SignInFailed, TooManyRequests, LimitsUnavailable."""
        await self.spend(login, address)
        known = await self.credentials.of_login(login)
        if known is None:
            raise SignInFailed("unknown")
        account = await self.accounts.staff_by_login(login)
        async with self.atomic():
            held = await self.credentials.take(known.staff_id)
            step = self._step(held, code)
            if step is None or not held.admits(self.digests.keyed(ACTIVATION, activation), at=self.now()):
                raise SignInFailed(login)
            held.confirm(step)
            await self.credentials.save(held)
            await self.ledger.append(Step("staff-enrolled", staff=login))
            return await self.begin(account)

    def _step(self, held: Credentials, code: str) -> int | None:
        if held.offered is None or held.chosen is None:
            return None
        return self.authenticator.step(held.offered, code, at=self.now())
