"""Test databases that are lent again: nothing that one test did is seen by the next."""

import psycopg
import pytest

from tests.support.lending import DEAD, Spare, holding_rows
from tests.support.server import TestServer

JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'send-notice', '{}')
RETURNING id
"""
ALL = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
JOBS = "SELECT (SELECT count(*) FROM procrastinate_jobs) + (SELECT count(*) FROM procrastinate_events)"


CHAIN = "INSERT INTO ledger_chains VALUES (gen_random_uuid(), 1, '', 0) RETURNING number"


def _filled(url: str) -> set[object]:
    """The tables that hold a row."""
    with psycopg.connect(url, autocommit=True) as connection:
        tables = [str(name) for (name,) in connection.execute(ALL)]
        return {name for (name,) in connection.execute(holding_rows(tables).encode())}


def _asked(url: str, *statements: str) -> list[object]:
    """The first value of each answer."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = [connection.execute(one.encode()).fetchone() for one in statements]
    return [row[0] if row else None for row in rows]


def test_what_one_test_wrote_the_next_does_not_find(server: TestServer) -> None:
    with server.database() as first:
        before = _asked(first.runtime, JOB, JOB, JOBS)
        written = _filled(first.runtime)
    with server.database() as second:
        left = _filled(second.runtime)
        after = _asked(second.runtime, JOBS, JOB)

    assert second.runtime == first.runtime
    assert before == [1, 2, 4]  # each job has its event
    assert written == {"procrastinate_jobs", "procrastinate_events", "tortoise_migrations"}
    assert left == {"tortoise_migrations"}
    assert after == [0, 1]


def test_a_row_of_ours_is_gone_whether_it_was_deleted_or_cut_off(server: TestServer) -> None:
    left = []
    for _ in range(DEAD + 1):
        with server.database() as lent:
            left.append(_filled(lent.runtime))
            _asked(lent.runtime, CHAIN)

    assert left == [{"tortoise_migrations"}] * (DEAD + 1)


def test_a_number_that_was_only_taken_is_given_again(server: TestServer) -> None:
    with server.database() as first, psycopg.connect(first.runtime) as connection:
        connection.execute(JOB.encode())
        connection.rollback()
    with server.database() as second:
        [number] = _asked(second.runtime, JOB)

    assert second.runtime == first.runtime
    assert number == 1


def test_a_session_that_a_test_left_open_is_ended(server: TestServer) -> None:
    with server.database() as first:
        left = psycopg.connect(first.runtime)
        left.execute(JOB.encode())  # it holds locks
    with server.database() as second:
        [found] = _asked(second.runtime, JOBS)

    assert found == 0
    with left, pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")


def test_whoever_was_its_owner_leaves_a_database_that_is_not_lent_again(server: TestServer) -> None:
    with server.database() as first:
        assert first.owner
    with server.database() as second:
        assert second.runtime != first.runtime

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(first.runtime)


def test_a_template_with_rows_of_its_own_is_refused(server: TestServer) -> None:
    with server.database() as urls:
        _asked(urls.runtime, JOB)

        with pytest.raises(RuntimeError, match="procrastinate_jobs"):
            Spare("any", urls.owner)
