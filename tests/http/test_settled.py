"""Who was enrolled in an earlier town works in the next as if enrolled there."""

from pathlib import Path

from tortoise.connection import get_connection

from domain.staff.account import Role
from tests.http.opening import open_town
from tests.http.settled import TABLES
from tests.http.town import Town
from tests.support.house import HandClock, house
from tests.support.server import TestServer

LIVES = "SELECT count(*) AS lives FROM staff_sessions WHERE ended_at IS NULL"
NEXT = "SELECT nextval('ledger_entries_seq_seq') AS seq"


async def _books() -> dict[str, str]:
    asked = get_connection("default").execute_query_dict
    return {
        table: (await asked(f"SELECT json_agg(t ORDER BY t::text)::text AS rows FROM {table} t"))[0]["rows"]  # noqa: S608 - our own names
        for table in TABLES
    }


async def test_the_next_town_begins_with_the_same_books_and_the_same_next_number(
    server: TestServer, tmp_path: Path
) -> None:
    found = []
    for number in (1, 2):
        clock, folder = HandClock(), tmp_path / str(number)
        folder.mkdir()
        with server.database() as urls:
            async with house(urls.runtime, clock) as core, open_town(core, clock, folder, is_remembered=True):
                [taken] = await get_connection("default").execute_query_dict(NEXT)
                found.append((await _books(), taken["seq"]))

    first, second = found
    assert first == second


async def test_somebody_remembered_is_let_in_and_alone_holds_their_sessions(town: Town) -> None:
    clerk = town.colleagues[Role.CLERK]

    await town.caller.expect(200, "GET", "/v1/console/shipments/arriving", token=clerk.token)
    [lives] = await get_connection("default").execute_query_dict(LIVES)

    assert clerk.desk is town.office.staff
    assert lives["lives"] == len(Role)
