"""Record what was found: a person and one session when they are who they say, the cause when not."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.identity.check import ANSWER_KEPT, FACES, CheckState, IdentityCheck, Verifier
from domain.identity.outside import FaceVerdict
from domain.identity.ports import IdentityChecks, Sessions
from domain.identity.session import UNKNOWN_DEVICE, Device, Ended, FaceSeen, Method, Session, SessionEnded
from domain.kernel.ids import AccountId, PartyId
from domain.kernel.jobs import ForgetFace
from domain.kernel.party import Acting, Level
from domain.kernel.ports import Jobs
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.link_phone import LinkPhone
from domain.usecases.link_visitor import LinkVisitor
from domain.usecases.start_session import StartSession

METHODS = {Verifier.BANK: Method.BANK, Verifier.NETWORK: Method.NETWORK}


@dataclass(frozen=True, slots=True)
class RecordVerdict:
    """Inside the caller's transaction, the row held: person, session, check, entry, link
    to the mini-program account and job, or none.

    People are held first, then accounts, then sessions, as whoever signs out holds them (Parties.hold): they
    wait for us and end the new session too, or were first.
    """

    checks: IdentityChecks
    sessions: Sessions
    parties: Parties
    start_session: StartSession
    link_visitor: LinkVisitor
    link_phone: LinkPhone
    ledger: Ledger
    jobs: Jobs

    async def __call__(
        self, check: IdentityCheck, verdict: FaceVerdict, now: datetime, device: Device = UNKNOWN_DEVICE
    ) -> None:
        """Once: a check that is decided already stays as it is. `device`: where the verdict was asked for.

        Raises SessionEnded: the mini-program's account it was asked for inside was signed out meanwhile.
        """
        if check.state is not CheckState.OPENED or verdict.outcome == "pending":
            return
        if verdict.outcome == "passed":
            await self._passed(check, now, device)
        else:
            check.record_failed(verdict.cause)
            facts: dict[str, Fact] = {**_facts(check), "outcome": "failed", "cause": verdict.cause}
            # no matter: whoever stood there is not shown to be anybody of it
            await self.ledger.append(Step("identity-checked", facts=facts))
        await self.checks.save(check)
        await self.jobs.defer(ForgetFace(check.check_id), after=ANSWER_KEPT)

    async def _passed(self, check: IdentityCheck, now: datetime, device: Device) -> None:
        before = await self._asked_on(check, now)
        person = await self.parties.remember_person(check.name, check.number)
        await self._hold_accounts(check, before, person.party_id)
        before = await self._asked_on(check, now)  # once more: who gives a number up holds its account alone
        if before is not None:
            # who stole its token must not rise with its owner
            before.end(Ended.RENEWED if before.person == person.party_id else Ended.REPLACED, now)
            await self.sessions.save(before)
        session, token = await self._begin(check, person.party_id, before, device, now)
        check.record_passed(session.session_id, token, now)
        acting = Acting(
            person.party_id,
            person.party_id,
            Level.FACE,
            session.channel,
            session.session_id,
            device=session.device,
            check=check.check_id,
        )
        if session.account is not None:
            await self.link_phone(session.account, check.number, acting, now)
        if check.visitor is not None:
            await self.link_visitor(check.visitor, check.number, acting, now)
        facts: dict[str, Fact] = {**_facts(check), "outcome": "passed"}
        await self.ledger.append(Step("identity-checked", matter=check.matter, acting=acting, facts=facts))

    async def _begin(
        self, check: IdentityCheck, person: PartyId, before: Session | None, device: Device, now: datetime
    ) -> tuple[Session, str]:
        """Stepped up inside the mini-program's web-view, it stays there and ends with the account."""
        face = FaceSeen(check.face_at(now), check.purpose_kept, check.matter, check.subject, check.check_id)
        method = METHODS.get(check.verifier, Method.FACE)
        if check.visitor is None and before is not None and before.visitor and before.person == person:
            return await self.start_session.within(replace(before, method=method), face, device)
        account = _account(check, before)
        return await self.start_session(
            person, method=method, face=face, device=device, visitor=check.visitor, account=account
        )

    async def _asked_on(self, check: IdentityCheck, now: datetime) -> Session | None:
        """The session the check was asked for on, its person held, while it is live.

        One inside the mini-program that is over begins nothing, which would outlive the account's sign-out:
        SessionEnded.
        """
        asked = await self.sessions.by_id(check.for_session) if check.for_session else None
        if asked is None:
            return None
        await self.parties.hold(asked.person)
        before = await self.sessions.by_id(asked.session_id)  # once more: they may have signed out just now
        if before is None or not before.is_live(now):
            if asked.visitor is not None and check.visitor is None:
                raise SessionEnded
            return None
        return before

    async def _hold_accounts(self, check: IdentityCheck, before: Session | None, person: PartyId) -> None:
        """Raises SessionEnded: the account around the page is theirs no more."""
        account = _account(check, before)
        if account is not None:
            await self.link_phone.hold(account)
        around = before.visitor if before is not None and before.person == person else None
        visitor = check.visitor or around
        whose = await self.link_visitor.hold(visitor) if visitor is not None else None
        if check.visitor is None and around is not None and whose != person:
            raise SessionEnded


def _account(check: IdentityCheck, before: Session | None) -> AccountId | None:
    """The phone account the session ran on: whoever's face passed there holds that number now."""
    return (before.account if before else None) or check.account


def _facts(check: IdentityCheck) -> dict[str, Fact]:
    """Which check, and by what way when it was not the face."""
    facts: dict[str, Fact] = {"check": str(check.check_id)}
    return facts if check.verifier in FACES else {**facts, "way": str(check.verifier)}
