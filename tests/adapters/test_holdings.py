"""A copy of one's data reads every table with a party, a matter or a case in it, or says why not."""

import re

import psycopg

from adapters.postgres.erasable_rows import ALSO, BEFORE, NOT_NAMED, STAYS, WHICH
from adapters.postgres.held_cases import CASES
from adapters.postgres.held_party import LEFT_OUT, PARTY
from adapters.postgres.sealed_places import PLACES
from domain.privacy.erasure import Stay
from domain.privacy.stays import always
from tests.support.server import Urls

KINDS = (*PARTY, *CASES)
# by whom a row is anybody's
OWNERS = ("party_id", "person_id", "holder_id", "matter_id", "case_id", "principal_id", "person_index")
TABLES = """
SELECT DISTINCT table_name FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = ANY (%s)
"""
# of no party: what is counted before anybody is known, machines' own, and people's only by way of others
NOBODYS = {"procrastinate_jobs", "procrastinate_events"}
FROM = re.compile(r"(?:FROM|JOIN) (\w+)")


def read() -> set[str]:
    return {table for kind in KINDS for table in FROM.findall(kind.question)}


async def test_every_table_of_somebodys_is_read_or_left_out_for_a_reason(urls: Urls) -> None:
    async with await psycopg.AsyncConnection.connect(urls.runtime) as runtime:
        found = await (await runtime.execute(TABLES, [list(OWNERS)])).fetchall()

    assert {name for (name,) in found} - read() - set(LEFT_OUT) - NOBODYS == set()
    assert set(LEFT_OUT) & read() == set()


def test_every_table_of_a_party_goes_or_is_named_as_staying_or_names_nobody() -> None:
    """«What stays is named»: nobody agrees to an erasure without being told of it."""
    hanging = " ".join(sql for some in BEFORE.values() for sql in some)
    going = {table for table, _ in (*WHICH.values(), *ALSO.values())} | set(
        re.findall(r"(?:DELETE FROM|UPDATE) (\w+)", hanging)
    )
    told = {one.stay for one in always(is_person=True, evidence_years=10, log_days=183)}

    assert (read() | set(LEFT_OUT)) - going - set(STAYS) - set(NOT_NAMED) == set()
    assert going & set(STAYS) == set(NOT_NAMED) & (going | set(STAYS)) == set()
    # those of the cases are told case by case
    assert set(STAYS.values()) - {Stay.CASE} <= told
    assert set(Stay) - {Stay.CASE, Stay.RUNNING} == told


def test_every_sealed_column_is_opened_at_its_own_place() -> None:
    named = {
        place for kind in KINDS for place in (*kind.sealed.values(), *([kind.file] if kind.file else []))
    }

    assert named <= set(PLACES)
    assert all("AS row" in kind.sql for kind in KINDS if kind.sealed or kind.file)


def test_each_kind_has_a_name_of_its_own() -> None:
    names = [kind.name for kind in KINDS]

    assert len(names) == len(set(names))
