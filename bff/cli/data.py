"""The commands that look at data or prepare it; each opens what it needs and closes it again."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.questions import DuckDbQuestions
from adapters.analysis.snapshot import SnapshotWriter
from adapters.analysis.sql_lint import lint
from adapters.catalogue.toml_items import TomlCatalogue
from adapters.postgres.staff import PostgresAccounts
from bff import logs
from bff.compose.house import House, open_house
from bff.compose.now import now
from bff.compose.sensing import sensing_desk
from bff.compose.servers import servers
from bff.compose.shipped import catalogue
from bff.settings import Settings
from domain.findings.push_list import Counts
from domain.kernel.ids import CaseId, ItemCode, short, unshort
from domain.kernel.refusals import NotFound
from domain.staff.account import Role, StaffAccount
from domain.usecases.prepare_push_list import Prepared

PREPARERS = frozenset({Role.BUSINESS, Role.CHIEF})


@asynccontextmanager
async def opened(settings: Settings, items: TomlCatalogue | None = None) -> AsyncIterator[House]:
    logs.configure("warning", process="command")
    with servers(settings) as where:
        async with open_house(settings, where, items=items) as house:
            yield house


@dataclass(frozen=True, slots=True)
class Sensed:
    """How many certificates were read, and what it led to; `names` of the items by their codes."""

    rows: int
    prepared: tuple[Prepared, ...]
    names: Mapping[str, str]


async def sense(settings: Settings, login: str) -> str:
    """One line: what was read, who is due, who was set aside. Raises as `search`."""
    found = await search(settings, login)
    told, quiet = [f"快照 {found.rows} 张证书"], 0
    for one in found.prepared:
        if one.push_list is None or one.counts is None:
            quiet += len(one.items)
            continue
        told.append(f"{_named(one)}：{counted(one.counts)}，清单 {short('list', one.push_list)}")
    if quiet:
        told.append(f"{quiet} 个事项没有新的对象")
    return "；".join(told)


def counted(counts: Counts) -> str:
    aside = sum(n for reason, n in counts.by_reason.items() if reason != "due")
    return f"应提示 {counts.due}，暂不提示 {aside}"


async def search(settings: Settings, login: str) -> Sensed:
    """Raises CatalogueProblems, a rule's SQL among them, before anything opens."""
    items = catalogue(lint=lint)
    async with opened(settings, items) as house:
        staff = await _preparer(login)
        folder = settings.folder / "snapshots"
        desk = sensing_desk(
            house.core,
            catalogue=house.catalogue,
            register=house.outside.registers.feed,
            snapshots=SnapshotWriter(folder),
            engine=DuckDbEngine(folder),
            questions=DuckDbQuestions(folder),
            in_sandbox=not settings.is_production,
        )
        snapshot = await desk.take_snapshot()
        prepared = await desk.prepare_push_list(staff)
        names = {code: house.catalogue.get(ItemCode(code)).name for one in prepared for code in one.items}
    return Sensed(snapshot.rows, tuple(prepared), names)


async def _preparer(login: str) -> StaffAccount:
    """Raises ValueError for an unknown login and for a role that may not."""
    try:
        staff = await PostgresAccounts().staff_by_login(login)
    except NotFound:
        raise ValueError(f"{login}: no such login; palm staff add makes one") from None
    if not staff.roles & PREPARERS:
        raise ValueError(f"{login}: only {', '.join(sorted(PREPARERS))} may do this")
    return staff


def _named(one: Prepared) -> str:
    return one.items[0] if len(one.items) == 1 else f"登记信息变更（{len(one.items)} 个事项）"


async def replay_case(settings: Settings, case: str) -> str:
    """Raises ValueError for what is no case number of ours, or when ledger and row differ."""
    found = unshort("case", case)
    if found is None:
        raise ValueError(f"{case}: not a case number (case_…)")
    async with opened(settings) as house:
        replayed = await house.office.cases.replay_case(CaseId(found))
    return f"{case}: {replayed.moves} moves, {replayed.state}, the row says the same"


def staff_code(environment: Mapping[str, str], folder: Path, login: str) -> str:
    """The six digits of a demonstration's account. Raises ValueError in production and for anybody else."""
    from bff.cli.demo.accounts import roster  # noqa: PLC0415 - the sandbox's own, loaded for it alone

    if environment.get("PALM_MODE") == "production":
        raise ValueError("palm staff code: the sandbox alone keeps authenticators of its people")
    for one in roster(folder):
        if one.login == login:
            return one.code(now())
    raise ValueError(f"{login}: not one of the people that palm demo enrolled in {folder}")


async def stuck_jobs(settings: Settings, *, again: bool) -> list[str]:
    """One line a job that gave up; `again` puts each back on the list for one more try."""
    async with opened(settings) as house:
        failed = list(await house.jobs.job_manager.list_jobs_async(status="failed"))
        for job in failed if again else ():
            await house.jobs.job_manager.retry_job(job)
    return [f"{job.id} {job.task_name} after {job.attempts} tries" for job in failed] or ["none"]
