"""A school with a licence, its director, a stranger and a verifier; the wallet desk on a real database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path

from tortoise.connection import get_connection

from adapters.archive.signature import LEDGER, ArchiveSignature
from adapters.files.checkpoints import CheckpointFile
from adapters.postgres.cases import PostgresCases
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.ratings import PostgresRatings
from bff.compose.core import Core
from bff.compose.mandates import asking_authorities, checking_authority
from bff.compose.wallet import WalletParts, wallet_desk
from bff.desks.wallet import WalletDesk
from domain.cases.case import Case, CaseState
from domain.invitations.invitation import Answer, Invitation, Offer
from domain.kernel.ids import (
    CaseId,
    CaseNumber,
    InvitationId,
    LicenceId,
    MatterId,
    PartyId,
    SessionId,
    VerifierId,
)
from domain.kernel.party import Acting, Channel, Level, Party
from domain.kernel.ports import RequestKey
from domain.licences.outside import LicenceFacts
from domain.matters.matter import Matter, MatterState
from domain.staff.account import VerifierAccount
from domain.usecases.read_wallet import WalletView
from domain.usecases.record_presentation import Shown
from domain.usecases.redeem_presentation import Verified
from tests.fakes.bank import FakeBank
from tests.fakes.limits import FakeLimits
from tests.fakes.ratings import FakeRatings
from tests.fakes.registers import FakeSocialRegister
from tests.support.catalogue import shipped
from tests.support.house import NOON, RING, HandClock, checkpoint_file
from tests.usecases.case_world import ITEM, JIA, LAIXI, ORGANISATION, RECORD, SCHOOL, YI

STEM = "1.2.156.3005.2.11100000MB999900X901.11370285MB9990012C.20220001"
OLD, NEW = f"{STEM}.001.K", f"{STEM}.002.M"
PURPOSE = "年度检查核验证书"
CERTIFICATE = LicenceFacts(
    licence_type="11100000MB999900X901",
    name="民办非企业单位登记证书",
    number="演370285民证字第2022-0001号",
    holder_name=SCHOOL[0],
    holder_number=SCHOOL[1],
    issuer_name="莱西市行政审批局",
    issuer_code=LAIXI,
    issued_on=date(2022, 3, 1),
    valid_from=date(2022, 3, 1),
    valid_until=date(2027, 2, 28),
)


@dataclass
class World:
    core: Core
    clock: HandClock
    desk: WalletDesk
    bank: FakeBank
    province: FakeRatings
    checkpoints: CheckpointFile
    school: Party
    director: Party
    stranger: Party
    keys: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.licences = PostgresLicences(self.core.cipher, self.core.digests)
        self.ratings = PostgresRatings(self.core.cipher)
        self.verifier = VerifierAccount(
            VerifierId(self.core.new_id()), "莱西市虚构教育主管局", "年检窗口", (PURPOSE,)
        )
        self.acting = self.phone(self.director, self.school)

    def phone(self, person: Party, party: Party) -> Acting:
        session = SessionId(self.core.new_id())
        return Acting(person.party_id, party.party_id, Level.PHONE, Channel.H5, session)

    def key(self, text: str = "", *, actor: str = "session") -> RequestKey:
        return RequestKey(actor, "probe", text or f"key-{next(self.keys)}", bytes(32))

    async def wallet(self) -> WalletView:
        return await self.desk.read_wallet(self.acting)

    async def card(self) -> LicenceId:
        """The one card of the wallet."""
        [card] = (await self.wallet()).cards
        return LicenceId(card.licence_id)

    async def show(self, licence: LicenceId | None = None, *, key: str = "") -> Shown:
        return await self.desk.present_licence(self.acting, licence or await self.card(), self.key(key))

    async def verify(self, code: str, *, key: str = "") -> Verified:
        return await self.desk.verify_presentation(self.verifier, code, PURPOSE, self.key(key))

    async def case(self, state: CaseState, *, tail: str = "", party: PartyId | None = None) -> CaseId:
        """A case for the renewal of the school's certificate, as far as `state`."""
        core, holder = self.core, party or self.school.party_id
        matter, case = MatterId(core.new_id()), CaseId(core.new_id())
        day = date(2027, 2, 28)
        offer = Offer(ITEM, "r000018", LAIXI, day, day, "minban@1", core.now(), Answer.YES, tail)
        invitation = Invitation(
            InvitationId(core.new_id()), matter, holder, [offer], "invitation-1", core.now()
        )
        async with core.atomic():
            await PostgresMatters().add(
                Matter(matter, holder, f"e-{matter}", MatterState.UNDER_WAY, 1, core.now())
            )
            await PostgresInvitations(core.new_id).add(invitation)
            await PostgresCases().add(
                Case(
                    case,
                    matter,
                    ITEM,
                    holder,
                    self.director.party_id,
                    "负责人",
                    state,
                    core.now(),
                    number=CaseNumber(f"N-{case.hex[-8:]}"),
                    accepted_at=core.now(),
                )
            )
        return case

    def renewed(self) -> None:
        """The bank has a later version of the certificate, and lists only that."""
        self.bank.issued[NEW] = replace(
            CERTIFICATE, valid_from=date(2027, 3, 1), valid_until=date(2032, 2, 29)
        )
        self.bank.superseded.add(OLD)

    async def steps(self) -> list[str]:
        """The kinds of all ledger entries, oldest first within their chains."""
        rows = await get_connection("default").execute_query_dict(
            "SELECT kind FROM ledger_entries ORDER BY id"
        )
        return [row["kind"] for row in rows]


async def wallet_world(core: Core, clock: HandClock, folder: Path) -> World:
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    async with core.atomic():
        director = await parties.remember_person(*JIA)
        stranger = await parties.remember_person(*YI)
        school = await parties.remember_organisation(*SCHOOL, holder_kind="民办非企业单位")
    bank, province = FakeBank(clock, {OLD: CERTIFICATE}), FakeRatings()
    checkpoints = checkpoint_file(folder / "checkpoints.jsonl", clock)
    ask = asking_authorities(core, FakeSocialRegister({RECORD: ORGANISATION}, NOON))
    desk = wallet_desk(
        core,
        WalletParts(
            bank,
            province,
            FakeLimits(),
            shipped(),
            checkpoints,
            ArchiveSignature(RING.checkpoint_key, LEDGER),
            checking_authority(core, ask),
        ),
    )
    return World(core, clock, desk, bank, province, checkpoints, school, director, stranger)
