"""The house's own parts (Core) on their database, open: all that a command needs that asks nobody outside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from procrastinate import App as JobsApp

from adapters.keys.cipher import FieldCipher, HmacDigests
from adapters.keys.randomness import SystemRandomness, uuid7
from adapters.keys.ring import Ring
from adapters.keys.ring_file import RingFile
from adapters.postgres.answers import PostgresAnswers
from adapters.postgres.connect import database
from adapters.postgres.jobs import ProcrastinateJobs
from adapters.postgres.ledger import PostgresEvidence, PostgresLedger
from adapters.postgres.ledger_verify import PostgresChains
from adapters.postgres.procrastinate_app import jobs_app
from adapters.postgres.work import PostgresWork
from bff.compose.core import Core
from bff.compose.mandates import with_mandates
from bff.compose.now import now
from bff.settings import Settings


@dataclass(frozen=True, slots=True)
class OpenCore:
    """Core, and what it was built from."""

    core: Core
    keys: RingFile
    jobs: JobsApp


@asynccontextmanager
async def open_core(settings: Settings, database_url: str, *, pool: int = 10) -> AsyncIterator[OpenCore]:
    """Open for as long as the block runs. Raises KeyRingProblem before it opens anything."""
    keys, jobs = RingFile(settings.keys_file), jobs_app(database_url)
    core = with_mandates(_core(keys, jobs, timedelta(hours=settings.anchor_hours)))
    async with database(database_url, pool=pool), jobs.open_async():
        yield OpenCore(core, keys, jobs)


def _core(keys: Ring, jobs: JobsApp, anchored_within: timedelta) -> Core:
    cipher = FieldCipher(keys)
    return Core(
        now=now,
        new_id=uuid7,
        atomic=PostgresWork(),
        jobs=ProcrastinateJobs(jobs),
        answers=PostgresAnswers(cipher, now, uuid7),
        randomness=SystemRandomness(),
        digests=HmacDigests(keys),
        cipher=cipher,
        ledger=PostgresLedger(keys.now().ledger, now, uuid7),
        evidence=PostgresEvidence(cipher, now, uuid7),
        chains=PostgresChains(keys.now().ledger, cipher),
        anchored_within=anchored_within,
    )
