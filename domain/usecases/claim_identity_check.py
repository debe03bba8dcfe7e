"""Claim one of the day's five checks for a person, by any way: consent and row, before anybody is asked."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from domain.clock.clock import BEIJING, beijing_date
from domain.identity.check import (
    ATTEMPTS_A_DAY,
    LIFE,
    AnotherDocument,
    CheckState,
    FaceForAdults,
    IdentityAttemptsExceeded,
    IdentityCheck,
    Purpose,
    Verifier,
    is_minor,
)
from domain.identity.ports import IdentityChecks
from domain.kernel.documents import is_another_paper
from domain.kernel.identifiers import resident_id
from domain.kernel.ids import AccountId, IdentityCheckId, MatterId, SessionId, VisitorId
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Clock, Digests, KeptAnswers, NewId, Randomness, RequestKey
from domain.usecases.record_consent import RecordConsent

RESUME, DOORBELL = "resume-token", "face-doorbell"


def return_ticket(digests: Digests, resume_token: str) -> str:
    """What the vendor's page brings back, 64 hex digits: only a browser that was there can show it.

    Whoever opened a check holds its resume token: without the ticket they could lend the page to somebody
    else and collect the session when that person's face passes.
    """
    return digests.keyed("face-return", resume_token).hex()


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody typed, and agreed to."""

    name: PersonName
    number: str
    consent_version: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """What a check is opened for, and where; its result counts for this alone.

    `visitor`: the mini-program account that asks, there WeChat compares the face; `account`: the phone
    account that asks; `for_session`: the one it is asked for on, which a pass replaces; `verifier`: who
    compares, when it is not the front's own face vendor.
    """

    purpose: Purpose = Purpose.SIGN_IN
    matter: MatterId | None = None
    subject: UUID | None = None
    for_session: SessionId | None = None
    visitor: VisitorId | None = None
    account: AccountId | None = None
    verifier: Verifier | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Claimed:
    """Kept as the request's answer: a repeated request finds its own check and tokens again."""

    check_id: UUID
    resume_token: str
    doorbell_token: str


@dataclass(frozen=True, slots=True)
class ClaimIdentityCheck:
    checks: IdentityChecks
    record_consent: RecordConsent
    answers: KeptAnswers
    randomness: Randomness
    digests: Digests
    now: Clock
    new_id: NewId

    def validate(self, applicant: Applicant) -> DocumentNumber:
        """Asks nobody. Raises ConsentNeeded (or what the consent of this way says), AnotherDocument,
        IdentifierInvalid, FaceForAdults."""
        self.record_consent.require(applicant.consent_version, agreed=applicant.agreed)
        if is_another_paper(applicant.number):
            raise AnotherDocument(needs="counter")
        today = beijing_date(self.now())
        number = resident_id(applicant.number, today)
        if is_minor(number, today):
            raise FaceForAdults(needs="counter")
        return number

    async def __call__(
        self, request: RequestKey, applicant: Applicant, aim: Aim
    ) -> tuple[Claimed, IdentityCheck]:
        """Inside the caller's transaction; the same request finds its first claim.

        Raises as `validate`, and IdentityAttemptsExceeded.
        """
        number = self.validate(applicant)
        if before := await self.answers.recall(request, Claimed):
            check, _ = await self.checks.take(IdentityCheckId(before.check_id))
            return before, check
        now = self.now()
        await self._spend_attempt(number, now)
        check = IdentityCheck(
            IdentityCheckId(self.new_id()),
            applicant.name,
            number,
            aim.matter,
            CheckState.OPENING,
            opened_at=now,
            expires_at=now + LIFE,
            consent_version=applicant.consent_version,
            verifier=aim.verifier or (Verifier.WECHAT if aim.visitor else Verifier.ALIYUN),
            visitor=aim.visitor,
            purpose=aim.purpose,
            subject=aim.subject,
            for_session=aim.for_session,
            account=aim.account,
        )
        claimed = Claimed(check.check_id, self.randomness.token(), self.randomness.token())
        await self.checks.add(
            check,
            resume=self.digests.keyed(RESUME, claimed.resume_token),
            doorbell=self.digests.keyed(DOORBELL, claimed.doorbell_token),
        )
        await self.record_consent(check.check_id, number, now)
        await self.answers.keep(request, claimed)
        return claimed, check

    def ticket(self, claimed: Claimed) -> str:
        return return_ticket(self.digests, claimed.resume_token)

    async def _spend_attempt(self, number: DocumentNumber, now: datetime) -> None:
        midnight = start_of_day(now)
        if await self.checks.opened_since(number, midnight) >= ATTEMPTS_A_DAY:
            left = midnight + timedelta(days=1) - now
            raise IdentityAttemptsExceeded(retry_after=int(left.total_seconds()) or 1)


def start_of_day(now: datetime) -> datetime:
    """Midnight in Beijing: «today» is what people there call it."""
    return datetime.combine(beijing_date(now), time(), BEIJING)
