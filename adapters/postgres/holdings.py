"""All that the tables hold of one party (个人信息副本), read kind by kind and opened."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.followers import unionid_indexes
from adapters.postgres.held_cases import CASES
from adapters.postgres.held_kind import HeldKind
from adapters.postgres.held_party import PARTY
from adapters.postgres.identity import person_index
from adapters.postgres.rows.parties import PartyRow
from domain.kernel.ids import PartyId, short
from domain.kernel.ports import Cipher, Digests
from domain.privacy.export import MOST_BYTES, Enclosed, Holding, Plain, Section

OUTSIDE = {"case_id": ("case", "case"), "matter_id": ("matter", "mtr")}  # ids that people see
ENDINGS = {"application/pdf": ".pdf", "application/ofd": ".ofd", "image/jpeg": ".jpg", "image/png": ".png"}


class PostgresHoldings:
    """Implements domain.privacy.data_ports.Holdings."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def of(self, party: PartyId, *, is_person: bool) -> Holding:
        asked = await self._asked(party, is_person=is_person)
        sections, files, left = list[Section](), list[Enclosed](), MOST_BYTES
        for kind in (*PARTY, *CASES):
            if kind.personal and not is_person:
                continue
            found = await get_connection("default").execute_query_dict(kind.question, asked)  # type: ignore[arg-type]  # psycopg takes names too
            rows = []
            for number, row in enumerate(found, start=1):
                plain = self._plain(kind, row)
                if kind.file:
                    path = f"{kind.name}/{number:03d}-{row['key']}{ENDINGS.get(row['content_type'], '')}"
                    content = await self._file(kind.file, row["row"], most=left)
                    left -= len(content or b"")
                    files.append(Enclosed(path, content))
                    plain["file"] = f"files/{path}"
                rows.append(plain)
            sections.append(Section(kind.name, kind.title, tuple(rows)))
        return Holding(tuple(sections), tuple(files))

    async def _asked(self, party: PartyId, *, is_person: bool) -> dict[str, object]:
        index, unionids = b"", list[bytes]()
        if is_person:
            row = await PartyRow.get(id=party)
            number = self._cipher.open("parties.number", row.id, row.number).decode()
            index = person_index(self._digests, number)
            unionids = await unionid_indexes(self._cipher, self._digests, party)
        return {"party": party, "person": party if is_person else None, "index": index, "unionids": unionids}

    def _plain(self, kind: HeldKind, row: Mapping[str, Any]) -> dict[str, Plain]:
        plain: dict[str, Plain] = {}
        for name, value in row.items():
            if name in kind.sealed:
                plain[name] = None if value is None else self._opened(kind, name, row["row"], bytes(value))
            elif name in OUTSIDE:
                called, prefix = OUTSIDE[name]
                plain[called] = None if value is None else short(prefix, value)
            elif name != "row":
                plain[name] = _plain(value)
        return plain

    def _opened(self, kind: HeldKind, column: str, row: UUID, sealed: bytes) -> Plain:
        clear = self._cipher.open(kind.sealed[column], row, sealed)
        try:
            value = msgspec.json.decode(clear)
        except msgspec.DecodeError:
            return clear.decode()
        if isinstance(value, dict) and kind.only:
            value = {key: inner for key, inner in value.items() if key in kind.only}
        if isinstance(value, dict | list):
            return _plain(value, kind.without)
        return clear.decode()  # a number is no number there, but somebody's

    async def _file(self, place: str, row: UUID, *, most: int) -> bytes | None:
        """None where it would be too much."""
        table, _, column = place.partition(".")
        [size] = await get_connection("default").execute_query_dict(
            f"SELECT octet_length({column}) AS n FROM {table} WHERE id = %s",  # noqa: S608 - our own names
            [row],
        )
        if size["n"] > most:
            return None
        [found] = await get_connection("default").execute_query_dict(
            f"SELECT {column} AS sealed FROM {table} WHERE id = %s",  # noqa: S608 - our own names
            [row],
        )
        return self._cipher.open(place, row, bytes(found["sealed"]))


def _plain(value: Any, without: Collection[str] = ()) -> Plain:
    """As JSON has it; of objects, at any depth, not the keys `without`."""
    if isinstance(value, dict):
        return {name: _plain(inner, without) for name, inner in value.items() if name not in without}
    if isinstance(value, list):
        return [_plain(inner, without) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | bool) else str(value)
