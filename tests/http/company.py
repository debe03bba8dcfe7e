"""A construction company that was renamed: three licences with the old name, and its 法定代表人 in WeChat."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.decisions.outside import DocumentKind
from domain.kernel.ids import ItemCode
from domain.kernel.personal import Free
from domain.licences.outside import LicenceFacts
from domain.parties.records import EnterpriseRecord, HolderRecord, ResponsiblePerson, Sourced
from tests.http.hand import Hand, together, yes
from tests.http.town import Town
from tests.http.wechat import CHANGED, FRONT, WechatPhone
from tests.support.house import NOON
from tests.usecases.case_world import JIA
from tests.usecases.start_world import (
    BUILD,
    DESIGN,
    HERE,
    NEW_NAME,
    QINGDAO,
    SUPERVISE,
    TYPES,
    USCC,
    a_licence,
    renamed,
)

ITEMS = (BUILD, DESIGN, SUPERVISE)
PHONE = "19900000777"  # WeChat's own of 甲, on no file of a register


@dataclass
class Company:
    """`phone`: 甲's WeChat; `hand`: the same, acting for the company; `matter`: where the notice leads."""

    town: Town
    phone: WechatPhone
    hand: Hand
    matter: str = ""

    async def get(self, path: str) -> Any:
        return await self.hand.get(f"{FRONT}{path}")

    async def post(self, status: int, path: str, body: object = None, **more: Any) -> Any:
        return await self.hand.post(status, f"{FRONT}{path}", body, **more)

    async def prove(self, *, matter: str = "") -> None:
        """The face again, on the same account."""
        party = self.hand.party
        self.hand = await self.phone.prove(JIA, matter=matter)
        self.hand.party = party

    async def told(self) -> str:
        """The lists are signed and the message is out: the page that it opens."""
        for one in await self.town.sensed():
            await self.town.sign(one)
        await self.town.work()
        page = self.town.wechat.messages.sent[-1].page
        self.matter = page.rpartition("m=")[2]
        return page

    async def arrived(self) -> None:
        """Told, known by face for this matter, and acting for the company."""
        await self.told()
        await self.prove(matter=self.matter)
        parties = (await self.get("/home"))["parties"]
        [self.hand.party] = [one["partyId"] for one in parties if one["name"] == NEW_NAME.reveal()]

    async def begun(self) -> dict[ItemCode, str]:
        """A yes to everything that was shown, the forms filled in: item to case."""
        shown = await self.get(f"/matters/{self.matter}")
        taken = await self.post(201, f"/matters/{self.matter}/answers", yes(shown))
        await self.town.work()
        return {ItemCode(one["itemCode"]): one["caseId"] for one in taken["cases"]}

    async def forms(self) -> Any:
        return await self.get(f"/matters/{self.matter}/forms")

    async def confirmed(self) -> dict[ItemCode, str]:
        """One confirmation; every case is filed."""
        cases = await self.begun()
        await self.post(200, f"/matters/{self.matter}/confirmation", together(await self.forms()))
        await self.town.work()
        return cases

    async def granted(self, item: ItemCode, case: str) -> None:
        """受理, 准予, and the licence in the bank under the new name."""
        town, number = self.town, f"演D2026{ITEMS.index(item):05d}"
        filed = town.approval.filings[case][1]
        town.approval.seal(filed.number, DocumentKind.ACCEPTANCE)
        await town.push(case, "已受理")
        town.approval.seal(filed.number, DocumentKind.GRANTED)
        town.bank.issued[f"1.2.156.3005.2.{number}"] = LicenceFacts(
            licence_type=f"invented-type-{ITEMS.index(item)}",
            name=TYPES[item],
            number=number,
            holder_name=NEW_NAME,
            holder_number=USCC,
            issuer_name="青岛市行政审批局",
            issuer_code=QINGDAO,
            issued_on=date(2026, 11, 23),
            valid_from=date(2026, 11, 23),
            valid_until=date(2029, 1, 19),
        )
        await town.push(case, "办结-准予", licence={"licenceNumber": number})


def led_by_jia(record: HolderRecord) -> HolderRecord:
    return replace(record, responsible=ResponsiblePerson(*JIA, "法定代表人", NOON))


async def a_company(town: Town, *, wants_messages: bool = True) -> Company:
    """In the register instead of the school; 甲 is in the mini-program, known by face."""
    town.register.records.clear()
    for n, item in enumerate(ITEMS, 1):
        record = led_by_jia(a_licence(n, TYPES[item]))
        town.register.records[record.certificate.record_id] = record
    town.enterprises.enterprises[USCC] = EnterpriseRecord(
        number=USCC,
        holder_kind="企业",
        name=Sourced(NEW_NAME, NOON),
        address=Sourced(HERE, NOON),
        business_scope=Sourced(Free("房屋建筑工程施工"), NOON),
        responsible=ResponsiblePerson(*JIA, "法定代表人", NOON),
        contact_phone=None,
        capital_fen=None,
        standing="active",
        as_of=NOON,
    )
    change = renamed()
    town.register.changed[change.change_id] = change
    phone = WechatPhone(town)
    await phone.enter()
    await phone.share_phone(PHONE)
    company = Company(town, phone, await phone.prove(JIA))
    if wants_messages:
        await phone.tap(CHANGED)
    return company
