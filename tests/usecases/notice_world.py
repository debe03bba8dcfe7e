"""A register of invented organisations, an operator in memory, and the desks that tell holders."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from tortoise.connection import get_connection

from adapters.files.calendar_csv import CalendarFile
from adapters.files.counters import CountersFile
from bff.compose.calls import CallParts, call_desk
from bff.compose.core import Core
from bff.compose.mandates import asking_authorities, checking_authority
from bff.compose.notices import notice_desk
from bff.compose.sensing import sensing_desk
from bff.compose.staff import staff_desk
from bff.compose.telling import MoreWays
from bff.desks.calls import CallDesk
from bff.desks.notices import NoticeDesk
from bff.desks.sensing import SensingDesk
from bff.desks.staff import StaffDesk
from domain.catalogue.ports import Catalogue
from domain.invitations.outside import SmsSender
from domain.invitations.quiet import QuietHours
from domain.kernel.ids import FindingId, NoticeId, PushListId
from domain.kernel.party import Channel
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.kernel.ports import RequestKey
from domain.parties.records import CertificateRow, HolderRecord, ResponsiblePerson, Sourced
from domain.staff.account import Role, StaffAccount
from domain.usecases.decide_push_list import Decision
from domain.usecases.describe_push_list import PushListView
from domain.usecases.hand_over_notice import Ways
from domain.usecases.send_notice import SendNotice
from domain.usecases.tell_by_text import TellByText
from domain.usecases.tell_holder import HAPPENED
from tests.fakes.holder_register import FakeHolderRegister
from tests.fakes.limits import FakeLimits
from tests.fakes.sms import FakeSms, FakeSmsCallbacks
from tests.fakes.wechat import FakeMessages, FakeTemplate, FakeWechatCallbacks
from tests.support.catalogue import Concerned, shipped
from tests.support.house import NOON, HandClock, jobs_deferred
from tests.support.sensing import RememberedEngine, RememberedQuestions, RememberedSnapshots
from tests.support.staff import cheap_passwords

ITEMS = Path(__file__).parents[2] / "domain" / "catalogue" / "items"
LAIXI, JIMO = "11370285MB9990012C", "11370215MB99900388"
ENDS, LAST_DAY = date(2027, 1, 20), date(2026, 12, 21)
WORDS = "您好，${org}的${item}即将到期，可于${day}前申请办理。请打开掌上办，输入办理码${code}查看。"
SECRET = "invented-path-secret-0001"
CASE_WORDS = "您申办的${item}有新的办理通知（${what}），请于${day}前打开掌上办，输入办理码${code}查看。"
CHANGE_WORDS = (
    "您好，${org}的登记信息已变更，有${n}本证照可于${day}前申请变更。请打开掌上办，输入办理码${code}查看。"
)
_FIELDS = (("thing1", "单位", "${org}"), ("date2", "最晚申请", "${date}"))
TEMPLATES = {
    "renewal-due": FakeTemplate("invented-template-due", "证照到期提醒", _FIELDS),
    "registration-changed": FakeTemplate("invented-template-changed", "证照变更提醒", _FIELDS),
    "supplement-asked": FakeTemplate("invented-template-due", "办理通知", _FIELDS),
}


def a_record(n: int, **differences: object) -> HolderRecord:
    """Organisation `n` of Laixi, whose certificate ends on ENDS; differences are of its certificate."""
    certificate = CertificateRow(
        record_id=f"r{n:06d}",
        holder_number=DocumentNumber(f"52370285MJ99{n:04d}0X"),
        holder_name=OrganisationName(f"莱西市虚构第{n}学校"),
        holder_kind="民办非企业单位",
        issuing_body_code=LAIXI,
        issuing_body_name="莱西市行政审批局",
        licence_number=f"演370285民证字第2022-{n:04d}号",
        licence_type="901",
        valid_from=date(2022, 1, 20),
        valid_until=ENDS,
        status="valid",
        originals=1,
        duplicates=2,
        updated_at=NOON,
    )
    return HolderRecord(
        certificate=replace(certificate, **differences),  # type: ignore[arg-type] # the test's to get right
        responsible=ResponsiblePerson(
            PersonName("甲子安"), DocumentNumber("370285196001059982"), "负责人", NOON
        ),
        contact_phone=Phone(f"1990000{n:04d}"),
        name=Sourced(certificate.holder_name, NOON),
        address=Sourced(Address("山东省青岛市莱西市虚构路18号"), NOON),
        business_scope=Sourced(Free("音乐、舞蹈、美术培训"), NOON),
        supervising_unit=Sourced(Free("莱西市虚构教育主管局"), NOON),
        funds_fen=3_000_000,
        as_of=NOON,
    )


@dataclass(frozen=True)
class World:
    core: Core
    clock: HandClock
    register: FakeHolderRegister
    sms: FakeSms
    messages: FakeMessages
    limits: FakeLimits
    desk: NoticeDesk
    calls: CallDesk
    sensing: SensingDesk
    staff: StaffDesk
    preparer: StaffAccount
    signer: StaffAccount

    def knows(self, *records: HolderRecord) -> None:
        self.register.records.update({record.certificate.record_id: record for record in records})

    async def sense(self) -> PushListId | None:
        """A snapshot and the one list it leads to."""
        await self.sensing.take_snapshot()
        made = [one.push_list for one in await self.sensing.prepare_push_list(self.preparer)]
        lists = [one for one in made if one is not None]
        assert len(lists) <= 1
        return lists[0] if lists else None

    async def listed(self) -> PushListId:
        made = await self.sense()
        assert made is not None
        return made

    async def decide(
        self, push_list: PushListId, decision: Decision = Decision.SIGN, *, key: str = "k1", note: str = ""
    ) -> PushListView:
        return await self.desk.decide_push_list(
            self.signer,
            push_list,
            decision,
            digest=await self.read_digest(push_list),
            note=note,
            request=RequestKey(str(self.signer.staff_id), "decide_push_list", key, bytes(32)),
        )

    async def read_digest(self, push_list: PushListId) -> str:
        """What stands on the list that somebody reads before deciding."""
        return (await self.desk.read_push_list(push_list)).digest

    async def signed(self, *records: HolderRecord) -> list[FindingId]:
        """Findings ready to be told."""
        self.knows(*records)
        await self.decide(await self.listed())
        return [FindingId(ref) for ref in await refs("invite-holder")]

    async def queued(self, *records: HolderRecord) -> list[NoticeId]:
        """Notices ready to be sent."""
        for finding in await self.signed(*records):
            await self.desk.invite_holder(finding)
        return [NoticeId(ref) for ref in await refs("send-notice")]

    async def address_all(self) -> None:
        """What the worker would do with every job that addresses a drafted notice."""
        for ref in dict.fromkeys(await refs("address-notice")):
            await self.desk.address_notice(NoticeId(ref))

    async def send_all(self) -> None:
        """What the worker would do with every job that sends."""
        for ref in dict.fromkeys(await refs("send-notice")):
            await self.desk.send_notice(NoticeId(ref))

    async def ask_all(self) -> None:
        """And with every job that asks after a message."""
        for ref in dict.fromkeys(await refs("ask-after-notice")):
            await self.desk.ask_after_notice(NoticeId(ref))

    async def read_inbox(self) -> None:
        """And with every stored callback."""
        for name, arguments in await jobs_deferred():
            if name == "read-inbox":
                message = UUID(arguments["message_id"])
                if arguments["source"] == "aliyun-sms-report":
                    await self.desk.record_delivery_report(message)
                elif arguments["source"] == "wechat-event":
                    await self.desk.record_wechat_event(message)
                else:
                    await self.desk.record_reply(message)


NO_MORE = MoreWays()


async def a_world(
    core: Core,
    clock: HandClock,
    folder: Path,
    *,
    quiet: bool = False,
    in_sandbox: bool = True,
    more_ways: MoreWays = NO_MORE,
) -> World:
    register = FakeHolderRegister({}, NOON)
    words = {
        "renewal-due": WORDS,
        "registration-changed": CHANGE_WORDS,
        **dict.fromkeys(HAPPENED, CASE_WORDS),
    }
    sms, messages, limits = FakeSms(clock, words), FakeMessages(TEMPLATES), FakeLimits()
    catalogue = shipped()
    staff = staff_desk(core, limits, cheap_passwords(), catalogue)
    preparer, _ = await staff.add_staff("business-1", "审批一科甲", frozenset({Role.BUSINESS}))
    signer, _ = await staff.add_staff("chief-1", "审批一科乙", frozenset({Role.CHIEF}))
    return World(
        core=core,
        clock=clock,
        register=register,
        sms=sms,
        messages=messages,
        limits=limits,
        desk=notice_desk(
            core,
            catalogue=catalogue,
            register=register,
            sms=sms,
            sms_callbacks={"aliyun": FakeSmsCallbacks()},
            sms_operators=("aliyun",),
            sms_price_fen=Decimal("4.5"),
            messages=messages,
            wechat_callbacks=FakeWechatCallbacks(),
            limits=limits,
            sms_callback_secret=SECRET,
            quiet=QuietHours() if quiet else None,
            in_sandbox=in_sandbox,
            more_ways=more_ways,
        ),
        calls=_call_desk(core, catalogue, register),
        sensing=sensing_desk(
            core,
            catalogue=Concerned(register),
            register=register,
            snapshots=RememberedSnapshots(folder),
            engine=RememberedEngine(folder),
            questions=RememberedQuestions(folder),
            in_sandbox=in_sandbox,
        ),
        staff=staff,
        preparer=preparer,
        signer=signer,
    )


def _call_desk(core: Core, catalogue: Catalogue, register: FakeHolderRegister) -> CallDesk:
    check = checking_authority(core, asking_authorities(core, register))
    return call_desk(core, CallParts(catalogue, CalendarFile(), CountersFile(), check))


def by_text(world: World, sms: SmsSender) -> SendNotice:
    """Sends through another operator than the world's."""
    ways = Ways((TellByText(sms),), frozenset({Channel.SMS}))
    return replace(world.desk.send_notice, ways=ways)


async def refs(job: str) -> list[UUID]:
    """The one argument of every job of this name so far, oldest first."""
    return [
        UUID(value)
        for name, arguments in await jobs_deferred()
        if name == job
        for value in arguments.values()
    ]


async def rows(table: str) -> list[dict[str, Any]]:
    """All rows of one of our own tables, oldest id first."""
    found = await get_connection("default").execute_query_dict(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - our own names
    return list(found)


async def kinds() -> list[str]:
    """What the ledger holds of matters, in its order."""
    found = await get_connection("default").execute_query_dict(
        "SELECT kind FROM ledger_entries WHERE matter_id IS NOT NULL ORDER BY seq"
    )
    return [row["kind"] for row in found]
