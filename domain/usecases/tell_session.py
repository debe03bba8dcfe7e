"""Tell a person the session that their check opened: a fresh access token, their name, and where to go."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from domain.identity.check import IdentityCheck
from domain.identity.ports import AccessTokens, Claims, Sessions
from domain.identity.session import ACCESS, Session, SessionEnded
from domain.kernel.ids import MatterId, PartyId
from domain.kernel.party import Level
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable
from domain.matters.ports import Matters
from domain.parties.ports import Parties
from domain.usecases.ask_authorities import AskAuthorities


@dataclass(frozen=True, slots=True)
class SessionTold:
    """`name` is masked; `matter` only for somebody who may act for its holder."""

    access_token: str = field(repr=False)
    expires_at: datetime
    level: Level
    name: str
    refresh_token: str = field(repr=False)
    refresh_seconds: int
    matter: MatterId | None


@dataclass(frozen=True, slots=True)
class TellSession:
    sessions: Sessions
    parties: Parties
    matters: Matters
    ask_authorities: AskAuthorities
    tokens: AccessTokens
    now: Clock

    async def __call__(self, check: IdentityCheck) -> SessionTold:
        """Outside atomic. Raises SessionEnded when they signed out meanwhile."""
        now = self.now()
        session = await self.sessions.by_id(check.session) if check.session else None
        if session is None or not session.is_live(now):
            raise SessionEnded(str(check.check_id))
        expires_at = min(now + ACCESS, session.ends_at)
        person = await self.parties.by_id(session.person)
        return SessionTold(
            self.tokens.issue(Claims(session.session_id, session.person, expires_at, session.channel)),
            expires_at,
            session.level(now),
            person.name.masked(),
            check.refresh_token,
            int((session.ends_at - now).total_seconds()),
            await self._matter(check, session),
        )

    async def _matter(self, check: IdentityCheck, session: Session) -> MatterId | None:
        """The register is asked about everybody, code or no code: time tells nobody apart."""
        mine: set[PartyId] = {session.person}
        with suppress(Refused, Unavailable):  # they find it on the first screen once the register answers
            mine |= {authority.party for authority in await self.ask_authorities(session.person)}
        if check.matter is None:
            return None
        holder = (await self.matters.by_id(check.matter)).holder
        return check.matter if holder in mine else None
