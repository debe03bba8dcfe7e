"""End sessions (退出登录) of a person's own, from the list: one of them, or all on every front."""

from dataclasses import dataclass

from domain.identity.account import PhoneAccounts
from domain.identity.app_device import AppDevices
from domain.identity.ports import Sessions
from domain.identity.session import Ended
from domain.identity.visitor import Visitors
from domain.kernel.ids import SessionId
from domain.kernel.party import Acting, Channel
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.leave_account import LeaveAccount


@dataclass(frozen=True, slots=True)
class EndSessions:
    """Refused from the next request on, in every process: each asks the row. A WeChat account is unlinked,
    else it would sign in again by itself."""

    sessions: Sessions
    visitors: Visitors
    leave_account: LeaveAccount
    parties: Parties
    accounts: PhoneAccounts
    devices: AppDevices
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def one(self, acting: Acting, session_id: SessionId) -> None:
        """Raises NotFound, the same for somebody else's, an ended one and an invented one."""
        async with self.atomic():
            await self.parties.hold(acting.person)
            at = self.now()
            running = await self.sessions.running(acting.person, at)
            session = next((one for one in running if one.session_id == session_id), None)
            if session is None:
                raise NotFound(str(session_id))
            why = Ended.SIGNED_OUT if session_id == acting.session else Ended.ENDED_ELSEWHERE
            visitor = session.visitor if session.channel is Channel.MINI_PROGRAM else None
            if visitor is None or not await self.leave_account(visitor, acting.person, why, at):
                session.end(why, at)
                await self.sessions.save(session)
            facts = {"why": str(why), "session": str(session_id)}
            await self.ledger.append(Step("session-ended", acting=acting, facts=facts))

    async def all(self, acting: Acting) -> None:
        """This one, too. Harmless when repeated."""
        async with self.atomic():
            await self.parties.hold(acting.person)
            await self.accounts.of_person(acting.person)  # whoever signs in by a code just now holds theirs
            at = self.now()
            person = await self.parties.by_id(acting.person)
            for visitor in await self.visitors.linked(person.number):
                await self.visitors.unlink(visitor.visitor_id)
            await self.sessions.end_of(acting.person, Ended.SIGNED_OUT, at)
            await self.devices.end_of(acting.person, at)  # those of sessions that ran out, too
            await self.ledger.append(Step("session-ended", acting=acting, facts={"why": "all-signed-out"}))
