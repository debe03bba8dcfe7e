"""Who drafts an item's version and who signs it, a worker with a bench, and a process that serves."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.snapshot import SnapshotWriter
from adapters.analysis.sql_lint import lint
from adapters.catalogue.live import LiveCatalogue
from adapters.catalogue.live_search import LiveSearch
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.compose.item_versions import RuleBench, item_version_desk
from bff.desks.item_versions import ItemVersionDesk
from domain.catalogue.item import Item
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode, ItemVersionId, StaffId
from domain.kernel.ports import RequestKey
from domain.staff.account import Role, StaffAccount
from domain.usecases.decide_item_version import LiveDay
from domain.usecases.describe_item_version import VersionView
from tests.support.catalogue import shipped
from tests.support.house import HandClock, jobs_deferred

ITEM = ItemCode("wg-15-minban-renewal")
WHY = "咨询电话变更。"


@dataclass
class Process:
    """One process of the office: its catalogue, its search, its desk."""

    catalogue: LiveCatalogue
    search: LiveSearch
    desk: ItemVersionDesk

    def item(self, code: ItemCode = ITEM) -> Item:
        return self.catalogue.get(code)


@dataclass
class World:
    """`serving` answers people and has no bench; `working` is the worker."""

    core: Core
    clock: HandClock
    folder: Path
    serving: Process
    working: Process
    drafter: StaffAccount
    chief: StaffAccount
    other_chief: StaffAccount
    keys: "count[int]" = field(default_factory=count)
    done: int = 0

    @property
    def desk(self) -> ItemVersionDesk:
        return self.serving.desk

    def key(self) -> RequestKey:
        return RequestKey("staff", "probe", f"key-{next(self.keys)}", bytes(32))

    @property
    def tomorrow(self) -> date:
        return beijing_date(self.clock()) + timedelta(days=1)

    async def draft(self, item: ItemCode = ITEM) -> VersionView:
        return await self.desk.draft_item_version(self.drafter, item, why=WHY, request=self.key())

    async def edit(self, view: VersionView, text: str, *, by: StaffAccount | None = None) -> VersionView:
        return await self.desk.edit_item_version(
            by or self.drafter, ItemCode(view.item), id_of(view), text, read=view.digest
        )

    async def with_phone(self, phone: str = "0532-12345678") -> VersionView:
        """A draft in which the telephone is another one."""
        drafted = await self.draft()
        return await self.edit(drafted, replaced(drafted.text, 'phone = "12345"', f'phone = "{phone}"'))

    async def read(self, view: VersionView) -> VersionView:
        return await self.desk.read_item_version(ItemCode(view.item), id_of(view))

    async def work(self) -> list[str]:
        """The worker does what waits; the names of the jobs."""
        jobs = await jobs_deferred()
        waiting, self.done = jobs[self.done :], len(jobs)
        for name, arguments in waiting:
            if "version_id" not in arguments:
                continue  # some case's, and no matter here
            version = ItemVersionId(UUID(arguments["version_id"]))
            desk = self.working.desk
            run = desk.check_item_version if name == "check-item-version" else desk.try_item_version
            await run(version)
        return [name for name, _ in waiting]

    async def checked(self, view: VersionView) -> VersionView:
        await self.desk.ask_item_check(self.drafter, ItemCode(view.item), id_of(view), self.key())
        await self.work()
        return await self.read(view)

    async def tried(self, view: VersionView) -> VersionView:
        """Checked, and run on what has been."""
        await self.checked(view)
        await self.desk.ask_item_check.trial(self.drafter, ItemCode(view.item), id_of(view), self.key())
        await self.work()
        return await self.read(view)

    async def sign(
        self,
        view: VersionView,
        *,
        by: StaffAccount | None = None,
        on: date | None = None,
        urgent: bool = False,
        note: str = "",
    ) -> VersionView:
        return await self.desk.decide_item_version.sign(
            by or self.chief,
            ItemCode(view.item),
            id_of(view),
            LiveDay(on or self.tomorrow, urgent),
            digest=view.digest,
            note=note,
            request=self.key(),
        )

    async def signed(self, text: tuple[str, str]) -> VersionView:
        """A draft with one place changed, live today."""
        drafted = await self.draft()
        view = await self.tried(await self.edit(drafted, replaced(drafted.text, *text)))
        assert view.problems == ()
        today = beijing_date(self.clock())
        signed = await self.sign(view, on=today, urgent=True, note="群众打不通原来的电话。")
        await self.working.desk.refresh_catalogue()
        return signed

    async def roll_back(self, view: VersionView, *, by: StaffAccount | None = None) -> VersionView:
        return await self.desk.end_item_version.roll_back(
            by or self.chief, ItemCode(view.item), id_of(view), reason="规则漏查", request=self.key()
        )


def id_of(view: VersionView) -> ItemVersionId:
    return ItemVersionId(view.line.version_id)


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


async def item_version_world(core: Core, clock: HandClock, folder: Path) -> World:
    accounts = [
        StaffAccount(StaffId(core.new_id()), login, name, frozenset({role}))
        for login, name, role in (
            ("business-1", "业务甲", Role.BUSINESS),
            ("chief-1", "科长乙", Role.CHIEF),
            ("chief-2", "科长丙", Role.CHIEF),
        )
    ]
    async with core.atomic():
        for account in accounts:
            await PostgresAccounts().add_staff(account)
    bench = RuleBench(lint, SnapshotWriter(folder), DuckDbEngine(folder))
    serving, working = process(core, clock), process(core, clock, bench)
    for one in (serving, working):
        await one.desk.keep_shipped_versions()
        await one.desk.refresh_catalogue()
    drafter, chief, other = accounts
    return World(core, clock, folder, serving, working, drafter, chief, other)


def process(core: Core, clock: HandClock, bench: RuleBench | None = None) -> Process:
    catalogue = LiveCatalogue(shipped(), clock)
    search = LiveSearch(catalogue, in_sandbox=True)
    desk = item_version_desk(core, catalogue, search.restock, bench=bench, in_sandbox=True)
    return Process(catalogue, search, desk)
