"""Two houses to sign in at, beside the identity desk, on a real database."""

from dataclasses import dataclass
from datetime import date, timedelta

from bff.compose.core import Core
from bff.compose.outside_sign_in import OutsideSignInParts, outside_sign_in_desk
from bff.desks.outside_sign_in import OutsideSignInDesk
from domain.identity.outside_sign_in import LicenceHolder, Subject, Ticket, Way
from domain.identity.session import Device
from domain.kernel.authorisation import Authorisation
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.usecases.tell_session import SessionTold
from tests.fakes.people import (
    FakeBusinessLicences,
    FakeUnifiedIdentity,
    business_licences,
    state_in,
    unified_identity,
)
from tests.support.house import HandClock
from tests.usecases.identity_world import JIA, JIA_NUMBER, YI, YI_NUMBER, World, identity_world

LINE = "198.51.100.7"
BOOKSHOP, BOOKSHOP_CODE = "平度市虚构书香书店有限公司", "91370283MA990001X3"


@dataclass(frozen=True)
class OutsideWorld:
    world: World
    unified: FakeUnifiedIdentity
    licences: FakeBusinessLicences
    desk: OutsideSignInDesk

    @property
    def mine(self) -> Device:
        return self.world.device("mine")

    @property
    def theirs(self) -> Device:
        return self.world.device("theirs")

    async def leave(
        self, device: Device | None = None, way: Way = Way.UNIFIED_IDENTITY, line: str = LINE
    ) -> str:
        """The address of the other house's page."""
        begun = await self.desk.begin_outside_sign_in(way, address=line, device=device or self.mine)
        return begun.url

    async def come_back(
        self,
        url: str,
        ticket: Ticket,
        device: Device | None = None,
        *,
        line: str = LINE,
        notice: str | None = None,
    ) -> SessionTold:
        return await self.desk.sign_in_by_unified_identity(
            ticket, state_in(url), address=line, device=device or self.mine, notice=notice
        )

    async def sign_in(self, subject: Subject | None = None, *, notice: str | None = None) -> SessionTold:
        url = await self.leave()
        return await self.come_back(url, self.unified.agree(url, subject or person()), notice=notice)

    async def sign_in_with(self, holder: LicenceHolder) -> SessionTold:
        """By the business licence on their phone."""
        url = await self.leave(way=Way.BUSINESS_LICENCE)
        ticket = self.licences.agree(url, holder)
        return await self.desk.sign_in_by_business_licence(
            ticket, state_in(url), address=LINE, device=self.mine
        )


def person(
    name: str = JIA, number: str = JIA_NUMBER, *, is_person: bool = True, is_real_name: bool = True
) -> Subject:
    return Subject(PersonName(name), DocumentNumber(number), is_person, is_real_name)


def holder(
    name: str = YI,
    number: str = YI_NUMBER,
    *,
    code: str = BOOKSHOP_CODE,
    given: Authorisation | None = None,
) -> LicenceHolder:
    return LicenceHolder(
        PersonName(name),
        DocumentNumber(number),
        OrganisationName(BOOKSHOP),
        DocumentNumber(code),
        "企业",
        given,
    )


def allowed(until: date, *items: str, reference: str = "EA-00000001") -> Authorisation:
    """For these items; without any, for every one."""
    return Authorisation(reference, items or None, until)


def outside_world(core: Core, clock: HandClock) -> OutsideWorld:
    world = identity_world(core, clock)
    unified, licences = unified_identity(clock), business_licences(clock)
    parts = OutsideSignInParts(
        unified, licences, world.register, world.limits, world.tokens, world.desk.check_authority
    )
    return OutsideWorld(world, unified, licences, outside_sign_in_desk(core, parts))


MINUTE = timedelta(minutes=1)
