"""Everything the database holds, in a form that can be compared: nothing changed means nothing at all."""

from tortoise.connection import get_connection

# whatever commits moves it on, in whichever database of the server: the same twice, and nobody wrote a row
WRITTEN = """
SELECT concat_ws(' ', pg_postmaster_start_time(), current_database(), pg_current_snapshot()) AS so_far
"""
_last: dict[str, dict[str, str]] = {}


async def books() -> dict[str, str]:
    """Each table and the digest of all its rows. Read again only when something was written meanwhile."""
    before = await _written()
    if before not in _last:
        found = await _read()
        _last.clear()
        if await _written() != before:
            return found
        _last[before] = found
    return _last[before]


async def _written() -> str:
    return str((await get_connection("default").execute_query_dict(WRITTEN))[0]["so_far"])


async def _read() -> dict[str, str]:
    client = get_connection("default")
    tables = await client.execute_query_dict(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )
    found = {}
    for row in tables:
        name = row["name"]
        digest = await client.execute_query_dict(
            f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM \"{name}\" t"  # noqa: S608 - our own names
        )
        found[name] = digest[0]["digest"]
    return found


async def differing(before: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    now = await books()
    return [name for name, digest in now.items() if before.get(name) != digest]
