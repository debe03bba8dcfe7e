"""Open a check by another way (其他方式核验) than the face: counted, claimed, consented to alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.identity.check import LIFE, CheckState, IdentityCheckEnded, Verifier
from domain.identity.other_way import NetworkIdentity, Way, WayNotOffered
from domain.identity.ports import ConsentText, IdentityChecks
from domain.kernel.ids import IdentityCheckId, short
from domain.kernel.ports import Atomic, RequestKey
from domain.usecases.claim_identity_check import ClaimIdentityCheck
from domain.usecases.find_matter import FindMatter
from domain.usecases.open_identity_check import TRIES, CheckRequest, aim_of, bound, matter_of
from domain.usecases.spend_try import SpendTry

VERIFIERS: Mapping[Way, Verifier] = {Way.BANK: Verifier.BANK, Way.NETWORK: Verifier.NETWORK}


@dataclass(frozen=True, slots=True, repr=False)
class OtherWayOpened:
    """`page_url`: where the 网号 is confirmed; empty for a bank card, which is typed on our own page."""

    check_id: IdentityCheckId
    resume_token: str
    way: Way
    page_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenOtherWay:
    """`claims`: the ways this office offers, each with the consent to its own text; `page`: where people come
    back to from the 网号, from configuration."""

    spend_try: SpendTry
    find_matter: FindMatter
    claims: Mapping[Way, ClaimIdentityCheck]
    checks: IdentityChecks
    network: NetworkIdentity | None
    atomic: Atomic
    page: str

    def consent(self, way: Way) -> ConsentText:
        """The text in force. Raises WayNotOffered."""
        return self._claim(way).record_consent.texts.current()

    async def __call__(self, request: RequestKey, way: Way, asked: CheckRequest) -> OtherWayOpened:
        """One of the person's five tries of the day, whatever the way; asks nobody outside.

        Raises WayNotOffered, WayConsentNeeded, IdentifierInvalid, AddressCodeMistyped, FaceForAdults,
        NotFound (matter), IdentityAttemptsExceeded, IdentityCheckEnded, TooManyRequests, LimitsUnavailable.
        """
        claim = self._claim(way)
        claim.validate(asked.applicant)
        await self.spend_try(TRIES, asked.address)
        matter = await matter_of(asked, self.find_matter)
        async with self.atomic():
            aim = aim_of(asked, matter, VERIFIERS[way])
            claimed, check = await claim(bound(request, asked, self.spend_try), asked.applicant, aim)
            if check.state is CheckState.OPENING:
                check.record_opened("", self._page(way, check.check_id), check.opened_at + LIFE)
                await self.checks.save(check)
        if check.state is not CheckState.OPENED or check.is_over(claim.now()):
            raise IdentityCheckEnded(str(check.check_id))
        return OtherWayOpened(check.check_id, claimed.resume_token, way, check.verify_url, check.expires_at)

    def _claim(self, way: Way) -> ClaimIdentityCheck:
        if way not in self.claims:
            raise WayNotOffered(str(way))
        return self.claims[way]

    def _page(self, way: Way, check: IdentityCheckId) -> str:
        if way is not Way.NETWORK or self.network is None:
            return ""
        return self.network.page(check.hex, f"{self.page}?check={short('idc', check)}")
