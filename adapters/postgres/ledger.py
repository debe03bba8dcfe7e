"""The ledger (留痕账) and its evidence in PostgreSQL: a chain for each subject, digest upon digest.

Steps about different cases do not wait for each other. The digest is public; the seal beside it is an HMAC
with the ledger's own key: who may write rows but has no key cannot make one.
"""

import hmac
import secrets
from uuid import UUID

from tortoise.connection import get_connection
from tortoise.expressions import Q, RawSQL

from adapters.postgres.rows.core import EvidenceRow, LedgerChainRow, LedgerEntryRow
from domain.kernel.ids import CaseId, EvidenceId, IdentityCheckId, MatterId, PartyId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.ports import Cipher, Clock, NewId
from domain.ledger.digest import digest_after, genesis, statement_of
from domain.ledger.entry import Entry, Step, subject_of

BEGIN = """
INSERT INTO ledger_chains (id, number, digest, anchored) VALUES (%s, 0, %s, 0) ON CONFLICT (id) DO NOTHING
"""


class PostgresLedger:
    """Implements domain.ledger.ports.Ledger."""

    def __init__(self, key: bytes, now: Clock, new_id: NewId) -> None:
        self._key, self._now, self._new_id = key, now, new_id

    async def append(self, step: Step) -> None:
        at = self._now()
        subject = subject_of(step, at)
        await get_connection("default").execute_query(BEGIN, [subject, genesis(subject)])
        head = await LedgerChainRow.select_for_update().get(id=subject)
        shown = b"" if step.evidence is None else await _digest_of(step.evidence)
        entry = Entry(subject, head.number + 1, at, step, b"", self._new_id(), shown)
        digest = digest_after(head.digest, statement_of(entry))
        await _row(entry, digest, hmac.digest(self._key, digest, "sha256")).save(force_create=True)
        await LedgerChainRow.filter(id=subject).update(number=entry.number, digest=digest)

    async def of_matter(self, matter: MatterId) -> tuple[Entry, ...]:
        return await _found(Q(matter_id=matter))

    async def of_case(self, case: CaseId) -> tuple[Entry, ...]:
        return await _found(Q(case_id=case))

    async def of_chain(self, subject: UUID) -> tuple[Entry, ...]:
        return await _found(Q(subject=subject))


async def _found(which: Q) -> tuple[Entry, ...]:
    """In the order they were written, across chains: the database's own count."""
    rows = await LedgerEntryRow.filter(which).annotate(seq=RawSQL("seq")).order_by("seq")
    return tuple(_entry(row) for row in rows)


async def _digest_of(evidence: EvidenceId) -> bytes:
    [digest] = await EvidenceRow.filter(id=evidence).values_list("digest", flat=True)
    return bytes(digest)


def _row(entry: Entry, digest: bytes, seal: bytes) -> LedgerEntryRow:
    step, acting = entry.step, entry.step.acting
    return LedgerEntryRow(
        id=entry.entry_id,
        format=2,
        subject=entry.chain,
        number=entry.number,
        at=entry.at,
        kind=step.kind,
        matter_id=step.matter,
        case_id=step.case,
        person_id=acting.person if acting else None,
        party_id=acting.party if acting else None,
        session_id=acting.session if acting else None,
        check_id=acting.check if acting else None,
        device=acting.device or None if acting else None,
        staff=step.staff or (acting.clerk if acting and acting.clerk else None),
        level=int(acting.level) if acting else 0,
        channel=str(acting.channel if acting else Channel.SYSTEM),
        evidence_id=step.evidence,
        evidence_digest=entry.evidence_digest or None,
        facts=dict(step.facts),
        digest=digest,
        seal=seal,
    )


def _entry(row: LedgerEntryRow) -> Entry:
    acting = None
    if row.person_id is not None and row.party_id is not None:
        acting = Acting(
            PartyId(row.person_id),
            PartyId(row.party_id),
            Level(row.level),
            Channel(row.channel),
            SessionId(row.session_id) if row.session_id else None,
            device=row.device or b"",
            check=IdentityCheckId(row.check_id) if row.check_id else None,
        )
    step = Step(
        row.kind,
        MatterId(row.matter_id) if row.matter_id else None,
        CaseId(row.case_id) if row.case_id else None,
        acting,
        row.staff,
        EvidenceId(row.evidence_id) if row.evidence_id else None,
        row.facts,
    )
    chain = row.chain if row.subject is None else row.subject
    return Entry(chain or 0, row.number, row.at, step, row.digest, row.id, row.evidence_digest or b"")


class PostgresEvidence:
    """Implements domain.ledger.ports.Evidence."""

    PLACE = "evidence.sealed"

    def __init__(self, cipher: Cipher, now: Clock, new_id: NewId) -> None:
        self._cipher, self._now, self._new_id = cipher, now, new_id

    async def keep(self, kind: str, content: bytes, *, matter: MatterId | None) -> EvidenceId:
        evidence, salt = EvidenceId(self._new_id()), secrets.token_bytes(16)
        await EvidenceRow.create(
            id=evidence,
            kind=kind,
            matter_id=matter,
            salt=salt,
            digest=hmac.digest(salt, content, "sha256"),
            sealed=self._cipher.seal(self.PLACE, evidence, content),
            kept_at=self._now(),
        )
        return evidence

    async def read(self, evidence: EvidenceId) -> bytes | None:
        row = await EvidenceRow.get(id=evidence)
        return None if row.sealed is None else self._cipher.open(self.PLACE, row.id, row.sealed)

    async def salt_of(self, evidence: EvidenceId) -> bytes:
        return (await EvidenceRow.get(id=evidence)).salt
