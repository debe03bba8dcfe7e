"""`palm worker`: one process; unlike `palm serve` it may run a rule, for a holder who asked (自己办)."""

from adapters.analysis.sql_lint import lint
from bff import logs
from bff.compose.now import today
from bff.compose.servers import refuse_unsafe_database, refuse_unusable_ring, servers
from bff.compose.shipped import catalogue
from bff.log_folder import kept_lines
from bff.settings import Settings


def work(settings: Settings) -> None:
    """Do deferred jobs until stopped.

    Raises CatalogueProblems, those of a rule's SQL among them, before anything opens.
    """
    items = catalogue(lint=lint)
    logs.configure(settings.log_level, process="worker", kept=kept_lines(settings, "worker", today))
    with servers(settings) as where:
        if settings.is_production:
            refuse_unsafe_database(where.database_url)
        refuse_unusable_ring(settings)
        from bff.cli.work_house import do_jobs  # noqa: PLC0415 - the long import: who is refused is told before it

        do_jobs(settings, where, items)
