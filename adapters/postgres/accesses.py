"""The access log (查阅记录) in PostgreSQL: rows that the office's own role cannot change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from tortoise.connection import get_connection
from tortoise.exceptions import BaseORMException

from adapters.postgres.seen import WHOSE
from domain.kernel.ids import CaseId, MatterId, PartyId
from domain.privacy.access import About, Access, AccessNotNoted, ByKind, Look, Place, Shown, Subject

NOTE = """
INSERT INTO data_accesses
    (id, party_id, at, by_kind, by_ref, purpose, what, matter_id, case_id, operation, request_id)
SELECT n.id, n.party_id, %(at)s::timestamptz, 'staff', %(by)s::text, %(purpose)s::text, %(what)s::jsonb,
    n.matter_id, n.case_id, %(operation)s::text, %(request)s::text
FROM unnest(%(ids)s::uuid[], %(parties)s::uuid[], %(matters)s::uuid[], %(cases)s::uuid[])
    AS n(id, party_id, matter_id, case_id)
WHERE %(since)s::timestamptz IS NULL OR NOT EXISTS (
    SELECT 1 FROM data_accesses d
    WHERE d.party_id = n.party_id AND d.at > %(since)s::timestamptz AND d.by_ref = %(by)s::text
        AND d.operation = %(operation)s::text AND d.matter_id IS NOT DISTINCT FROM n.matter_id
        AND d.case_id IS NOT DISTINCT FROM n.case_id)
"""
# codes of domain.privacy.access; a verifier whose scan was worth nothing saw nothing
SOURCES = (
    """
    SELECT id, at, by_kind, by_ref, purpose, what, case_id, operation FROM data_accesses
    WHERE party_id = %(party)s
    """,
    """
    SELECT l.id, l.at, 'verifier', l.organisation, l.purpose, '["licence"]'::jsonb, NULL::uuid, ''
    FROM looks l JOIN licences c ON c.id = l.licence_id
    WHERE c.holder_id = %(party)s AND l.result IN ('valid', 'not_valid')
    """,
    """
    SELECT id, used_at, 'department', department, 'sign-on', '["identity"]'::jsonb, NULL::uuid, ''
    FROM gateway_tickets WHERE used_at IS NOT NULL AND %(party)s IN (person_id, party_id)
    """,
    """
    SELECT id, filed_at, 'back-end', '', 'filing', '["form"]'::jsonb, id, ''
    FROM cases WHERE filed_at IS NOT NULL AND %(party)s IN (party_id, actor_id)
    """,
    """
    SELECT s.id, s.first_tried_at, 'courier', s.carrier, 'delivery', '["address"]'::jsonb, s.case_id, ''
    FROM shipments s JOIN cases c ON c.id = s.case_id
    WHERE s.order_id <> '' AND s.first_tried_at IS NOT NULL AND %(party)s IN (c.party_id, c.actor_id)
    """,
)
PAGE = """
SELECT * FROM ({source}) s(id, at, by_kind, by_ref, purpose, what, case_id, operation)
WHERE (at, id) < (%(at)s, %(id)s) ORDER BY at DESC, id DESC LIMIT %(size)s
"""
_EACH = " UNION ALL ".join(f"({PAGE.replace('{source}', one)})" for one in SOURCES)
OF_PARTY = PAGE.replace("{source}", _EACH)
OF_CASE = PAGE.replace(
    "{source}",
    """
    SELECT DISTINCT ON (request_id, operation, by_ref)
        id, at, by_kind, by_ref, purpose, what, case_id, operation
    FROM data_accesses WHERE case_id = %(case)s ORDER BY request_id, operation, by_ref, id DESC
    """,
)
LAST = Place(datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


class PostgresAccesses:
    """Implements domain.privacy.ports.Accesses."""

    async def whose(self, about: Collection[About]) -> Collection[Subject]:
        asked = {"things": [str(one.thing) for one in about], "ids": [one.id for one in about]}
        return {
            Subject(
                PartyId(row["party_id"]),
                None if row["matter_id"] is None else MatterId(row["matter_id"]),
                None if row["case_id"] is None else CaseId(row["case_id"]),
            )
            for row in await _told(WHOSE, asked)
        }

    async def note(
        self, look: Look, subjects: Collection[tuple[UUID, Subject]], *, at: datetime, since: datetime | None
    ) -> None:
        row = {
            "at": at,
            "since": since,
            "by": look.by,
            "purpose": str(look.sight.purpose),
            "what": f'["{look.sight.shown}"]',
            "operation": look.operation,
            "request": look.request,
            "ids": [new for new, _ in subjects],
            "parties": [one.party for _, one in subjects],
            "matters": [one.matter for _, one in subjects],
            "cases": [one.case for _, one in subjects],
        }
        await _told(NOTE, row)

    async def of_party(self, party: PartyId, *, before: Place | None, size: int) -> tuple[Access, ...]:
        asked = {"party": party, "size": size, **(before or LAST)._asdict()}
        return tuple(_access(row) for row in await _read(OF_PARTY, asked))

    async def of_case(self, case: CaseId, *, before: Place | None, size: int) -> tuple[Access, ...]:
        asked = {"case": case, "size": size, **(before or LAST)._asdict()}
        return tuple(_access(row) for row in await _read(OF_CASE, asked))


async def _told(sql: str, values: Mapping[str, object]) -> Sequence[Mapping[str, Any]]:
    """Raises AccessNotNoted, whatever kept the database from it."""
    try:
        return await _read(sql, values)
    except (psycopg.Error, BaseORMException) as error:
        raise AccessNotNoted from error


async def _read(sql: str, values: Mapping[str, object]) -> Sequence[Mapping[str, Any]]:
    return await get_connection("default").execute_query_dict(sql, values)  # type: ignore[arg-type]  # psycopg takes names too


def _access(row: Mapping[str, Any]) -> Access:
    return Access(
        Place(row["at"], row["id"]),
        ByKind(row["by_kind"]),
        row["by_ref"],
        row["purpose"],
        tuple(Shown(one) for one in row["what"]),
        None if row["case_id"] is None else CaseId(row["case_id"]),
        row["operation"],
    )
