"""What is asked of the ledger to verify it (留痕账核验): the same questions for chains of either format."""

from dataclasses import dataclass
from typing import LiteralString

from adapters.postgres.ledger_reading import FIRST_FORMAT

# what an entry states, under the names that its digest has for it
STATED: dict[str, LiteralString] = {
    "at": """to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
    "case": "l.case_id::text",
    "channel": "l.channel",
    "check": "l.check_id::text",
    "device": "coalesce(encode(l.device, 'hex'), '')",
    "evidence": "l.evidence_id::text",
    "evidence_digest": "coalesce(encode(l.evidence_digest, 'hex'), '')",
    "facts": "l.facts::text",
    "id": "l.id::text",
    "kind": "l.kind",
    "level": "l.level",
    "matter": "l.matter_id::text",
    "number": "l.number",
    "party": "l.party_id::text",
    "person": "l.person_id::text",
    "session": "l.session_id::text",
    "staff": "l.staff",
}
_STATED: LiteralString = ", ".join(STATED.values())


@dataclass(frozen=True, slots=True)
class Questions:
    """Of one format: `key` is the column that names an entry's chain, `of` the same in the table of heads."""

    key: LiteralString
    other: LiteralString
    heads: LiteralString
    of: LiteralString
    kind: LiteralString
    mirrored: LiteralString  # the row of ledger_chains that says up to where checkpoints hold it
    own: LiteralString

    @property
    def _only(self) -> LiteralString:
        return f"(%(only)s::{self.kind}[] IS NULL OR l.{self.key} = ANY(%(only)s::{self.kind}[]))"

    @property
    def entries(self) -> LiteralString:
        """Chain, number, head, held up to, order, format, whether it says another chain too, digest, seal."""
        return f"""
            SELECT l.{self.key}, l.number, h.number, a.anchored, l.seq, l.format, l.{self.other} IS NOT NULL,
                l.digest, l.seal, {_STATED}
              FROM ledger_entries l
              LEFT JOIN {self.heads} h ON h.{self.of} = l.{self.key}
              LEFT JOIN ledger_chains a ON a.id = {self.mirrored}
              WHERE l.{self.key} IS NOT NULL AND {self._only} ORDER BY l.{self.key}, l.number"""  # noqa: S608

    @property
    def leaves(self) -> LiteralString:
        """Chain, number, whether it is gone: of each leaf that no longer stands."""
        return f"""
            SELECT f.key, f.number, l.id IS NULL
              FROM unnest(%s::{self.kind}[], %s::bigint[], %s::bytea[]) AS f (key, number, digest)
              LEFT JOIN ledger_entries l ON l.{self.key} = f.key AND l.number = f.number
              WHERE l.id IS NULL OR l.digest <> f.digest"""  # noqa: S608

    @property
    def ends(self) -> LiteralString:
        """Chain, its last entry, what its head says: where the two differ."""
        return f"""
            SELECT h.{self.of}, (SELECT coalesce(max(l.number), 0) FROM ledger_entries l
                WHERE l.{self.key} = h.{self.of} AND l.number BETWEEN 1 AND h.number), h.number
              FROM {self.heads} h
              WHERE h.number > 0 AND {self.own}
                AND (%(only)s::{self.kind}[] IS NULL OR h.{self.of} = ANY(%(only)s::{self.kind}[]))
                AND NOT EXISTS (SELECT FROM ledger_entries l
                  WHERE l.{self.key} = h.{self.of} AND l.number = h.number AND l.digest = h.digest)"""  # noqa: S608

    @property
    def strays(self) -> LiteralString:
        """Chain, number, whether the head itself is gone: head and entry are written at once."""
        return f"""
            SELECT l.{self.key}, min(l.number), min(h.number) IS NULL
              FROM ledger_entries l LEFT JOIN {self.heads} h ON h.{self.of} = l.{self.key}
              WHERE l.{self.key} IS NOT NULL AND {self._only}
                AND (h.{self.of} IS NULL OR l.number < 1 OR l.number > h.number)
              GROUP BY l.{self.key}"""  # noqa: S608

    @property
    def quoted(self) -> LiteralString:
        """Chain and number: evidence may be erased (its sealed part), but its digest may not drift."""
        return f"""
            SELECT DISTINCT ON (l.{self.key}) l.{self.key}, l.number
              FROM ledger_entries l LEFT JOIN evidence e ON e.id = l.evidence_id
              WHERE l.{self.key} IS NOT NULL AND {self._only} AND l.evidence_id IS NOT NULL
                AND (e.id IS NULL OR e.digest IS DISTINCT FROM l.evidence_digest)
              ORDER BY l.{self.key}, l.number"""  # noqa: S608

    @property
    def contents(self) -> LiteralString:
        """Chain, number, and the evidence that is quoted there for the first time."""
        return f"""
            SELECT DISTINCT ON (e.id) l.{self.key}, l.number, e.id, e.salt, e.digest, e.sealed
              FROM ledger_entries l JOIN evidence e ON e.id = l.evidence_id
              WHERE l.{self.key} IS NOT NULL AND {self._only} AND e.sealed IS NOT NULL
              ORDER BY e.id, l.seq"""  # noqa: S608


SUBJECTS = Questions(
    key="subject",
    other="chain",
    heads="ledger_chains",
    of="id",
    kind="uuid",
    mirrored="l.subject",
    own="h.id > '00000000-0000-0000-0000-00000000000f'",  # below stand the mirrors of format 1
)
SIXTEEN = Questions(
    key="chain",
    other="subject",
    heads="ledger_heads",
    of="chain",
    kind="smallint",
    mirrored=FIRST_FORMAT.replace("h.chain", "l.chain"),
    own="true",
)
CHAINLESS: LiteralString = "SELECT min(number) FROM ledger_entries WHERE subject IS NULL AND chain IS NULL"
# the chains of format 1 in which a case has steps
OF_CASE: LiteralString = (
    "SELECT DISTINCT chain FROM ledger_entries"
    " WHERE chain IS NOT NULL AND (case_id = %(case)s OR matter_id = %(matter)s)"
)
