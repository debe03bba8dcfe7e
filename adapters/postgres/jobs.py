"""Jobs on the case's own transaction: Procrastinate writes its row on the connection that Tortoise holds."""

import dataclasses
import re
from datetime import timedelta
from uuid import UUID

from procrastinate import App

from adapters.postgres.work import held_connection
from domain.kernel.jobs import Job


def task_name(job: type[Job]) -> str:
    """SendNotice → send-notice: the name under which the job is stored and run."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", job.__name__).lower()


class ProcrastinateJobs:
    """Implements domain.kernel.ports.Jobs."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def defer(self, job: Job, *, after: timedelta = timedelta()) -> None:
        names = {field.name: getattr(job, field.name) for field in dataclasses.fields(job)}
        arguments = {name: str(value) if isinstance(value, UUID) else value for name, value in names.items()}
        deferrer = self._app.configure_task(
            task_name(type(job)),
            connection=held_connection(),
            schedule_in={"microseconds": after // timedelta(microseconds=1)} if after else None,
        )
        await deferrer.defer_async(**arguments)
