"""A test database that is lent to one test after another, as new for each.

To make one and drop it again costs 30 ms of the server's time, to delete the rows that a test wrote 4. The
runtime role may change rows and take numbers, nothing else: no table, no right, no setting. So a database is
as new once its tables are empty and its sequences stand at the beginning; one whose owner's address was asked
for is not lent again.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg

PATIENCE = "10s"
JOBS = "procrastinate_"  # these know of each other, and triggers stand between them
WORN = 200  # each emptying leaves dead rows in the server's own catalogue
DEAD = 16

SETTLED = f"SET lock_timeout = '{PATIENCE}'; SET client_min_messages = error"
TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  AND has_table_privilege('palm_runtime', oid, 'INSERT, UPDATE, DELETE')
"""
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NULL"
ALONE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
FILLED = "SELECT name FROM unnest(%s::text[]) AS name WHERE pg_relation_size(name::regclass) > 0"
COUNTED = """
SELECT setval(name::regclass, 1, false) FROM unnest(%s::text[]) AS name
WHERE pg_sequence_last_value(name::regclass) IS NOT NULL
"""


def holding_rows(names: Iterable[str]) -> str:
    """Asks which of these tables hold any; a deleted row takes room in the file yet."""
    return " UNION ALL ".join(f"SELECT '{name}' AS name WHERE EXISTS (TABLE {name})" for name in names)


class Urls:
    """Of one database, for the owner and for the runtime role."""

    def __init__(self, owner: str, runtime: str) -> None:
        self._owner, self.runtime = owner, runtime
        self.had_an_owner = False

    @property
    def owner(self) -> str:
        """Who has it may change more than rows."""
        self.had_an_owner = True
        return self._owner

    def of(self, database: str) -> "Urls":
        return Urls(_named(self._owner, database), _named(self.runtime, database))


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


class Spare:
    """One copy of the template; the connection is the tests' own and stays open."""

    def __init__(self, name: str, owner_url: str) -> None:
        self.name, self._left = name, WORN
        self._connection = psycopg.connect(owner_url, autocommit=True)
        self._connection.execute(SETTLED)
        self._tables = self._all(TABLES)
        self._sequences = self._all(SEQUENCES)
        if filled := self._all(FILLED, self._tables):
            self.close()
            raise RuntimeError(f"a migration has filled {filled}: emptied after a test, they would stay so")

    def is_as_new(self) -> bool:
        """Nobody is connected any more and what was written is gone; False when that was not to be had."""
        self._left -= 1
        with suppress(psycopg.Error):
            self._all(ALONE)
            if filled := self._all(FILLED, self._tables):
                self._connection.execute(self._emptying(filled).encode())
            self._all(COUNTED, self._sequences)
            return self._left > 0
        return False

    def _emptying(self, filled: list[str]) -> str:
        """Rows are deleted; what deleted rows leave behind is cut off every sixteenth time.

        To cut all off each time costs three times as much: each table and index gets a file of its own anew.
        """
        cut = filled if self._left % DEAD == 0 else [name for name in filled if name.startswith(JOBS)]
        gone = [f"DELETE FROM {name};" for name in filled if name not in cut]  # noqa: S608 - the server's own names
        return "".join(gone) + (f"TRUNCATE {', '.join(cut)} CASCADE" if cut else "")

    def close(self) -> None:
        self._connection.close()

    def _all(self, query: LiteralString, names: list[str] | None = None) -> list[Any]:
        """The first column."""
        return [row[0] for row in self._connection.execute(query, [names] if names is not None else None)]
