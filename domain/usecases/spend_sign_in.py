"""Count a try to sign in: of a login from one line, of a login from anywhere, and of a line for all logins.

A bureau is one line: a whole morning's staff comes through it. Who keeps trying a colleague's login is shut
out where they sit, and the colleague is not.
"""

from dataclasses import dataclass

from domain.identity.ports import Limits
from domain.kernel.ports import Digests
from domain.usecases.spend_try import SpendTry

SECONDS = 900
FROM_HERE, FROM_ANYWHERE = 10, 60  # of one login
A_BUREAU = 300  # of one line


@dataclass(frozen=True, slots=True)
class SpendSignIn:
    limits: Limits
    digests: Digests
    spend_try: SpendTry

    async def __call__(self, login: str, address: str) -> None:
        """Outside atomic; an unknown login counts as any. Raises TooManyRequests, LimitsUnavailable."""
        line = self.spend_try.subject(address)
        subject = self.digests.keyed("staff-login", login).hex()
        for purpose, who, allowed in (
            ("staff-sign-in-line", line, A_BUREAU),
            ("staff-sign-in-here", f"{subject}:{line}", FROM_HERE),
            ("staff-sign-in", subject, FROM_ANYWHERE),
        ):
            await self.limits.spend(purpose, who, allowed=allowed, seconds=SECONDS)
