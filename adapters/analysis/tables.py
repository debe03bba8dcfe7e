"""The two tables that rules (研判规则) read, as DuckDB has them: of the whole city or of one holder."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import UTC, date
from types import MappingProxyType

import duckdb

from domain.findings.ports import ChangeRow, SnapshotRow

Columns = Mapping[str, str]
LICENCES: Columns = MappingProxyType(
    {
        "record_id": "VARCHAR",
        "holder_key": "VARCHAR",
        "holder_kind": "VARCHAR",
        "licence_type": "VARCHAR",
        "issuing_body_code": "VARCHAR",
        "valid_from": "DATE",
        "valid_until": "DATE",
        "status": "VARCHAR",
        "has_contact": "BOOLEAN",
        "originals": "INTEGER",
        "duplicates": "INTEGER",
        "updated_at": "TIMESTAMP",  # UTC
        "name_key": "VARCHAR",
    }
)
CHANGES: Columns = MappingProxyType(
    {
        "change_id": "VARCHAR",
        "holder_key": "VARCHAR",
        "changed_field": "VARCHAR",
        "changed_on": "DATE",
        "move": "VARCHAR",
    }
)
# a licence that ended before today is nothing a change could touch
_BESIDE = """
SELECT licences.*, told.change_id, told.changed_field, told.changed_on, told.move
FROM licences JOIN told ON told.holder_key = licences.holder_key
WHERE licences.status = 'valid' AND (licences.valid_until IS NULL OR licences.valid_until >= $day)
"""


def licence_line(row: SnapshotRow) -> tuple[object, ...]:
    """Its values in the order of LICENCES."""
    *rest, _, name_key = astuple(row)
    return (*rest, row.updated_at.astimezone(UTC).replace(tzinfo=None).isoformat(" "), name_key)


def change_line(row: ChangeRow) -> tuple[object, ...]:
    """Its values in the order of CHANGES."""
    return (*astuple(row)[:-1], str(row.move))


def beside_licences(connection: duckdb.DuckDBPyConnection, day: date) -> duckdb.DuckDBPyRelation:
    """Each change of the table `told` beside every licence of `licences` that its holder has on that day."""
    return connection.sql(_BESIDE, params={"day": day})
