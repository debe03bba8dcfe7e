"""Finish a check by another way (其他方式核验): the proof is passed on once; its answer is asked for."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.identity.check import CheckState, IdentityCheck, IdentityCheckEnded, Verifier
from domain.identity.other_way import BankElements, BankProof, NetworkIdentity, NetworkProof, Proof
from domain.identity.outside import FaceVerdict
from domain.identity.ports import IdentityChecks
from domain.identity.session import UNKNOWN_DEVICE, Device
from domain.identity.sign_in_code import (
    DAY,
    DIGITS,
    LIFE,
    WRONG_A_DAY,
    CodePurpose,
    CodeWrong,
    SignInCodes,
    SmsCode,
)
from domain.identity.ways import Ladder
from domain.kernel.identifiers import mobile, narrow
from domain.kernel.ids import IdentityCheckId, VisitorId
from domain.kernel.limits import TooManyRequests
from domain.kernel.ports import Atomic, Clock, Digests
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.refusals import NotFound
from domain.usecases.claim_identity_check import RESUME
from domain.usecases.finish_identity_check import CheckFailed, CheckPending, failure
from domain.usecases.record_verdict import RecordVerdict
from domain.usecases.send_code import code_digest, subject_code
from domain.usecases.spend_try import SpendTry
from domain.usecases.tell_session import SessionTold, TellSession

TRIES = "identity-proof"
ARRIVES = timedelta(seconds=30)  # a question sent longer ago than this is on its way no more
WANTS = {Verifier.BANK: BankProof, Verifier.NETWORK: NetworkProof}
NOT_TOLD = FaceVerdict("failed", "source")


@dataclass(frozen=True, slots=True)
class FinishOtherWay:
    """The resume token is the key of this request, as at the face: one question outside and one session.

    The card's number lives in one request: it is in no row, so a question whose answer was lost is asked
    about by our number, and never put again.
    """

    checks: IdentityChecks
    bank: BankElements | None
    network: NetworkIdentity | None
    codes: SignInCodes
    spend_try: SpendTry
    record_verdict: RecordVerdict
    tell_session: TellSession
    digests: Digests
    atomic: Atomic
    now: Clock
    ladder: Ladder = field(default_factory=Ladder)

    async def __call__(
        self,
        check_id: IdentityCheckId,
        resume_token: str,
        proof: Proof | None,
        *,
        address: str,
        device: Device = UNKNOWN_DEVICE,
        visitor: VisitorId | None = None,
    ) -> CheckPending | CheckFailed | SessionTold:
        """Without a `proof`: what became of the one that was given.

        Raises NotFound (a wrong token, and a check of the face, too), CodeWrong, IdentifierInvalid,
        TooManyRequests, LimitsUnavailable, IdentityCheckEnded, SessionEnded, Refused, Unavailable.
        """
        if proof is not None:
            await self.spend_try(TRIES, address)
        check, is_new = await self._take(check_id, resume_token, proof, visitor)
        if check.state is CheckState.OPENED:
            check = await self._asked(check, proof if is_new else None, device)
        match check.state:
            case CheckState.OPENED:
                return CheckPending()
            case CheckState.FAILED:
                return await failure(check, self.checks, self.atomic, self.now, self.ladder)
            case CheckState.PASSED if check.has_answer(self.now()):
                return await self.tell_session(check)
        raise IdentityCheckEnded(str(check_id))

    async def _take(
        self, check_id: IdentityCheckId, resume_token: str, proof: Proof | None, visitor: VisitorId | None
    ) -> tuple[IdentityCheck, bool]:
        """The check, and whether this very request's proof is the one that is passed on."""
        refusal: CodeWrong | TooManyRequests | None = None
        is_new = False
        async with self.atomic():
            check = await held(self.checks, self.digests, check_id, resume_token, visitor)
            now = self.now()
            if check.state is CheckState.OPENED and check.is_over(now):
                check.move(CheckState.EXPIRED)
                await self.checks.save(check)
            elif check.state is CheckState.OPENED and proof is not None and not check.reference:
                if not isinstance(proof, WANTS[check.verifier]):
                    raise NotFound(str(check_id))
                refusal = await self._held_phone(check, proof, now) if isinstance(proof, BankProof) else None
                if refusal is None:
                    check.reference, check.asked_at, is_new = check.check_id.hex, now, True
                    check.ring(now)
                    await self.checks.save(check)
        if refusal is not None:  # outside: a refusal within would undo the counting of a wrong try
            raise refusal
        return check, is_new

    async def _held_phone(
        self, check: IdentityCheck, proof: BankProof, now: datetime
    ) -> CodeWrong | TooManyRequests | None:
        """Four elements are on many a stolen list: the phone among them must be in this person's hand.

        Codes that went there for other checks are not touched: anybody may name anybody's number.
        """
        phone, digits = mobile(proof.phone), narrow(proof.code).strip()
        asked = await self.codes.asked(phone, CodePurpose.PROOF, now - LIFE)
        mine = [subject_code(self.digests, phone, check.check_id, at) for at in asked]
        code = await self.codes.take_newest(phone, CodePurpose.PROOF, among=mine)
        if await self.codes.wrong_since(phone, CodePurpose.PROOF, now - DAY) >= WRONG_A_DAY:
            return TooManyRequests(TRIES, retry_after=int(DAY.total_seconds()))
        if code is None or len(digits) != DIGITS:
            return CodeWrong()
        digest = code_digest(self.digests, code.code_id, SmsCode(digits), check.check_id)
        is_right = code.take(digest, now)
        await self.codes.save(code)
        return None if is_right else CodeWrong()

    async def _asked(self, check: IdentityCheck, proof: Proof | None, device: Device) -> IdentityCheck:
        """The question put, or asked about; decided when there is an answer."""
        if not check.reference:
            return check
        refused: Refused | None = None
        verdict: FaceVerdict | None
        try:
            verdict = await self._put(check, proof) if proof is not None else await self._heard_of(check)
        except Unknown:
            return check
        except (Refused, Unavailable) as error:
            if proof is None:
                raise
            # certainly not asked; the code is spent: another check is, with another code
            verdict, refused = NOT_TOLD, error if isinstance(error, Refused) else None
        if verdict is None:
            return check
        async with self.atomic():
            check, _ = await self.checks.take(check.check_id)
            await self.record_verdict(check, verdict, self.now(), device)
        if refused is not None:
            raise refused
        return check

    async def _put(self, check: IdentityCheck, proof: Proof) -> FaceVerdict | None:
        if isinstance(proof, BankProof) and self.bank is not None:
            phone = mobile(proof.phone)
            return await self.bank.matches(check.reference, check.name, check.number, proof.card, phone)
        if isinstance(proof, NetworkProof) and self.network is not None:
            return await self.network.verify(check.reference, proof.token, check.name, check.number)
        return None

    async def _heard_of(self, check: IdentityCheck) -> FaceVerdict | None:
        """What came of the question. While it may be under way, not being there means nothing."""
        if not check.may_ask(self.now()):
            return None
        async with self.atomic():
            taken, _ = await self.checks.take(check.check_id)
            taken.asked_at = self.now()
            await self.checks.save(taken)
        port = self.bank if check.verifier is Verifier.BANK else self.network
        verdict = None if port is None else await port.outcome(check.reference)
        if verdict is None and check.rung_at is not None and self.now() - check.rung_at >= ARRIVES:
            return NOT_TOLD
        return verdict


async def held(
    checks: IdentityChecks,
    digests: Digests,
    check_id: IdentityCheckId,
    resume_token: str,
    visitor: VisitorId | None,
) -> IdentityCheck:
    """The check without a face that this token leads to, held FOR UPDATE. Raises NotFound. Inside atomic."""
    check, resume = await checks.take(check_id)
    is_theirs = hmac.compare_digest(resume, digests.keyed(RESUME, resume_token))
    if not is_theirs or check.visitor != visitor or check.verifier not in WANTS:
        raise NotFound(str(check_id))
    return check
