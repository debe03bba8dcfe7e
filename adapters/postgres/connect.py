"""Opening and closing the database for one process: Tortoise ORM 1.1.7 on psycopg 3."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.rows import dict_row
from tortoise import Tortoise
from tortoise.context import TortoiseContext
from tortoise.models import Model

ROWS = tuple(
    f"adapters.postgres.rows.{name}"
    for name in (
        "core",
        "parties",
        "matters",
        "findings",
        "doubts",
        "invitations",
        "subscriptions",
        "texting",
        "channels",
        "identity",
        "mandates",
        "cases",
        "supplements",
        "shipments",
        "decisions",
        "proposals",
        "licences",
        "ratings",
        "staff",
        "troubles",
        "starts",
        "gateway",
        "visits",
        "checking",
        "grievances",
        "item_versions",
        "promises",
        "archives",
        "results",
        "privacy",
        "keys",
        "preferences",
    )
)


def config(url: str, *, pool: int = 10) -> dict[str, Any]:
    """Tortoise's configuration for `postgresql://role:password@host:port/database`."""
    parts = urlsplit(url)
    return {
        "connections": {
            "default": {
                "engine": "tortoise.backends.psycopg",
                "credentials": {
                    "host": parts.hostname or "127.0.0.1",
                    "port": parts.port or 5432,
                    "user": unquote(parts.username or ""),
                    "password": unquote(parts.password or ""),
                    "database": parts.path.lstrip("/"),
                    "minsize": 1,
                    "maxsize": pool,
                    "application_name": "palm",
                    "timeout": 10,
                    "kwargs": {
                        "autocommit": True,
                        "row_factory": dict_row,
                        "connect_timeout": 5,
                        "tcp_user_timeout": 5000,
                    },
                },
            }
        },
        "apps": {
            "palm": {
                "models": list(ROWS),
                "default_connection": "default",
                "migrations": "adapters.postgres.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _are_prepared() -> bool:
    """Every row has its queries from an earlier opening in this process."""
    rows = [one for one in Model.__subclasses__() if one.__module__ in ROWS]
    return bool(rows) and all(one._meta.basetable.get_table_name() for one in rows)  # noqa: SLF001 - no public way


@asynccontextmanager
async def database(url: str, *, pool: int = 10) -> AsyncIterator[TortoiseContext]:
    """The database, open for as long as the block runs.

    The global fallback is on: Sanic's request tasks do not inherit the context of its start-up listener.
    Without connections Tortoise leaves out what it prepares for each row: filters and queries, which are the
    same for every database, so that a second opening in a process does without.
    """
    context = await Tortoise.init(
        config=config(url, pool=pool), init_connections=not _are_prepared(), _enable_global_fallback=True
    )
    try:
        yield context
    finally:
        await Tortoise.close_connections()
