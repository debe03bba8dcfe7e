"""Forget a check (删除核验记录): the vendor of a face deletes pictures and result, we the name."""

from dataclasses import dataclass

from domain.identity.check import FACES, CheckState, IdentityCheck, Verifier
from domain.identity.outside import FaceVerifier
from domain.identity.ports import IdentityChecks
from domain.kernel.ids import IdentityCheckId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger

UNDECIDED = (CheckState.OPENING, CheckState.OPENED)


@dataclass(frozen=True, slots=True)
class ForgetFaceCheck:
    """A job, harmless when repeated; one is deferred for every check when it is claimed."""

    checks: IdentityChecks
    face: FaceVerifier
    wechat: FaceVerifier
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, check_id: IdentityCheckId) -> None:
        """Raises NotFound, Refused, Unavailable."""
        async with self.atomic():
            check, _ = await self.checks.take(check_id)
            if not self._is_due(check):
                return
            if check.state in UNDECIDED:
                check.move(CheckState.EXPIRED)
                await self.checks.save(check)
        if check.reference and check.verifier in FACES:
            vendor = self.wechat if check.verifier is Verifier.WECHAT else self.face
            await vendor.forget(check.reference)
        async with self.atomic():
            check, _ = await self.checks.take(check_id)
            if check.forgotten_at is None:
                check.forget(self.now())
                await self.checks.save(check)
                if check.verifier in FACES:  # of the other ways nobody holds anything
                    await self.ledger.append(Step("face-data-deleted", facts={"check": str(check_id)}))

    def _is_due(self, check: IdentityCheck) -> bool:
        """Not while it runs, nor while its answer may be asked for again: later jobs come for these."""
        now = self.now()
        if check.forgotten_at is not None or check.has_answer(now):
            return False
        return check.state not in UNDECIDED or check.is_over(now)
