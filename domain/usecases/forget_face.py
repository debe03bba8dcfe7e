"""Forget a check (删除核验记录): the vendor of a face deletes pictures and result, we the name."""

from dataclasses import dataclass

from domain.identity.check import FACES, CheckState, IdentityCheck
from domain.identity.faces import KEPT, Faces
from domain.identity.ports import IdentityChecks
from domain.kernel.ids import IdentityCheckId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger

UNDECIDED = (CheckState.OPENING, CheckState.OPENED)


@dataclass(frozen=True, slots=True)
class ForgetFaceCheck:
    """A job, harmless when repeated; one is deferred for every check when it is claimed.

    What names the person goes at once, however long the vendor takes: until it has deleted, only its own
    reference stays, and the job is tried again, or stands on the list of what is stuck.
    """

    checks: IdentityChecks
    faces: Faces
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
            check.blank()
            await self.checks.save(check)
        if check.reference and check.verifier in FACES:
            await self.faces.of(check.verifier).forget(check.reference)
        async with self.atomic():
            check, _ = await self.checks.take(check_id)
            if check.forgotten_at is None:
                facts = _facts(check)
                check.forget(self.now())
                await self.checks.save(check)
                if facts:
                    await self.ledger.append(Step("face-data-deleted", facts=facts))

    def _is_due(self, check: IdentityCheck) -> bool:
        """Not while it runs, nor while its answer may be asked for again: later jobs come for these."""
        now = self.now()
        if check.forgotten_at is not None or check.has_answer(now):
            return False
        return check.state not in UNDECIDED or check.is_over(now)


def _facts(check: IdentityCheck) -> dict[str, Fact]:
    """Of a vendor that was not told to delete, that it did not, and how long it says it keeps.

    No facts where nobody holds anything: of the other ways, and of a check that no vendor was given.
    """
    if check.verifier not in FACES or not check.was_out:
        return {}
    facts: dict[str, Fact] = {"check": str(check.check_id)}
    if not check.reference or check.verifier in KEPT:
        facts["vendorDeletes"] = False
        if kept := KEPT.get(check.verifier):
            facts["vendorKeepsDays"] = kept.days
    return facts
