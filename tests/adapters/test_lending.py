"""Test databases that are lent again: nothing that one test did is seen by the next."""

import psycopg
import pytest

from tests.support.lending import Spare
from tests.support.server import TestServer

JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'send-notice', '{}')
RETURNING id
"""
FILLED = """
SELECT count(*) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
JOBS = "SELECT (SELECT count(*) FROM procrastinate_jobs) + (SELECT count(*) FROM procrastinate_events)"


def _asked(url: str, *statements: str) -> list[object]:
    """The first value of each answer."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = [connection.execute(one.encode()).fetchone() for one in statements]
    return [row[0] if row else None for row in rows]


def test_what_one_test_wrote_the_next_does_not_find(server: TestServer) -> None:
    with server.database() as first:
        before = _asked(first.runtime, JOB, JOB, JOBS, FILLED)
    with server.database() as second:
        after = _asked(second.runtime, JOBS, FILLED, JOB)

    assert second.runtime == first.runtime
    assert before == [1, 2, 4, 3]  # each job has its event; Tortoise its record of migrations
    assert after == [0, 1, 1]


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
