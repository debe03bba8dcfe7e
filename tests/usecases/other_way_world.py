"""The desk of the other ways beside the identity desk: a bank, a network service, and a phone in a hand."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from adapters.postgres.rows.core import LedgerEntryRow
from bff.compose.core import Core
from bff.compose.other_ways import OtherWayParts, other_way_desk
from bff.desks.other_ways import OtherWayDesk
from domain.identity.check import Purpose
from domain.identity.other_way import BankProof, NetworkProof, NetworkToken, Proof, Way, bank_card
from domain.identity.session import UNKNOWN_DEVICE, Device
from domain.kernel.ids import MatterId
from domain.kernel.party import Acting
from domain.kernel.personal import PersonName
from domain.kernel.ports import RequestKey
from domain.usecases.claim_identity_check import Applicant
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.open_identity_check import CheckRequest
from domain.usecases.open_other_way import OtherWayOpened
from domain.usecases.tell_session import SessionTold
from tests.fakes.proofs import FakeBankElements, FakeNetworkIdentity
from tests.fakes.sms import FakeSms
from tests.support.house import HandClock
from tests.usecases.identity_world import ADDRESS, PUBLIC, YI, YI_NUMBER, World, identity_world
from tests.usecases.sign_in_world import NeverTwice

PHONE, OTHER_PHONE = "19900000171", "19900000172"
CARD, OTHER_CARD = "9900000000000010", "9900000000000028"
SIX = re.compile(r"(?<!\d)\d{6}(?!\d)")
CONSENTS = {Way.BANK: "bank-2026-11-22", Way.NETWORK: "network-2026-11-22"}


@dataclass(frozen=True)
class OtherWayWorld:
    world: World
    bank: FakeBankElements
    network: FakeNetworkIdentity
    sms: FakeSms
    desk: OtherWayDesk

    async def open(
        self,
        way: Way = Way.BANK,
        name: str = YI,
        number: str = YI_NUMBER,
        *,
        key: str = "",
        consent: str = "",
        agreed: bool = True,
        address: str = ADDRESS,
        matter: MatterId | None = None,
        acting: Acting | None = None,
        purpose: Purpose | None = None,
    ) -> OtherWayOpened:
        request = RequestKey("public", "open_other_way", key or f"way-{next(self.world.keys)}", bytes(32))
        asked = CheckRequest(
            Applicant(PersonName(name), number, consent or CONSENTS[way], agreed),
            meta_info="",
            address=address,
            matter=matter,
            acting=acting,
            purpose=purpose,
        )
        return await self.desk.open_other_way(request, way, asked)

    async def code(self, opened: OtherWayOpened, phone: str = PHONE) -> str:
        """The digits of the message to that number."""
        assert await self.desk.send_check_code(opened.check_id, opened.resume_token, phone, address=ADDRESS)
        texts = [one.wording for one in self.sms.sent if one.to.reveal() == phone]
        return str(SIX.findall(texts[-1])[0])

    async def finish(
        self,
        opened: OtherWayOpened,
        proof: Proof | None = None,
        *,
        address: str = ADDRESS,
        device: Device = UNKNOWN_DEVICE,
    ) -> CheckPending | CheckFailed | SessionTold:
        return await self.desk.finish_other_way(
            opened.check_id, opened.resume_token, proof, address=address, device=device
        )

    def typed(self, code: str, card: str = CARD, phone: str = PHONE) -> BankProof:
        return BankProof(bank_card(card), phone, code)

    def confirmed(self, opened: OtherWayOpened, name: str = YI, number: str = YI_NUMBER) -> NetworkProof:
        """The person said yes in their app, and their browser is back with a token."""
        biz_no = urlsplit(opened.page_url).path.strip("/")
        return NetworkProof(NetworkToken(self.network.confirm(biz_no, name, number)))

    async def by_bank(self, *, device: Device = UNKNOWN_DEVICE, **more: Any) -> SessionTold:
        opened = await self.open(**more)
        told = await self.finish(opened, self.typed(await self.code(opened)), device=device)
        assert isinstance(told, SessionTold), told
        return told

    async def by_network(self, **more: Any) -> SessionTold:
        opened = await self.open(Way.NETWORK, **more)
        told = await self.finish(opened, self.confirmed(opened))
        assert isinstance(told, SessionTold), told
        return told


def other_way_world(
    core: Core, clock: HandClock, *, has_bank: bool = True, has_network: bool = True
) -> OtherWayWorld:
    core = replace(core, randomness=NeverTwice())
    world = identity_world(core, clock)
    bank = FakeBankElements({CARD: (YI, YI_NUMBER, PHONE)})
    network = FakeNetworkIdentity()
    sms = FakeSms(clock, {"proof-code": "您正在用银行卡核验本人身份，验证码是${code}，五分钟内有效。"})
    parts = OtherWayParts(
        bank=bank if has_bank else None,
        network=network if has_network else None,
        sms=sms,
        limits=world.limits,
        public_url=PUBLIC,
        code_budget=2000,
    )
    return OtherWayWorld(world, bank, network, sms, other_way_desk(core, parts, world.desk))


def way_back(opened: OtherWayOpened) -> str:
    return parse_qs(urlsplit(opened.page_url.replace("#", "%23")).query)["returnUrl"][0]


async def passed(here: OtherWayWorld, way: Way, **more: Any) -> SessionTold:
    return await (here.by_bank(**more) if way is Way.BANK else here.by_network(**more))


async def entries(kind: str) -> list[LedgerEntryRow]:
    return await LedgerEntryRow.filter(kind=kind).order_by("id")
