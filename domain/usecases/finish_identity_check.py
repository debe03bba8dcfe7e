"""Finish a face check: ask the vendor, by our own reference, and let a passed one open one session."""

import hmac
from dataclasses import dataclass, field

from domain.identity.advice import advice
from domain.identity.check import ATTEMPTS_A_DAY, FACES, CheckState, IdentityCheck, IdentityCheckEnded
from domain.identity.faces import Faces
from domain.identity.ports import Alternative, IdentityChecks
from domain.identity.session import UNKNOWN_DEVICE, Device
from domain.identity.ways import Ladder
from domain.kernel.ids import IdentityCheckId, VisitorId
from domain.kernel.ports import Atomic, Clock, Digests
from domain.kernel.refusals import NotFound
from domain.usecases.claim_identity_check import RESUME, return_ticket, start_of_day
from domain.usecases.record_verdict import RecordVerdict
from domain.usecases.tell_session import SessionTold, TellSession


@dataclass(frozen=True, slots=True)
class CheckPending:
    """The vendor has no verdict yet."""


@dataclass(frozen=True, slots=True)
class CheckFailed:
    """`ways`: what else is open here, for this person and what they want, the nearest first."""

    cause: str
    advice: str
    ways: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class FinishIdentityCheck:
    """The resume token is the key of this request: one session however often it asks, told for a minute.

    The vendor that opened it is asked, as its row says; a check of the other front is not found here.
    """

    checks: IdentityChecks
    faces: Faces
    record_verdict: RecordVerdict
    tell_session: TellSession
    digests: Digests
    atomic: Atomic
    now: Clock
    ladder: Ladder = field(default_factory=Ladder)

    async def __call__(
        self, check_id: IdentityCheckId, resume_token: str, ticket: str, device: Device = UNKNOWN_DEVICE
    ) -> CheckPending | CheckFailed | SessionTold:
        """`ticket` came back with the person from the vendor's page; `device`: to which they came back.

        Raises NotFound (a wrong token or ticket too), IdentityCheckEnded, SessionEnded, Refused, Unavailable.
        """
        if not hmac.compare_digest(return_ticket(self.digests, resume_token).encode(), ticket.encode()):
            raise NotFound(str(check_id))
        return await self._finish(check_id, resume_token, None, device)

    async def of_visitor(
        self, check_id: IdentityCheckId, resume_token: str, visitor: VisitorId, device: str = ""
    ) -> CheckPending | CheckFailed | SessionTold:
        """In the mini-program, where the vendor binds the check to the account that opened it; `device`: how
        its person is told of it.

        Raises as above; NotFound for any other account, too.
        """
        return await self._finish(check_id, resume_token, visitor, Device(words=device))

    async def _finish(
        self, check_id: IdentityCheckId, resume_token: str, visitor: VisitorId | None, device: Device
    ) -> CheckPending | CheckFailed | SessionTold:
        check, ask = await self._take(check_id, resume_token, visitor)
        if ask:
            verdict = await self.faces.of(check.verifier).verdict(check.reference)
            async with self.atomic():
                check, _ = await self.checks.take(check_id)
                await self.record_verdict(check, verdict, self.now(), device)
        match check.state:
            case CheckState.OPENED:
                return CheckPending()
            case CheckState.FAILED:
                return await failure(check, self.checks, self.atomic, self.now, self.ladder)
            case CheckState.PASSED if check.has_answer(self.now()):
                return await self.tell_session(check)
        raise IdentityCheckEnded(str(check_id))

    async def _take(
        self, check_id: IdentityCheckId, resume_token: str, visitor: VisitorId | None
    ) -> tuple[IdentityCheck, bool]:
        """The check, and whether it is ours to ask the vendor about it now."""
        async with self.atomic():
            check, resume = await self.checks.take(check_id)
            is_theirs = hmac.compare_digest(resume, self.digests.keyed(RESUME, resume_token))
            if not is_theirs or check.visitor != visitor or check.verifier not in FACES:
                raise NotFound(str(check_id))
            if check.state is not CheckState.OPENED:
                return check, False
            now = self.now()
            ask = False
            if check.is_over(now):
                check.move(CheckState.EXPIRED)
            elif check.may_ask(now):
                check.asked_at, ask = now, True
            await self.checks.save(check)
            return check, ask


async def failure(
    check: IdentityCheck, checks: IdentityChecks, atomic: Atomic, now: Clock, ladder: Ladder
) -> CheckFailed:
    """Why it was not passed, how many tries of the day are left, and what else is open."""
    left = await tries_left(check, checks, atomic, now)
    ways = ladder(check.cause, left=left, purpose=check.purpose_kept, channel=check.channel)
    return CheckFailed(check.cause, advice(check.cause, left), ways)


async def tries_left(check: IdentityCheck, checks: IdentityChecks, atomic: Atomic, now: Clock) -> int:
    """Of this person's five today; none of a check that is forgotten: its cause is all that is left of it."""
    if not check.number.reveal():
        return 0
    async with atomic():
        used = await checks.opened_since(check.number, start_of_day(now()))
    return max(ATTEMPTS_A_DAY - used, 0)
