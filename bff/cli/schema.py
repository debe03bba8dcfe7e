"""`palm migrate`: the schema, brought up to date, one step back, or looked at."""

import asyncio

from adapters.postgres import migrate as migrations
from bff.compose.servers import owner
from bff.settings import Settings


def migrate(settings: Settings, direction: str) -> list[str]:
    """What was done, or what is pending. Raises ValueError for another word."""
    with owner(settings) as url:
        match direction:
            case "up":
                return asyncio.run(migrations.migrate(url)) or ["nothing to do"]
            case "down":
                return asyncio.run(migrations.step_back(url)) or ["nothing to do"]
            case "status":
                return [f"pending {name}" for name in asyncio.run(migrations.pending(url))] or ["up to date"]
    raise ValueError(f"{direction}: say up, down or status")
