"""The composition root: Settings in, a running Office out. The only place that picks adapters."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from procrastinate import App as JobsApp
from redis.asyncio import Redis
from tortoise.connection import get_connection

from adapters.approval.proposal_seal import ProposalSeal
from adapters.archive.folder import FolderArchiveStore
from adapters.archive.signature import LEDGER, ArchiveSignature
from adapters.catalogue.live import LiveCatalogue
from adapters.catalogue.toml_items import TomlCatalogue
from adapters.files.calendar_csv import CalendarFile
from adapters.files.checkpoints import CheckpointFile, CheckpointKeys
from adapters.keys.cipher import FieldCipher, HmacDigests
from adapters.keys.passwords import Argon2Passwords
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
from adapters.redis.connect import connected
from adapters.redis.limits import RedisLimits
from adapters.redis.mini_program_links import KeptLinks
from adapters.redis.nonces import RedisNonces
from adapters.redis.web_view_tickets import RedisWebViewTickets
from adapters.redis.wechat_tokens import RedisWechatTokens
from adapters.tokens.es256 import Es256AccessTokens
from bff.compose.archives import ArchivePlaces
from bff.compose.core import Core
from bff.compose.erasing import Keeping
from bff.compose.fresh import kept_fresh
from bff.compose.gateway import gateway_outside, signs
from bff.compose.item_versions import RuleBench
from bff.compose.ledger import require_anchor
from bff.compose.mandates import with_mandates
from bff.compose.outside import Outside, outside
from bff.compose.places import Places
from bff.compose.seating import catalogue, seat_office
from bff.compose.starts import NoAnalysis
from bff.compose.traffic import traffic
from bff.http.request import Traffic
from bff.office import Office
from bff.ops.health import Signs
from bff.settings import Settings
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.findings.ports import HolderAnalysis
from domain.invitations.quiet import QuietHours
from domain.usecases.require_anchor import RequireAnchor


def now() -> datetime:
    """The one real clock."""
    return datetime.now(UTC)  # noqa: TID251 - the composition root may


def today() -> date:
    """The legal day."""
    return beijing_date(now())


@dataclass(frozen=True, slots=True)
class Servers:
    """Where PostgreSQL (as the runtime role) and Redis are."""

    database_url: str
    redis_url: str

    def __repr__(self) -> str:
        return "Servers(…)"


@dataclass(frozen=True, slots=True)
class House:
    office: Office
    core: Core
    outside: Outside
    jobs: JobsApp
    checks: Mapping[str, Callable[[], Awaitable[bool]]]
    catalogue: Catalogue  # what people are served by
    traffic: Traffic
    anchor: RequireAnchor
    signs: Signs


@asynccontextmanager
async def open_house(
    settings: Settings,
    servers: Servers,
    *,
    items: TomlCatalogue | None = None,
    analysis: HolderAnalysis | None = None,
    bench: RuleBench | None = None,
    pool: int = 10,
) -> AsyncIterator[House]:
    """Keys, database, Redis, vendors and desks, open for as long as the block runs.

    `items`: the catalogue, when the command has read it before it opens anything.
    `analysis`, `bench`: the worker's own; a process that answers requests runs no rule.
    """
    keys = RingFile(settings.keys_file)
    ring = keys.now()
    sealing = (
        settings.checkpoint_key or ring.checkpoint_key,
        ring.checkpoint_key,
    )  # one of its own, the ring's
    jobs = jobs_app(servers.database_url)
    async with (
        database(servers.database_url, pool=pool),
        jobs.open_async(),
        connected(servers.redis_url) as redis,
        outside(
            settings, now, RedisNonces(redis), RedisWechatTokens(redis), lambda: keys.now().bank_keys
        ) as out,
        gateway_outside(settings, out.http, now) as gateway,
    ):
        core = with_mandates(_core(keys, jobs, timedelta(hours=settings.anchor_hours)))
        places = Places(
            limits=RedisLimits(redis),
            passwords=Argon2Passwords(),
            tokens=Es256AccessTokens(keys, now),
            web_view_tickets=RedisWebViewTickets(redis),
            checkpoints=CheckpointFile(settings.checkpoints_file, CheckpointKeys(*sealing), ring.ledger, now),
            ledger_seal=ArchiveSignature(sealing[0], LEDGER),
            sign_proposal=ProposalSeal(ring.proposal_key).sign,
            archives=ArchivePlaces(
                FolderArchiveStore(settings.archive_folder, core.cipher), ArchiveSignature(ring.archive_key)
            ),
            calendars=CalendarFile(settings.calendar_file),
            gateway=gateway,
            analysis=analysis or NoAnalysis(),
            public_url=settings.public_url.rstrip("/"),
            sms_callback_secret=settings.sms_callback_secret,
            quiet=QuietHours() if settings.quiet_hours else None,
            in_sandbox=not settings.is_production,
            code_budget=settings.sms_code_budget,
            bench=bench,
            keeping=Keeping(settings.evidence_years, settings.log_days),
        )
        served = LiveCatalogue(items or catalogue(), now)
        checks = {"database": _database_answers, "redis": _redis_answers(redis)}
        links = KeptLinks(out.wechat.links, redis, clock=now)
        kept = replace(out, wechat=replace(out.wechat, links=links))
        office = seat_office(core, kept, places, items=served)
        async with kept_fresh(office.item_versions):
            yield House(
                office,
                core,
                out,
                jobs,
                checks,
                served,
                traffic(places.limits, core),
                require_anchor(core),
                signs(gateway),
            )


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


async def _database_answers() -> bool:
    return bool(await get_connection("default").execute_query_dict("SELECT 1 AS one"))


def _redis_answers(client: Redis) -> Callable[[], Awaitable[bool]]:
    async def answers() -> bool:
        return bool(await client.ping())

    return answers
