"""Verify a shown licence (核验): a registered verifier redeems the code, once, for a registered purpose."""

from dataclasses import dataclass

from domain.identity.ports import Limits
from domain.kernel.ports import Atomic, Clock, Digests, RequestKey
from domain.kernel.refusal import Unavailable
from domain.licences.licence import Licence, PurposeNotRegistered
from domain.licences.ports import Licences, Presentations
from domain.licences.presentation import Presentation, Redemption, scanned_code
from domain.staff.account import VerifierAccount
from domain.usecases.confirm_standing import ConfirmStanding
from domain.usecases.record_presentation import CODE
from domain.usecases.redeem_presentation import RedeemPresentation, Scan, Verified

MISSES, SECONDS = 20, 60


@dataclass(frozen=True, slots=True)
class VerifyPresentation:
    presentations: Presentations
    licences: Licences
    limits: Limits
    confirm_standing: ConfirmStanding
    redeem_presentation: RedeemPresentation
    atomic: Atomic
    digests: Digests
    now: Clock

    async def __call__(
        self, verifier: VerifierAccount, scanned: str, purpose: str, request: RequestKey
    ) -> Verified:
        """What the code is worth now; the bank is asked before. Away, its last word counts for a day at most.

        Raises PurposeNotRegistered, TooManyRequests (more than twenty unknown codes a minute),
        LimitsUnavailable, Refused.
        """
        if purpose not in verifier.purposes:
            raise PurposeNotRegistered(str(verifier.verifier_id))
        at = self.now()  # whoever scanned in time is not late because the bank is slow
        code = self.digests.keyed(CODE, scanned_code(scanned))
        async with self.atomic():
            shown = await self.presentations.take_by_code(code)
        if shown is None:
            subject = self.digests.keyed("verifier-misses", str(verifier.verifier_id)).hex()
            await self.limits.spend("verify-miss", subject, allowed=MISSES, seconds=SECONDS)
        licence = (
            await self._confirmed(shown, purpose) if shown and shown.worth(at) is Redemption.VALID else None
        )
        return await self.redeem_presentation(Scan(verifier, code, purpose, at), licence, request)

    async def _confirmed(self, shown: Presentation, purpose: str) -> Licence:
        licence = await self.licences.by_id(shown.licence)
        try:
            return await self.confirm_standing(licence, purpose=f"核验：{purpose}"[:200])
        except Unavailable:
            return licence  # nobody calls it valid: what it is worth is told with when it was confirmed last
