"""Two invented people, an organisation one of them speaks for, and the identity desk on a real database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from adapters.files.calendar_csv import CalendarFile
from adapters.files.consents import WECHAT, ConsentFile
from adapters.files.counters import CountersFile
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.tokens.es256 import Es256AccessTokens
from bff.compose.core import Core
from bff.compose.identity import IdentityParts, identity_desk
from bff.compose.sessions import session_desk
from bff.desks.identity import IdentityDesk
from bff.desks.sessions import SessionDesk
from domain.identity.check import Purpose, Verifier
from domain.identity.faces import Faces
from domain.identity.outside import Cause, FaceVerifier
from domain.identity.session import UNKNOWN_DEVICE, Device
from domain.invitations.code import AddressCode
from domain.invitations.invitation import Code, Invitation, Offer
from domain.kernel.ids import InvitationId, ItemCode, MatterId, PartyId
from domain.kernel.party import Acting, Channel
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.ports import RequestKey
from domain.matters.matter import Matter, MatterState
from domain.parties.records import ResponsiblePerson
from domain.usecases.claim_identity_check import Applicant, return_ticket
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.open_identity_check import CheckOpened, CheckRequest
from domain.usecases.tell_person import TEMPLATE
from domain.usecases.tell_session import SessionTold
from tests.fakes.face import FakeFace
from tests.fakes.limits import FakeLimits
from tests.fakes.registers import FakeSocialRegister
from tests.fakes.sms import FakeSms
from tests.fakes.wechat import FakeMiniProgram
from tests.support.house import NOON, RING, HandClock
from tests.usecases.notice_world import a_record

JIA, JIA_NUMBER = "甲子安", "370285196001059983"
YI, YI_NUMBER = "乙丑宁", "999999190001010007"
CHILD_NUMBER = "999999201301010026"
SCHOOL = replace(
    a_record(1),
    responsible=ResponsiblePerson(PersonName(JIA), DocumentNumber(JIA_NUMBER), "负责人", NOON),
)
META = '{"deviceType":"h5"}'
ADDRESS = "198.51.100.7"
PUBLIC = "https://palm.invalid"
LAST_DAY = date(2026, 12, 21)


@dataclass(frozen=True)
class World:
    core: Core
    clock: HandClock
    face: FakeFace
    wechat_face: FakeFace
    mini_program: FakeMiniProgram
    register: FakeSocialRegister
    limits: FakeLimits
    tokens: Es256AccessTokens
    desk: IdentityDesk
    sessions: SessionDesk
    sms: FakeSms
    keys: Iterator[int]

    async def open(
        self,
        name: str = YI,
        number: str = YI_NUMBER,
        *,
        key: str = "",
        consent: str = "face-2026-11-22",
        agreed: bool = True,
        address: str = ADDRESS,
        code: str | None = None,
        matter: MatterId | None = None,
        acting: Acting | None = None,
        purpose: Purpose | None = None,
    ) -> CheckOpened:
        request = RequestKey("public", "open_identity_check", key or f"key-{next(self.keys)}", bytes(32))
        asked = CheckRequest(
            Applicant(PersonName(name), number, consent, agreed),
            meta_info=META,
            address=address,
            code=code,
            matter=matter,
            acting=acting,
            purpose=purpose,
        )
        return await self.desk.open_identity_check(request, asked)

    def stand_before_the_camera(self, cause: Cause = "") -> None:
        """Whoever opened the last check at the vendor."""
        self.face.finish(next(reversed(self.face.checks)), cause)

    async def finish(
        self, opened: CheckOpened, device: Device = UNKNOWN_DEVICE
    ) -> CheckPending | CheckFailed | SessionTold:
        ticket = return_ticket(self.core.digests, opened.resume_token)
        return await self.desk.finish_identity_check(opened.check_id, opened.resume_token, ticket, device)

    async def sign_in(
        self,
        name: str = YI,
        number: str = YI_NUMBER,
        *,
        code: str | None = None,
        matter: MatterId | None = None,
        acting: Acting | None = None,
        purpose: Purpose | None = None,
        device: Device = UNKNOWN_DEVICE,
    ) -> SessionTold:
        opened = await self.open(name, number, code=code, matter=matter, acting=acting, purpose=purpose)
        self.stand_before_the_camera()
        told = await self.finish(opened, device)
        assert isinstance(told, SessionTold)
        return told

    async def acting(self, told: SessionTold, party: PartyId | None = None) -> Acting:
        """What the guard makes of a bearer token and an Acting-For header."""
        known = await self.desk.recognise_person(told.access_token)
        return Acting(
            known.person,
            party or known.person,
            known.level,
            Channel.H5,
            known.session,
            device=known.device,
            check=known.check,
        )

    def device(self, secret: str, words: str = "安卓手机 · 微信") -> Device:
        return self.sessions.name_device(secret.ljust(22, "0"), words)

    async def school(self) -> PartyId:
        """The organisation, as sensing met it."""
        certificate = SCHOOL.certificate
        parties = PostgresParties(self.core.cipher, self.core.digests, self.clock, self.core.new_id)
        async with self.core.atomic():
            party = await parties.remember_organisation(
                OrganisationName(certificate.holder_name.reveal()),
                certificate.holder_number,
                holder_kind=certificate.holder_kind,
            )
        return party.party_id

    async def invited(self) -> tuple[MatterId, str]:
        """A matter of the school's, and the code of its message."""
        holder = await self.school()
        matter = MatterId(self.core.new_id())
        code = AddressCode.mint(self.core.randomness.below)
        offer = Offer(ItemCode("minban-renewal"), "r000001", "370285", LAST_DAY, LAST_DAY, "r@1", NOON)
        invitation = Invitation(InvitationId(self.core.new_id()), matter, holder, [offer], "v1", NOON)
        invitations = PostgresInvitations(self.core.new_id)
        async with self.core.atomic():
            event = f"probe-{matter}"
            await PostgresMatters().add(Matter(matter, holder, event, MatterState.INVITED, 0, NOON))
            await invitations.add(invitation)
            kept = Code(code.kept_as(self.core.digests), invitation.invitation_id, LAST_DAY)
            await invitations.add_code(kept)
        return matter, str(code)

    def nobody_speaks_for_the_school(self) -> None:
        self.register.records.clear()


def identity_world(
    core: Core,
    clock: HandClock,
    more: Mapping[Verifier, FaceVerifier] | None = None,
    *,
    is_pushing: bool = False,
) -> World:
    """`more`: vendors of the phone page behind the first; `is_pushing`: whether the city pushes to apps."""
    face, limits = FakeFace(clock), FakeLimits()
    wechat_face, mini_program = FakeFace(clock), FakeMiniProgram()
    register = FakeSocialRegister({SCHOOL.certificate.record_id: SCHOOL}, NOON)
    tokens = Es256AccessTokens(RING, clock)
    parts = IdentityParts(
        faces=Faces(
            {Verifier.ALIYUN: face, Verifier.WECHAT: wechat_face, **(more or {})},
            (Verifier.ALIYUN, *(more or {}), Verifier.WECHAT),
        ),
        mini_program=mini_program,
        social_register=register,
        limits=limits,
        tokens=tokens,
        consent_texts=ConsentFile(),
        wechat_consent_texts=ConsentFile(shipped_as=WECHAT),
        counters=CountersFile(),
        calendars=CalendarFile(),
        public_url=PUBLIC,
    )
    desk, sms = identity_desk(core, parts), FakeSms(clock, {TEMPLATE: "安全提醒：${time}，${what}。"})
    sessions = session_desk(core, sms, tokens, is_pushing=is_pushing)
    return World(
        core, clock, face, wechat_face, mini_program, register, limits, tokens, desk, sessions, sms, count()
    )
