"""A ring in a test's hand, and columns full of values sealed under it."""

import psycopg

from adapters.keys.cipher import FieldCipher
from adapters.keys.randomness import uuid7
from adapters.keys.ring import KeyRing
from adapters.keys.ring_changes import with_new_key
from tests.support.server import Urls


class HandRing:
    """One process's ring, that changes when the test says so."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring

    def now(self) -> KeyRing:
        return self.ring

    def anew(self) -> KeyRing:
        return self.ring

    def add(self) -> str:
        self.ring, version = with_new_key(self.ring, None, is_current=True)
        return version


PEOPLE = """
INSERT INTO parties (id, kind, holder_kind, number_index, number, name, seen_at)
VALUES (%s, 'person', '自然人', %s, %s, %s, now())
"""


def fill(urls: Urls, cipher: FieldCipher, people: int) -> dict[str, str]:
    """That many persons, each with a sealed number and name; the names by their ids."""
    made, rows = {}, []
    for number in range(people):
        row, name = uuid7(), f"居民{number}"
        made[str(row)] = name
        rows.append(
            (
                row,
                row.bytes,
                cipher.seal("parties.number", row, f"3702851990{number:08}".encode()),
                cipher.seal("parties.name", row, name.encode()),
            )
        )
    with psycopg.connect(urls.runtime) as connection, connection.cursor() as cursor:
        cursor.executemany(PEOPLE, rows)
    return made
