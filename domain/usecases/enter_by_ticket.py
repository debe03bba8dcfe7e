"""Enter the page by a ticket (凭票进入网页): a session inside the mini-program's, and no surer than it."""

from dataclasses import dataclass, field

from domain.identity.ports import AccessTokens, Claims, Sessions
from domain.identity.session import ACCESS, UNKNOWN_DEVICE, Device, FaceSeen, Session
from domain.identity.visitor import Visitors
from domain.identity.web_view import TicketRefused, WebViewTickets
from domain.kernel.ids import SessionId
from domain.kernel.party import Acting, Channel
from domain.kernel.ports import Atomic, Clock, Digests
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.issue_web_view_ticket import TICKET
from domain.usecases.start_session import StartSession
from domain.usecases.tell_session import SessionTold


@dataclass(frozen=True, slots=True)
class Entered:
    """`path`: the page the ticket was asked for."""

    told: SessionTold = field(repr=False)
    path: str


@dataclass(frozen=True, slots=True)
class EnterByTicket:
    """It ends with the account's sign-out in the mini-program, and with whatever ends that from elsewhere.

    Entries are not counted by line: nobody guesses 256 bits, and a hall's Wi-Fi is one line for all in it.
    """

    tickets: WebViewTickets
    sessions: Sessions
    visitors: Visitors
    parties: Parties
    start_session: StartSession
    tokens: AccessTokens
    ledger: Ledger
    digests: Digests
    atomic: Atomic
    now: Clock

    async def __call__(self, ticket: str, *, device: Device = UNKNOWN_DEVICE) -> Entered:
        """Of many at once one enters.

        Raises TicketRefused, Unavailable.
        """
        kept = await self.tickets.take(self.digests.keyed(TICKET, ticket))
        if kept is None:
            raise TicketRefused
        async with self.atomic():
            session, token = await self._begin(kept.session, device)
        now = self.now()
        expires_at = min(now + ACCESS, session.ends_at)
        told = SessionTold(
            self.tokens.issue(Claims(session.session_id, session.person, expires_at)),
            expires_at,
            session.level(now),
            (await self.parties.by_id(session.person)).name.masked(),
            token,
            int((session.ends_at - now).total_seconds()),
            None,
        )
        return Entered(told, kept.path)

    async def _begin(self, within: SessionId, device: Device) -> tuple[Session, str]:
        parent = await self.sessions.by_id(within)
        if parent is None or parent.channel is not Channel.MINI_PROGRAM:
            raise TicketRefused
        await self.parties.hold(parent.person)
        if parent.visitor is not None:
            await self.visitors.take(parent.visitor)
        session, token = await self.start_session.within(parent, _face(parent), device)
        acting = Acting(
            session.person,
            session.person,
            session.level(self.now()),
            session.channel,
            session.session_id,
            device=session.device,
        )
        facts = {"method": str(session.method), "within": str(parent.session_id)}
        await self.ledger.append(Step("signed-in", acting=acting, facts=facts))
        # Looked at behind the person's row: whoever signs out there now waits for us and ends this one too,
        # or has ended the parent already
        if not await self._stands(within):
            raise TicketRefused
        return session, token

    async def _stands(self, within: SessionId) -> bool:
        parent = await self.sessions.by_id(within)
        if parent is None or parent.visitor is None or not parent.is_live(self.now()):
            return False
        account = await self.visitors.by_id(parent.visitor)
        return account is not None and account.person == parent.person


def _face(parent: Session) -> FaceSeen | None:
    """The same face, as old as it is, for the one thing it counts for."""
    if parent.face_at is None or parent.face_purpose is None:
        return None
    return FaceSeen(
        parent.face_at, parent.face_purpose, parent.face_matter, parent.face_subject, parent.face_check
    )
