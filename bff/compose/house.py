"""The composition root: Settings in, a running Office out. The only place that picks adapters."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

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
from adapters.keys.passwords import Argon2Passwords
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
from bff.compose.now import now
from bff.compose.open_core import open_core
from bff.compose.outside import Outside, outside
from bff.compose.places import Places
from bff.compose.seating import seat_office
from bff.compose.servers import Servers
from bff.compose.shipped import catalogue
from bff.compose.starts import NoAnalysis
from bff.compose.traffic import traffic
from bff.http.request import Traffic
from bff.office import Office
from bff.ops.health import Signs
from bff.settings import Settings
from domain.catalogue.ports import Catalogue
from domain.findings.ports import HolderAnalysis
from domain.invitations.quiet import QuietHours
from domain.usecases.require_anchor import RequireAnchor


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
    async with (
        open_core(settings, servers.database_url, pool=pool) as own,
        connected(servers.redis_url) as redis,
        outside(
            settings, now, RedisNonces(redis), RedisWechatTokens(redis), lambda: own.keys.now().bank_keys
        ) as out,
        gateway_outside(settings, out.http, now) as gateway,
    ):
        core, keys, ring = own.core, own.keys, own.keys.now()
        sealing = (
            settings.checkpoint_key or ring.checkpoint_key,
            ring.checkpoint_key,
        )  # one of its own, the ring's
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
                own.jobs,
                checks,
                served,
                traffic(places.limits, core),
                require_anchor(core),
                signs(gateway),
            )


async def _database_answers() -> bool:
    return bool(await get_connection("default").execute_query_dict("SELECT 1 AS one"))


def _redis_answers(client: Redis) -> Callable[[], Awaitable[bool]]:
    async def answers() -> bool:
        return bool(await client.ping())

    return answers
