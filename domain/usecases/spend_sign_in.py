"""Count a try to sign in: ten a login in a quarter of an hour, and as many as anybody's from one line."""

from dataclasses import dataclass

from domain.identity.ports import Limits
from domain.kernel.ports import Digests
from domain.usecases.spend_try import SpendTry

ALLOWED, SECONDS = 10, 900


@dataclass(frozen=True, slots=True)
class SpendSignIn:
    limits: Limits
    digests: Digests
    spend_try: SpendTry

    async def __call__(self, login: str, address: str) -> None:
        """Outside atomic; an unknown login counts as any. Raises TooManyRequests, LimitsUnavailable."""
        await self.spend_try("staff-sign-in-line", address)
        subject = self.digests.keyed("staff-login", login).hex()
        await self.limits.spend("staff-sign-in", subject, allowed=ALLOWED, seconds=SECONDS)
