"""Enter from another house: the person it names, as themselves, in a session of the PHONE level."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.clock.clock import beijing_date
from domain.identity.check import AnotherDocument, FaceForAdults, is_minor
from domain.identity.outside_sign_in import SYSTEMS, OutsideSignIn, OutsideSignIns, Way
from domain.identity.ports import AccessTokens, Claims
from domain.identity.session import ACCESS, Device, Method
from domain.kernel.identifiers import IdentifierInvalid, resident_id
from domain.kernel.ids import MatterId
from domain.kernel.names import NameImpossible, person_name
from domain.kernel.party import Acting, Level, Party
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Unavailable
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.lead_to_matter import LeadToMatter
from domain.usecases.start_session import StartSession
from domain.usecases.tell_session import SessionTold

METHODS = {Way.UNIFIED_IDENTITY: Method.UNIFIED_IDENTITY, Way.BUSINESS_LICENCE: Method.BUSINESS_LICENCE}


@dataclass(frozen=True, slots=True)
class EnterFromOutside:
    """Person, session, entry, and what comes with them, or none."""

    sign_ins: OutsideSignIns
    parties: Parties
    start_session: StartSession
    tokens: AccessTokens
    lead_to_matter: LeadToMatter
    ledger: Ledger
    atomic: Atomic
    now: Clock

    def judged(self, number: DocumentNumber) -> DocumentNumber:
        """An adult's resident number, normalised. Raises AnotherDocument, FaceForAdults."""
        today = beijing_date(self.now())
        try:
            judged = resident_id(number.reveal(), today)
        except IdentifierInvalid:
            raise AnotherDocument(needs="counter") from None
        if is_minor(judged, today):
            raise FaceForAdults(needs="counter")
        return judged

    async def __call__(
        self,
        sign_in: OutsideSignIn,
        name: PersonName,
        number: DocumentNumber,
        *,
        device: Device,
        matter: MatterId | None,
        then: Callable[[Acting], Awaitable[None]] | None = None,
    ) -> SessionTold:
        """`number`: judged; `matter`: what their notice leads to; `then`: more of the same transaction.

        Raises Unavailable for what can be no name.
        """
        method = METHODS[sign_in.way]
        try:
            told = person_name(name.reveal())
        except NameImpossible:
            raise Unavailable(SYSTEMS[sign_in.way], "name-unclear") from None  # theirs to mend
        async with self.atomic():
            # nothing of ours is sure of this name: who is known keeps the one registers are asked by
            person: Party = await self.parties.meet_person(told, number)
            session, refresh_token = await self.start_session(person.party_id, method=method, device=device)
            acting = Acting(
                person.party_id,
                person.party_id,
                Level.PHONE,
                session.channel,
                session.session_id,
                device=session.device,
            )
            await self.ledger.append(Step("signed-in", acting=acting, facts={"method": str(method)}))
            if then is not None:
                await then(acting)
            sign_in.session = session.session_id
            await self.sign_ins.save(sign_in)
        now = self.now()
        expires_at = min(now + ACCESS, session.ends_at)
        return SessionTold(
            self.tokens.issue(Claims(session.session_id, session.person, expires_at)),
            expires_at,
            session.level(now),
            person.name.masked(),
            refresh_token,
            int((session.ends_at - now).total_seconds()),
            await self.lead_to_matter(matter, session.person),
        )
