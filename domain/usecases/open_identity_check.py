"""Open one face check (实人认证) for the person of this name and number, at the vendor, bound to a matter."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.identity.check import (
    CheckState,
    IdentityAttemptsExceeded,
    IdentityCheck,
    IdentityCheckEnded,
    Purpose,
    Verifier,
)
from domain.identity.outside import FaceSession, FaceVerifier
from domain.identity.ports import IdentityChecks
from domain.kernel.ids import AccountId, IdentityCheckId, MandateId, MatterId, VisitorId, short
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, RequestKey
from domain.kernel.refusal import Refused
from domain.usecases.claim_identity_check import Aim, Applicant, Claimed, ClaimIdentityCheck
from domain.usecases.find_matter import FindMatter
from domain.usecases.spend_try import SpendTry

TRIES = "identity-check"
TOO_MANY_AT_VENDOR = "418"
RETRY_TOMORROW_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """`code` or `matter`, or neither; `address`: where the request came from; `acting`: who is signed in;
    `visitor`: the mini-program account that asks, `account`: the phone account.

    `purpose` None: to apply in the matter, without one to sign in.
    """

    applicant: Applicant
    meta_info: str = field(repr=False)
    address: str = field(repr=False)
    code: str | None = None
    matter: MatterId | None = None
    acting: Acting | None = None
    visitor: VisitorId | None = None
    account: AccountId | None = None
    purpose: Purpose | None = None
    mandate: MandateId | None = None  # the draft to be given


@dataclass(frozen=True, slots=True, repr=False)
class CheckOpened:
    """`verify_url`: the vendor's page; in the mini-program, the verifyId for wx.requestFacialVerify."""

    check_id: IdentityCheckId
    resume_token: str
    verify_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FaceAddresses:
    """Where the vendor sends people back to, and where it rings; from configuration, never from a request."""

    page: str
    doorbell: str

    def back(self, check: IdentityCheckId, ticket: str) -> str:
        return f"{self.page}?check={short('idc', check)}&ticket={ticket}"

    def ring(self, token: str) -> str:
        return f"{self.doorbell}/{token}"


@dataclass(frozen=True, slots=True)
class OpenIdentityCheck:
    """Counted, claimed and consented to before the vendor is asked; known, unknown and used codes read alike.

    The population register is not asked: the vendor compares name, number and face with the authority.
    """

    spend_try: SpendTry
    find_matter: FindMatter
    claim: ClaimIdentityCheck
    checks: IdentityChecks
    face: FaceVerifier
    atomic: Atomic
    addresses: FaceAddresses

    async def __call__(self, request: RequestKey, asked: CheckRequest) -> CheckOpened:
        """An attempt counts even when the vendor fails; repeated under its key, it goes on where it stopped.

        Raises ConsentNeeded, IdentifierInvalid, AddressCodeMistyped, FaceForAdults, NotFound (matter),
        IdentityAttemptsExceeded, IdentityCheckEnded, TooManyRequests, LimitsUnavailable, Refused,
        Unavailable, Unknown.
        """
        self.claim.validate(asked.applicant)
        await self.spend_try(TRIES, asked.address)
        matter = await matter_of(asked, self.find_matter)
        async with self.atomic():
            claimed, check = await self.claim(
                bound(request, asked, self.spend_try), asked.applicant, aim_of(asked, matter)
            )
        if check.state is CheckState.OPENING and not check.is_over(self.claim.now()):
            session = await self._ask_vendor(claimed, check, asked.meta_info)
            check = await self._record(check.check_id, session)
        if check.state is not CheckState.OPENED or not check.verify_url:
            raise IdentityCheckEnded(str(check.check_id))
        return CheckOpened(check.check_id, claimed.resume_token, check.verify_url, check.expires_at)

    async def _ask_vendor(self, claimed: Claimed, check: IdentityCheck, meta_info: str) -> FaceSession:
        try:
            return await self.face.open(
                check.name,
                check.number,
                order_no=check.check_id.hex,
                meta_info=meta_info,
                return_url=self.addresses.back(check.check_id, self.claim.ticket(claimed)),
                callback_url=self.addresses.ring(claimed.doorbell_token),
                callback_token=claimed.doorbell_token,
            )
        except Refused as refusal:
            async with self.atomic():
                refused, _ = await self.checks.take(check.check_id)
                if refused.state is CheckState.OPENING:
                    refused.record_failed("")
                    await self.checks.save(refused)
            if refusal.reason == TOO_MANY_AT_VENDOR:
                raise IdentityAttemptsExceeded(retry_after=RETRY_TOMORROW_SECONDS) from None
            raise

    async def _record(self, check_id: IdentityCheckId, session: FaceSession) -> IdentityCheck:
        """The first recorded answer stands: a second of the same request sends people to the same page."""
        async with self.atomic():
            check, _ = await self.checks.take(check_id)
            if check.state is CheckState.OPENING:
                check.record_opened(session.reference, session.url, session.expires_at)
                await self.checks.save(check)
        return check


def bound(request: RequestKey, asked: CheckRequest, spend_try: SpendTry) -> RequestKey:
    """The answer holds a token: the key alone, sent from elsewhere, must not fetch it."""
    if asked.visitor is not None:
        return replace(request, actor=f"visitor-{asked.visitor}")
    return replace(request, actor=f"line-{spend_try.subject(asked.address)[:32]}")


async def matter_of(asked: CheckRequest, find_matter: FindMatter) -> MatterId | None:
    """Raises NotFound, AddressCodeMistyped."""
    if asked.matter is not None and asked.acting is not None:
        return await find_matter.of_person(asked.matter, asked.acting)
    return await find_matter.by_code(asked.code)


def aim_of(asked: CheckRequest, matter: MatterId | None, verifier: Verifier | None = None) -> Aim:
    return Aim(
        asked.purpose or (Purpose.APPLY if matter else Purpose.SIGN_IN),
        matter=matter,
        subject=asked.mandate,
        for_session=asked.acting.session if asked.acting else None,
        visitor=asked.visitor,
        account=asked.account,
        verifier=verifier,
    )
