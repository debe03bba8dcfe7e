"""`palm worker`: one process; unlike `palm serve` it may run a rule, for a holder who asked (自己办)."""

import asyncio
from datetime import timedelta

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.holder_engine import DuckDbHolderAnalysis
from adapters.analysis.snapshot import SnapshotWriter
from adapters.analysis.sql_lint import lint
from bff import logs, worker
from bff.compose.house import open_house, today
from bff.compose.item_versions import RuleBench
from bff.compose.seating import catalogue
from bff.compose.servers import refuse_unsafe_database, refuse_unusable_ring, servers
from bff.log_folder import kept_lines, kept_tidy
from bff.settings import Settings

DEMONSTRATION = worker.Pace(
    first_wait=timedelta(milliseconds=500),
    longest_wait=timedelta(seconds=4),
    heartbeat=timedelta(seconds=1),
    stalled=timedelta(seconds=5),
)


def work(settings: Settings) -> None:
    """Do deferred jobs until stopped.

    Raises CatalogueProblems, those of a rule's SQL among them, before anything opens.
    """
    items = catalogue(lint=lint)
    folder = settings.folder / "snapshots"
    bench = RuleBench(lint, SnapshotWriter(folder), DuckDbEngine(folder))
    logs.configure(settings.log_level, process="worker", kept=kept_lines(settings, "worker", today))

    async def run() -> None:
        analysis = DuckDbHolderAnalysis()
        async with (
            open_house(settings, where, items=items, analysis=analysis, bench=bench) as house,
            kept_tidy(settings, today),
        ):
            pace = worker.Pace() if settings.is_production else DEMONSTRATION
            await worker.work(house.jobs, house.office, pace)

    with servers(settings) as where:
        if settings.is_production:
            refuse_unsafe_database(where.database_url)
        refuse_unusable_ring(settings)
        asyncio.run(run())
