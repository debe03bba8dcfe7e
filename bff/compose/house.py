"""The composition root: Settings in, a running Office out. The only place that picks adapters."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from procrastinate import App as JobsApp
from redis.asyncio import Redis
from tortoise.connection import get_connection

import domain.catalogue
from adapters.catalogue.toml_items import TomlCatalogue
from adapters.files.calendar_csv import CalendarFile
from adapters.files.checkpoints import CheckpointFile
from adapters.files.consents import ConsentFile
from adapters.files.counters import CountersFile
from adapters.keys.cipher import AesCipher, HmacDigests
from adapters.keys.randomness import SystemRandomness, uuid7
from adapters.keys.ring import KeyRing
from adapters.postgres.answers import PostgresAnswers
from adapters.postgres.connect import database
from adapters.postgres.jobs import ProcrastinateJobs
from adapters.postgres.ledger import PostgresEvidence, PostgresLedger
from adapters.postgres.procrastinate_app import jobs_app
from adapters.postgres.work import PostgresWork
from adapters.redis.connect import connected
from adapters.redis.limits import RedisLimits
from adapters.redis.nonces import RedisNonces
from adapters.tokens.es256 import Es256AccessTokens
from bff.compose.cases import case_desk
from bff.compose.core import Core
from bff.compose.decisions import DecisionParts, decision_desk
from bff.compose.identity import IdentityParts, identity_desk
from bff.compose.notices import notice_desk
from bff.compose.outside import Outside, outside
from bff.compose.shipments import shipment_desk, shipment_plans
from bff.compose.staff import staff_desk
from bff.compose.wallet import WalletParts, wallet_desk
from bff.office import Office
from bff.settings import Settings
from domain.cases.case import Case
from domain.identity.ports import AccessTokens, Counters, Limits
from domain.invitations.quiet import QuietHours
from domain.kernel.personal import Address, OrganisationName, Phone
from domain.ledger.ports import Checkpoints
from domain.shipments.outside import Contact


def now() -> datetime:
    """The one real clock."""
    return datetime.now(UTC)  # noqa: TID251 - the composition root may


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


@dataclass(frozen=True, slots=True)
class Places:
    """What the desks need besides Core and the outside."""

    limits: Limits
    tokens: AccessTokens
    checkpoints: Checkpoints
    public_url: str
    sms_callback_secret: str
    quiet: QuietHours | None
    in_sandbox: bool


ITEMS = Path(domain.catalogue.__path__[0]) / "items"


def catalogue() -> TomlCatalogue:
    """The items as shipped. Raises CatalogueProblems."""
    return TomlCatalogue.load(ITEMS)


def seat_office(core: Core, out: Outside, places: Places) -> Office:
    """Every desk, on these parts."""
    items, calendars, counters = catalogue(), CalendarFile(), CountersFile()
    identity = identity_desk(
        core,
        IdentityParts(
            face=out.face,
            social_register=out.social_register,
            limits=places.limits,
            tokens=places.tokens,
            consent_texts=ConsentFile(),
            counters=counters,
            calendars=calendars,
            public_url=places.public_url,
        ),
    )
    counter = _counter_of(counters)
    return Office(
        staff=staff_desk(core),
        notices=notice_desk(
            core,
            catalogue=items,
            register=out.social_register,
            sms=out.sms,
            sms_callbacks=out.sms_callbacks,
            limits=places.limits,
            sms_callback_secret=places.sms_callback_secret,
            quiet=places.quiet,
            in_sandbox=places.in_sandbox,
        ),
        identity=identity,
        cases=case_desk(
            core,
            catalogue=items,
            calendars=calendars,
            register=out.social_register,
            population=out.population_register,
            counter=counter,
        ),
        shipments=shipment_desk(
            core, items, out.courier, out.courier_callbacks, public_url=places.public_url
        ),
        decisions=decision_desk(
            core,
            DecisionParts(
                approval=out.approval,
                pushes=out.pushes,
                licence_bank=out.licence_bank,
                catalogue=items,
                plans=shipment_plans(core, items, counter),
                check_authority=identity.check_authority,
            ),
        ),
        wallet=wallet_desk(
            core,
            WalletParts(
                bank=out.licence_bank,
                rating=out.rating,
                limits=places.limits,
                catalogue=items,
                checkpoints=places.checkpoints,
                check_authority=identity.check_authority,
            ),
        ),
    )


def _counter_of(counters: Counters) -> Callable[[Case], Awaitable[Contact]]:
    """Where old certificates go and new ones come from: the first counter, until a city has several."""

    async def counter(_: Case) -> Contact:
        first = counters.all()[0]
        return Contact(OrganisationName(first.name), Phone(first.phone), Address(first.address))

    return counter


@asynccontextmanager
async def open_house(settings: Settings, servers: Servers, *, pool: int = 10) -> AsyncIterator[House]:
    """Keys, database, Redis, vendors and desks, open for as long as the block runs."""
    ring = KeyRing.read(settings.keys_file)
    jobs = jobs_app(servers.database_url)
    async with (
        database(servers.database_url, pool=pool),
        jobs.open_async(),
        connected(servers.redis_url) as redis,
        outside(settings, now, RedisNonces(redis)) as out,
    ):
        core = _core(ring, jobs)
        places = Places(
            limits=RedisLimits(redis),
            tokens=Es256AccessTokens(ring.tokens, now),
            checkpoints=CheckpointFile(settings.checkpoints_file, ring.ledger, now),
            public_url=settings.public_url.rstrip("/"),
            sms_callback_secret=settings.sms_callback_secret,
            quiet=QuietHours() if settings.quiet_hours else None,
            in_sandbox=not settings.is_production,
        )
        checks = {"database": _database_answers, "redis": _redis_answers(redis)}
        yield House(seat_office(core, out, places), core, out, jobs, checks)


def _core(ring: KeyRing, jobs: JobsApp) -> Core:
    cipher = AesCipher(ring)
    return Core(
        now=now,
        new_id=uuid7,
        atomic=PostgresWork(),
        jobs=ProcrastinateJobs(jobs),
        answers=PostgresAnswers(cipher, now, uuid7),
        randomness=SystemRandomness(),
        digests=HmacDigests(ring),
        cipher=cipher,
        ledger=PostgresLedger(ring.ledger, now, uuid7),
        evidence=PostgresEvidence(cipher, now, uuid7),
    )


async def _database_answers() -> bool:
    return bool(await get_connection("default").execute_query_dict("SELECT 1 AS one"))


def _redis_answers(client: Redis) -> Callable[[], Awaitable[bool]]:
    async def answers() -> bool:
        return bool(await client.ping())

    return answers
