"""The doctor's visits (上门体检): what PostgreSQL and Redis say of themselves; asked, never changed."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from redis import Redis
from redis.exceptions import RedisError

import adapters.postgres.migrations
from adapters.keys.ring import KeyRing, KeyRingProblem
from bff.cli.key_rotation import used
from bff.compose.rights import weaknesses
from bff.compose.servers import NO_SCHEMA, OUT_OF_REACH
from bff.doctor import Check, State, is_here
from bff.settings import Settings
from domain.invitations.routing import resting

DATABASE, REDIS = "PALM_DATABASE_URL", "PALM_REDIS_URL"
PATIENCE_SECONDS = 5
APPLIED = "SELECT name FROM tortoise_migrations WHERE app = 'palm'"
SHARES = "SELECT vendor, share, why FROM vendor_shares WHERE port = 'sms' ORDER BY vendor"
ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
EMBEDDED = "the embedded server of the demonstration; name one of your own"


def visit(settings: Settings) -> list[Check]:
    """One line or more for each server."""
    database = _database(settings.database_url)
    is_open = bool(settings.database_url) and all(check.state is not State.MISSING for check in database)
    more = (*_keys_in_use(settings), *_operators(settings)) if is_open else ()
    return [*database, *more, *_redis(settings.redis_url)]


def _operators(settings: Settings) -> list[Check]:
    """Who of the operators of texts was found to fail or to be slow, and is given fewer for it."""
    name, rest = "PALM_SMS_VENDORS", resting(settings.sms_vendors)
    with psycopg.connect(settings.database_url, connect_timeout=PATIENCE_SECONDS) as connection:
        given = {vendor: (share, why) for vendor, share, why in connection.execute(SHARES).fetchall()}
    if given.keys() != rest.keys():
        return []  # no worker has looked yet
    fewer = [
        Check(name, State.WEAK, f"{vendor} is given {share} of a hundred texts, not {rest[vendor]} ({why})")
        for vendor, (share, why) in given.items()
        if share < rest[vendor]
    ]
    return fewer or [Check(name, State.OK, f"{', '.join(rest)}: each is given its share of the texts")]


def _keys_in_use(settings: Settings) -> list[Check]:
    """Values whose key the ring has not. What is wrong with a ring itself is said elsewhere."""
    try:
        known = set(KeyRing.read(settings.keys_file).keys)
    except KeyRingProblem:
        return []
    lost = sorted({key for counts in asyncio.run(used(settings)).values() for key in counts} - known)
    if not lost:
        return []
    words = f"values name keys that are not in the ring ({', '.join(lost)}); see `palm keys status`"
    return [Check("PALM_KEYS_FILE", State.WEAK, words)]


def _database(url: str) -> list[Check]:
    if not url:
        return [Check(DATABASE, State.WEAK, EMBEDDED)]
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE_SECONDS) as connection:
            found = weaknesses(connection)
            applied = {name for (name,) in connection.execute(APPLIED).fetchall()}
            encrypted = connection.execute(ENCRYPTED).fetchone()
    except psycopg.errors.UndefinedTable:
        return [Check(DATABASE, State.MISSING, NO_SCHEMA)]
    except psycopg.Error:
        return [Check(DATABASE, State.MISSING, OUT_OF_REACH)]
    if pending := sorted(_shipped() - applied):
        found.append(f"{', '.join(pending)} not applied; run `palm migrate up`")
    if encrypted != (True,) and not is_here(url):
        found.append("reached without TLS; say sslmode=verify-full")
    words = "reached as a role that can change no ledger; the schema is this release's"
    return [Check(DATABASE, State.WEAK, one) for one in found] or [Check(DATABASE, State.OK, words)]


def _shipped() -> set[str]:
    [folder] = adapters.postgres.migrations.__path__
    return {path.stem for path in Path(folder).glob("0*.py")}


def _redis(url: str) -> list[Check]:
    if not url:
        return [Check(REDIS, State.WEAK, EMBEDDED)]
    try:
        with _client(url) as client:
            memory = client.info("memory")
    except RedisError:
        return [Check(REDIS, State.MISSING, OUT_OF_REACH)]
    found = []
    if _lets_anybody_in(url):
        found.append("answers without a password; set one (requirepass or an ACL)")
    if urlsplit(url).scheme == "redis" and not is_here(url):
        found.append("reached without TLS; say rediss://")
    if int(memory.get("maxmemory", 0)) and memory.get("maxmemory_policy") != "noeviction":
        found.append("forgets limits when it is full; set maxmemory-policy noeviction")
    words = "asks for a password and forgets no limit"
    return [Check(REDIS, State.WEAK, one) for one in found] or [Check(REDIS, State.OK, words)]


def _client(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS)


def _lets_anybody_in(url: str) -> bool:
    with _client(url) as client:
        pool = client.connection_pool
        pool.connection_kwargs.update(username=None, password=None)
        try:
            client.ping()
        except RedisError:
            return False
    return True
