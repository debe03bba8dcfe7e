"""Hear the face vendor's doorbell (回调): note when the person was done; what came of it is asked by us."""

import hmac
from dataclasses import dataclass

from domain.identity.check import CheckState
from domain.identity.ports import IdentityChecks
from domain.kernel.ports import Atomic, Clock, Digests
from domain.usecases.claim_identity_check import DOORBELL


@dataclass(frozen=True, slots=True)
class HearFaceDoorbell:
    checks: IdentityChecks
    digests: Digests
    atomic: Atomic
    now: Clock

    async def __call__(self, token: str, echoed: str = "") -> None:
        """`token` stands in the address, `echoed` in the query. Whoever does not know them is not told so."""
        if echoed and not hmac.compare_digest(token.encode(), echoed.encode()):
            return
        check_id = await self.checks.by_doorbell(self.digests.keyed(DOORBELL, token))
        if check_id is None:
            return
        async with self.atomic():
            check, _ = await self.checks.take(check_id)
            if check.state is CheckState.OPENED:
                check.ring(self.now())
                await self.checks.save(check)
