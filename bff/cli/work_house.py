"""The jobs of `palm worker`, in a house of its own that may run a rule."""

import asyncio
from datetime import timedelta

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.holder_engine import DuckDbHolderAnalysis
from adapters.analysis.snapshot import SnapshotWriter
from adapters.analysis.sql_lint import lint
from adapters.catalogue.toml_items import TomlCatalogue
from bff import worker
from bff.compose.house import open_house
from bff.compose.item_versions import RuleBench
from bff.compose.now import today
from bff.compose.servers import Servers
from bff.log_folder import kept_tidy
from bff.settings import Settings

DEMONSTRATION = worker.Pace(
    first_wait=timedelta(milliseconds=500),
    longest_wait=timedelta(seconds=4),
    heartbeat=timedelta(seconds=1),
    stalled=timedelta(seconds=5),
)


def do_jobs(settings: Settings, where: Servers, items: TomlCatalogue) -> None:
    """Until the process is told to stop."""
    asyncio.run(_done(settings, where, items))


async def _done(settings: Settings, where: Servers, items: TomlCatalogue) -> None:
    folder = settings.folder / "snapshots"
    bench = RuleBench(lint, SnapshotWriter(folder), DuckDbEngine(folder))
    analysis = DuckDbHolderAnalysis()
    async with (
        open_house(settings, where, items=items, analysis=analysis, bench=bench) as house,
        kept_tidy(settings, today),
    ):
        pace = worker.Pace() if settings.is_production else DEMONSTRATION
        await worker.work(house.jobs, house.office, pace)
