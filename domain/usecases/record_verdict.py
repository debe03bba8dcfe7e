"""Record what the vendor found: a person and one session when the face passed, the cause when it did not."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.check import ANSWER_KEPT, CheckState, IdentityCheck
from domain.identity.outside import FaceVerdict
from domain.identity.ports import IdentityChecks
from domain.kernel.jobs import ForgetFace
from domain.kernel.party import Acting, Level
from domain.kernel.ports import Jobs
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.link_visitor import LinkVisitor
from domain.usecases.start_session import StartSession


@dataclass(frozen=True, slots=True)
class RecordVerdict:
    """Inside the caller's transaction, the row held: person, session, check, entry, link
    to the mini-program account and job, or none."""

    checks: IdentityChecks
    parties: Parties
    start_session: StartSession
    link_visitor: LinkVisitor
    ledger: Ledger
    jobs: Jobs

    async def __call__(self, check: IdentityCheck, verdict: FaceVerdict, now: datetime) -> None:
        """Once: a check that is decided already stays as it is."""
        if check.state is not CheckState.OPENED or verdict.outcome == "pending":
            return
        if verdict.outcome == "passed":
            await self._passed(check, now)
        else:
            check.record_failed(verdict.cause)
            facts = {"check": str(check.check_id), "outcome": "failed", "cause": verdict.cause}
            # no matter: whoever stood there is not shown to be anybody of it
            await self.ledger.append(Step("identity-checked", facts=facts))
        await self.checks.save(check)
        await self.jobs.defer(ForgetFace(check.check_id), after=ANSWER_KEPT)

    async def _passed(self, check: IdentityCheck, now: datetime) -> None:
        person = await self.parties.remember_person(check.name, check.number)
        session, token = await self.start_session(
            person.party_id,
            face_at=check.face_at(now),
            face_matter=check.matter,
            visitor=check.visitor,
        )
        check.record_passed(session.session_id, token, now)
        acting = Acting(person.party_id, person.party_id, Level.FACE, session.channel, session.session_id)
        facts = {"check": str(check.check_id), "outcome": "passed"}
        await self.ledger.append(Step("identity-checked", matter=check.matter, acting=acting, facts=facts))
        if check.visitor is not None:
            await self.link_visitor(check.visitor, check.number, acting, now)
