"""Migrations, up and down, with their record in the same transaction.

Tortoise 1.1.7 records a migration outside its transaction: killed in between, the table is there and the
record is not. Here step and record commit together, under an advisory lock: a kill leaves nothing.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise import Tortoise
from tortoise.connection import ConnectionHandler, get_connection
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.transactions import in_transaction

from adapters.postgres.connect import config

APP = "palm"
LOCK = 0x70616C6D  # «palm»


@asynccontextmanager
async def _executor(owner_url: str) -> AsyncIterator[MigrationExecutor]:
    settings = config(owner_url, pool=2)
    await Tortoise.init(config=settings, init_connections=False, _enable_global_fallback=True)
    try:
        yield MigrationExecutor(get_connection("default"), settings["apps"])
    finally:
        await Tortoise.close_connections()


async def migrate(owner_url: str, *, to: str = "__latest__") -> list[str]:
    """Bring the schema to `to` («0001_…», `__latest__` or `__first__`): what was done («up 0001_initial»)."""
    done: list[str] = []
    state: State | None = None  # what the applied migrations come to, as long as we go up and alone
    known: set[MigrationKey] = set()
    async with _executor(owner_url) as executor:
        await executor.loader.build_graph()
        await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))  # noqa: SLF001 - no public way
        while True:
            async with in_transaction() as work:
                await work.execute_query("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                plan = await executor.plan([MigrationTarget(APP, to)])
                if not plan:
                    return done
                step = plan[0]
                applied = set(await executor.recorder.applied_migrations())
                key = MigrationKey(app_label=APP, name=step.migration.name)
                editor = executor._schema_editor(atomic=True)  # noqa: SLF001 - likewise
                editor.client = work
                recorder = MigrationRecorder(work)
                if state is None or applied != known:
                    state = await _before(executor, key, applied)
                if step.backward:
                    await step.migration.unapply(state, dry_run=False, schema_editor=editor)
                    await recorder.record_unapplied(APP, key.name)
                    state = None
                else:
                    await step.migration.apply(state, dry_run=False, schema_editor=editor)
                    await recorder.record_applied(APP, key.name)
                    known = {*applied, key}
            done.append(f"{'down' if step.backward else 'up'} {key.name}")


class _Tables(State):
    """What a migration has come to, drawn as models only when somebody asks.

    Tortoise copies it before every operation, models and all; few operations look at the copy, and drawing
    sixty models for each took most of a migration's time.
    """

    def __init__(self, models: dict[tuple[str, str], ModelState], drawn: StateApps) -> None:
        self.models, self._drawn = models, drawn

    def __getattr__(self, name: str) -> StateApps:
        if name != "apps":
            raise AttributeError(name)
        self.apps = self._drawn.clone(model_states=self.models)
        return self.apps

    def clone(self) -> "_Tables":
        return _Tables({key: model.clone() for key, model in self.models.items()}, self._drawn)


async def _before(executor: MigrationExecutor, key: MigrationKey, applied: set[MigrationKey]) -> State:
    """The tables as they are before `key`.

    Described without a connection: with one Tortoise prepares a query of every table after every operation,
    and ours ask nothing of the tables.
    """
    state = _Tables({}, StateApps({APP: "default"}, connections=ConnectionHandler()))
    for earlier in executor.loader.graph.forwards_plan(key):
        migration = executor.loader.graph.nodes[earlier]
        if earlier != key and earlier in applied and migration is not None:
            await migration.apply(state, dry_run=True, schema_editor=None)
    return state


async def step_back(owner_url: str) -> list[str]:
    """Undo the newest applied migration: what was done, nothing when none is applied."""
    async with _executor(owner_url) as executor:
        await executor.loader.build_graph()
        await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))  # noqa: SLF001 - likewise
        applied = sorted(key.name for key in await executor.recorder.applied_migrations())
    if not applied:
        return []
    return await migrate(owner_url, to=applied[-2] if len(applied) > 1 else "__first__")


async def pending(owner_url: str) -> list[str]:
    """Names of migrations not applied yet."""
    async with _executor(owner_url) as executor:
        await executor.loader.build_graph()
        await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))  # noqa: SLF001 - likewise
        return [step.migration.name for step in await executor.plan([MigrationTarget(APP, "__latest__")])]


async def make(owner_url: str) -> list[str]:
    """Write the migration from the last one to today's rows: the paths written, none when nothing changed."""
    settings = config(owner_url, pool=2)
    context = await Tortoise.init(config=settings, init_connections=False, _enable_global_fallback=True)
    if context.apps is None:
        raise RuntimeError("no rows were found")
    try:
        return await MigrationAutodetector(context.apps, settings["apps"]).write()
    finally:
        await Tortoise.close_connections()
