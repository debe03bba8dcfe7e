"""Open one face check (实人认证) for the person of this name and number, at the vendor, bound to a matter."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import get_args

from domain.identity.advice import advice
from domain.identity.check import (
    CheckState,
    IdentityAttemptsExceeded,
    IdentityCheck,
    IdentityCheckEnded,
    Purpose,
    Verifier,
)
from domain.identity.faces import Faces
from domain.identity.outside import Cause, FaceSession
from domain.identity.ports import Alternative, IdentityChecks
from domain.identity.ways import Ladder
from domain.kernel.ids import AccountId, IdentityCheckId, MandateId, MatterId, VisitorId, short
from domain.kernel.party import Acting, Channel
from domain.kernel.ports import Atomic, RequestKey
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from domain.usecases.claim_identity_check import Aim, Applicant, Claimed, ClaimIdentityCheck
from domain.usecases.find_matter import FindMatter
from domain.usecases.finish_identity_check import tries_left
from domain.usecases.spend_try import SpendTry

TRIES = "identity-check"
RETRY_TOMORROW_SECONDS = 86_400
CAUSES, TOO_MANY = frozenset(get_args(Cause)), "too_many"
NOT_OPENED = "这次没能打开刷脸页面。"
UNSETTLED = "没有任何影响，也不多算次数。请再点一次；还不行，可以换一种办法。"


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
class _Try:
    """`vendors`: who may open it now; `is_held`: an earlier try was asked of the one, and nobody knows."""

    claimed: Claimed
    check: IdentityCheck
    vendors: tuple[Verifier, ...]
    is_held: bool


@dataclass(frozen=True, slots=True)
class OpenIdentityCheck:
    """Counted, claimed and consented to before a vendor is asked; known, unknown and used codes read alike.

    The population register is not asked: the vendor compares name, number and face with the authority. The
    next vendor is asked only when no try of this check may have opened one at another (ADR 47).
    """

    spend_try: SpendTry
    find_matter: FindMatter
    claim: ClaimIdentityCheck
    checks: IdentityChecks
    faces: Faces
    atomic: Atomic
    addresses: FaceAddresses
    ladder: Ladder = field(default_factory=Ladder)

    async def __call__(self, request: RequestKey, asked: CheckRequest) -> CheckOpened:
        """An attempt counts even when the vendor fails; repeated under its key, it goes on where it stopped:
        of the person's five tries a day that is one, however many vendors were asked for it.

        Raises ConsentNeeded, IdentifierInvalid, AddressCodeMistyped, FaceForAdults, NotFound (matter),
        IdentityAttemptsExceeded, IdentityCheckEnded, TooManyRequests, LimitsUnavailable, Refused,
        Unavailable, Unknown.
        """
        self.claim.validate(asked.applicant)
        await self.spend_try(TRIES, asked.address)
        matter = await matter_of(asked, self.find_matter)
        out = await self._begun(request, asked, matter)
        claimed, check = out.claimed, out.check
        if check.state is CheckState.OPENING and not check.is_over(self.claim.now()):
            verifier, session = await self._ask_vendors(out, asked.meta_info)
            check = await self._record(check.check_id, session, verifier)
        if check.state is not CheckState.OPENED or not check.verify_url:
            raise IdentityCheckEnded(str(check.check_id))
        return CheckOpened(check.check_id, claimed.resume_token, check.verify_url, check.expires_at)

    async def _begun(self, request: RequestKey, asked: CheckRequest, matter: MatterId | None) -> _Try:
        """On the check's row stands that one more try is out, at whom, under a number of its own."""
        channel = Channel.H5 if asked.visitor is None else Channel.MINI_PROGRAM
        possible = self.faces.possible(channel)
        aim, key = aim_of(asked, matter, next(iter(possible), None)), bound(request, asked, self.spend_try)
        try:
            async with self.atomic():
                claimed, check = await self.claim(key, asked.applicant, aim)
                held_by = check.held_by
                vendors = tuple(one for one in possible if held_by in (None, one))
                if check.state is CheckState.OPENING:
                    check.begin_try()
                    check.ask(held_by or next(iter(vendors), None))
                    await self.checks.save(check)
        except IdentityAttemptsExceeded as refusal:
            ways = self.ladder(TOO_MANY, left=0, purpose=aim.purpose, channel=channel)
            raise IdentityAttemptsExceeded(**refusal.data, cause=TOO_MANY, ways=told_ways(ways)) from None
        return _Try(claimed, check, vendors, is_held=held_by is not None)

    async def _ask_vendors(self, out: _Try, meta_info: str) -> tuple[Verifier, FaceSession]:
        """Who opened it, and what."""
        away, check = Unavailable("face", "no-vendor"), out.check
        for number, verifier in enumerate(out.vendors, 1):
            try:
                return verifier, await self.faces.of(verifier).open(
                    check.name,
                    check.number,
                    order_no=check.order_no,
                    meta_info=meta_info,
                    return_url=self.addresses.back(check.check_id, self.claim.ticket(out.claimed)),
                    callback_url=self.addresses.ring(out.claimed.doorbell_token),
                    callback_token=out.claimed.doorbell_token,
                )
            except Unavailable as told:
                away = told
                if out.is_held or not await self._goes_on(check, next(iter(out.vendors[number:]), None)):
                    break
            except Unknown as told:
                raise await self._with_ways(told, check, "source", UNSETTLED) from None
            except Refused as refusal:
                raise await self._given_up(refusal, check) from None
        raise await self._with_ways(away, check, "source") from None

    async def _goes_on(self, check: IdentityCheck, to: Verifier | None) -> bool:
        """Whether nobody holds it, so that the next may be asked, if there is one.

        What another try of the same check heard, or will hear, at the vendor of now nobody can know.
        """
        async with self.atomic():
            now, _ = await self.checks.take(check.check_id)
            if now.version != check.version:
                return False
            now.ask(to)
            await self.checks.save(now)
        return to is not None

    async def _given_up(self, refusal: Refused, check: IdentityCheck) -> Outward | IdentityAttemptsExceeded:
        """Over: the same person on the same device would be refused again."""
        async with self.atomic():
            refused, _ = await self.checks.take(check.check_id)
            if refused.state is CheckState.OPENING:
                refused.record_failed("")
                await self.checks.save(refused)
        cause = refusal.reason if refusal.reason in CAUSES else ""
        told = await self._with_ways(refusal, check, cause or "source")
        if cause == TOO_MANY:
            return IdentityAttemptsExceeded(**told.data, retry_after=RETRY_TOMORROW_SECONDS)
        return told

    async def _with_ways(self, told: Outward, check: IdentityCheck, cause: str, said: str = "") -> Outward:
        """The same refusal, with why, what to do, and what else is open to this person."""
        left = await tries_left(check, self.checks, self.atomic, self.claim.now)
        ways = self.ladder(cause, left=left, purpose=check.purpose_kept, channel=check.channel)
        words = said or advice(cause, left)
        return type(told)(
            told.system,
            told.reason,
            detail=NOT_OPENED,
            cause=cause,
            advice=words,
            ways=told_ways(ways),
        )

    async def _record(
        self, check_id: IdentityCheckId, session: FaceSession, verifier: Verifier
    ) -> IdentityCheck:
        """The first recorded answer stands: a second of the same request sends people to the same page."""
        async with self.atomic():
            check, _ = await self.checks.take(check_id)
            if check.state is CheckState.OPENING:
                check.record_opened(session.reference, session.url, session.expires_at, verifier)
                await self.checks.save(check)
        return check


def told_ways(ways: Sequence[Alternative]) -> list[dict[str, str]]:
    """As a refusal carries them."""
    return [{"kind": way.kind, "title": way.title, "how": way.how} for way in ways]


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
