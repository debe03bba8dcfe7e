"""Choose a password at the first sign-in (启用码); what goes into the authenticator is answered."""

from dataclasses import dataclass

from domain.kernel.ports import Atomic, Clock, Digests
from domain.staff.credentials import SignInFailed, check_password
from domain.staff.ports import Authenticator, CredentialStore, Passwords
from domain.usecases.spend_sign_in import SpendSignIn

ACTIVATION = "staff-activation"  # the purpose of the key's digest


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What goes into the authenticator, as text and as its own kind of address."""

    secret: str
    uri: str

    def __repr__(self) -> str:
        return "Enrolment(…)"


@dataclass(frozen=True, slots=True)
class ChoosePassword:
    """Both are on trial until a first code is confirmed; asked again, there is another key."""

    credentials: CredentialStore
    passwords: Passwords
    authenticator: Authenticator
    spend: SpendSignIn
    digests: Digests
    atomic: Atomic
    now: Clock

    async def __call__(self, login: str, activation: str, password: str, *, address: str) -> Enrolment:
        """Raises PasswordWeak, SignInFailed, TooManyRequests, LimitsUnavailable."""
        check_password(login, password)
        await self.spend(login, address)
        known = await self.credentials.of_login(login)
        hashed = await self.passwords.hashed(password)
        digest, secret = self.digests.keyed(ACTIVATION, activation), self.authenticator.fresh()
        if known is None:
            raise SignInFailed("unknown")
        async with self.atomic():
            held = await self.credentials.take(known.staff_id)
            if not held.admits(digest, at=self.now()):
                raise SignInFailed(login)
            held.choose(hashed, secret)
            await self.credentials.save(held)
        return Enrolment(self.authenticator.text(secret), self.authenticator.uri(secret, login))
