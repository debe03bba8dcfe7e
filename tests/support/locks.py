"""Who waits for whom in the database, for tests that stop two transactions where they meet."""

import pytest
from tortoise.connection import get_connection

LOOKS = 5000
ASK = "SELECT count(DISTINCT pid) AS n FROM pg_locks WHERE NOT granted"


async def waiting(number: int = 1) -> None:
    """Until so many transactions wait for another."""
    for _ in range(LOOKS):
        [row] = await get_connection("default").execute_query_dict(ASK)
        if row["n"] >= number:
            return
    pytest.fail(f"{number} were to wait")
