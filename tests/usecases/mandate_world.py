"""甲子安 speaks for the school and lets 乙丑宁 act for it; clock, register and phones are the test's."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tortoise.connection import get_connection

from adapters.postgres.alerts import PostgresAlerts
from adapters.postgres.sessions import PostgresSessions
from bff.compose.core import Core
from bff.compose.mandates import (
    MandateParts,
    asking_authorities,
    checking_authority,
    kept_mandates,
    mandate_desk,
    remembering_outside,
)
from bff.desks.mandates import MandateDesk
from domain.identity.alert import AlertKind
from domain.identity.check import Purpose
from domain.identity.session import LIFE, Session
from domain.invitations.invitation import Answer
from domain.kernel.authorisation import Authorisation
from domain.kernel.ids import CaseId, IdentityCheckId, ItemCode, MandateId, MatterId, PartyId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import DocumentNumber, PersonName
from domain.mandates.mandate import Act, Mandate, Terms
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.form_view import FormView, form_view
from domain.usecases.mandate_view import MandateView
from domain.usecases.remember_outside_mandate import ToldMandate
from tests.support.house import HandClock
from tests.usecases.case_world import ITEM, LAST_DAY, YI, World, a_matter, case_world

TODAY = date(2026, 11, 23)
BOTH = frozenset(Act)


@dataclass
class Outside:
    """The house of the electronic business licences. `says`: what stands there; None: whatever is asked."""

    stands: bool = True
    asked: int = 0
    says: Authorisation | None = None

    async def authorised(
        self, organisation: DocumentNumber, agent: DocumentNumber, known: Authorisation
    ) -> bool:
        del organisation, agent
        self.asked += 1
        return self.stands and (self.says is None or self.says.upholds(known))


@dataclass
class Mandated:
    """`world`: the school's matter and its desk."""

    world: World
    desk: MandateDesk
    check_authority: CheckAuthority
    outside: Outside

    @property
    def core(self) -> Core:
        return self.world.core

    async def face_for(self, mandate: MandateId, person: PartyId, party: PartyId) -> Acting:
        """A phone on which a face was seen for this one mandate."""
        session, now = SessionId(self.core.new_id()), self.world.clock()
        await PostgresSessions().add(
            Session(
                session,
                person,
                now,
                now + LIFE,
                now,
                None,
                session.bytes,
                session.bytes,
                face_purpose=Purpose.MANDATE,
                face_subject=mandate,
                face_check=IdentityCheckId(self.core.new_id()),
            )
        )
        return Acting(person, party, Level.FACE, Channel.H5, session)

    async def draft(
        self,
        acting: Acting | None = None,
        agent: tuple[PersonName, DocumentNumber] = YI,
        terms: Terms | None = None,
    ) -> MandateView:
        giver = acting or await self.world.phone(self.world.jia)
        key = self.world.key("draft_mandate")
        return await self.desk.draft_mandate(giver, agent[0], agent[1].reveal(), terms or term(), key)

    async def given(
        self, *items: ItemCode, agent: tuple[PersonName, DocumentNumber] = YI, **other: object
    ) -> MandateId:
        """By 甲 for the school, to 乙."""
        drafted = await self.draft(agent=agent, terms=term(*items, **other))
        return await self.confirmed(drafted)

    async def confirmed(self, drafted: MandateView, digest: str = "") -> MandateId:
        mandate = MandateId(drafted.mandate_id)
        giver = await self.face_for(mandate, self.world.jia, self.world.school)
        key = self.world.key("give_mandate")
        await self.desk.give_mandate(giver, mandate, digest or drafted.digest, key)
        return mandate

    async def agent(self, *, matter: MatterId | None = None) -> Acting:
        """乙's phone, for the school."""
        return await self.world.phone(self.world.yi, matter=matter)

    async def kept(self, mandate: MandateId) -> Mandate:
        return await kept_mandates(self.core).by_id(mandate)

    async def confirms(self, acting: Acting, case: CaseId, form: FormView | None = None) -> None:
        """What stands on the form, whoever may read it."""
        read = form or form_view(await self.world.form(case))
        await self.world.desk.confirm_form(
            acting,
            case,
            version=read.version,
            digest=read.digest,
            materials=frozenset(one.key for one in read.materials),
            promise=True,
            request=self.world.key("confirm_form"),
        )

    async def another_matter(self) -> MatterId:
        return await a_matter(self.core, self.world.school, LAST_DAY)

    async def answers(self, acting: Acting, matter: MatterId) -> None:
        """Yes, on a phone whose face was seen for this matter."""
        seen = await self.world.phone(acting.person, acting.party, matter=matter)
        shown = await self.world.desk.read_invitation(seen, matter)
        await self.world.desk.answer_invitation(
            seen,
            matter,
            ((ITEM, Answer.YES),),
            shown_digest=shown.digest,
            promise=True,
            request=self.world.key("answer_invitation"),
        )

    async def fallen(self) -> list[str]:
        """Of which mandates the ledger says that they fell."""
        rows = await self.rows("SELECT facts FROM ledger_entries WHERE kind = 'mandate-fallen'")
        return [row["facts"]["mandate"] for row in rows]

    async def remember(self, told: ToldMandate) -> MandateId:
        """Inside atomic."""
        return await remembering_outside(self.core)(told)

    async def rows(self, query: str) -> list[dict[str, Any]]:
        return await get_connection("default").execute_query_dict(query)

    async def told(self, person: PartyId, kind: AlertKind) -> int:
        return len([one for one in await PostgresAlerts().of(person, size=50) if one.kind is kind])


def term(*items: ItemCode, **other: object) -> Terms:
    """A quarter of a year for the one item, unless the test says something else."""
    wanted: dict[str, object] = {
        "items": items or (ITEM,),
        "acts": BOTH,
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=90),
    }
    return Terms(**{**wanted, **other})  # type: ignore[arg-type] # the test's to get right


async def mandate_world(core: Core, clock: HandClock) -> Mandated:
    outside = Outside()
    world = await case_world(core, clock, outside=outside)
    check = checking_authority(core, asking_authorities(core, world.register), outside)
    desk = mandate_desk(core, MandateParts(world.catalogue, check, in_sandbox=True))
    return Mandated(world, desk, check, outside)
