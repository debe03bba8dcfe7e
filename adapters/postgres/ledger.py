"""The ledger (留痕账) and its evidence in PostgreSQL: sixteen chains, each entry digesting the one before.

An entry's chain follows from its matter: steps of one matter stand in one chain in their order, while
other matters do not wait for it. Digests are HMACs: who may write rows but lacks the key cannot forge one.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.core import EvidenceRow, LedgerEntryRow, LedgerHeadRow
from domain.kernel.ids import CaseId, EvidenceId, MatterId, PartyId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.ports import Cipher, Clock, NewId
from domain.ledger.entry import Entry, Fault, Head, Step

CHAINS = 16
GENESIS = bytes(32)
PAGE = 2000


def _digest(key: bytes, before: bytes, row: LedgerEntryRow) -> bytes:
    stated = {
        "at": row.at.isoformat(timespec="microseconds"),
        "chain": row.chain,
        "number": row.number,
        "id": row.id,
        "kind": row.kind,
        "matter": row.matter_id,
        "case": row.case_id,
        "person": row.person_id,
        "party": row.party_id,
        "session": row.session_id,
        "staff": row.staff,
        "level": row.level,
        "channel": row.channel,
        "evidence": row.evidence_id,
        "evidence_digest": (row.evidence_digest or b"").hex(),
        "facts": row.facts,
    }
    return hmac.digest(key, before + msgspec.json.encode(stated, order="sorted"), "sha256")


def _entry(row: LedgerEntryRow) -> Entry:
    acting = None
    if row.person_id is not None and row.party_id is not None:
        acting = Acting(
            PartyId(row.person_id),
            PartyId(row.party_id),
            Level(row.level),
            Channel(row.channel),
            SessionId(row.session_id) if row.session_id else None,
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
    return Entry(row.chain, row.number, row.at, step, row.digest)


class PostgresLedger:
    """Implements domain.ledger.ports.Ledger."""

    def __init__(self, key: bytes, now: Clock, new_id: NewId) -> None:
        self._key, self._now, self._new_id = key, now, new_id

    async def append(self, step: Step) -> None:
        anchor = step.matter or step.case or (step.acting.person if step.acting else UUID(int=0))
        chain = anchor.int % CHAINS
        await LedgerHeadRow.get_or_create({"number": 0, "digest": GENESIS}, chain=chain)
        head = await LedgerHeadRow.select_for_update().get(chain=chain)
        evidence = await EvidenceRow.get(id=step.evidence) if step.evidence else None
        acting = step.acting
        row = LedgerEntryRow(
            id=self._new_id(),
            chain=chain,
            number=head.number + 1,
            at=self._now(),
            kind=step.kind,
            matter_id=step.matter,
            case_id=step.case,
            person_id=acting.person if acting else None,
            party_id=acting.party if acting else None,
            session_id=acting.session if acting else None,
            staff=step.staff or (acting.clerk if acting and acting.clerk else None),
            level=int(acting.level) if acting else 0,
            channel=str(acting.channel if acting else Channel.SYSTEM),
            evidence_id=step.evidence,
            evidence_digest=evidence.digest if evidence else None,
            facts=dict(step.facts),
        )
        row.digest = _digest(self._key, head.digest, row)
        await row.save(force_create=True)
        await LedgerHeadRow.filter(chain=chain).update(number=row.number, digest=row.digest)

    async def of_matter(self, matter: MatterId) -> tuple[Entry, ...]:
        rows = await LedgerEntryRow.filter(matter_id=matter).order_by("chain", "number")
        return tuple(_entry(row) for row in rows)

    async def of_case(self, case: CaseId) -> tuple[Entry, ...]:
        rows = await LedgerEntryRow.filter(case_id=case).order_by("chain", "number")
        return tuple(_entry(row) for row in rows)

    async def heads(self) -> tuple[Head, ...]:
        rows = await LedgerHeadRow.all().order_by("chain")
        return tuple(Head(row.chain, row.number, row.digest) for row in rows)

    async def holds(self, head: Head) -> bool:
        row = await LedgerEntryRow.get_or_none(chain=head.chain, number=head.number)
        return row is not None and hmac.compare_digest(row.digest, head.digest)

    async def verify(self) -> tuple[int, tuple[Fault, ...]]:
        faults: list[Fault] = []
        read = 0
        for head in await self.heads():
            count, fault = await self._verify_chain(head)
            read += count
            if fault:
                faults.append(fault)
        return read, (*faults, *await self._strays())

    async def _verify_chain(self, head: Head) -> tuple[int, Fault | None]:
        before, number = GENESIS, 0
        while True:
            # up to the head we know: the office goes on writing while we read
            page = LedgerEntryRow.filter(chain=head.chain, number__gt=number, number__lte=head.number)
            rows = await page.order_by("number").limit(PAGE)
            if not rows:
                break
            for row in rows:
                if row.number != number + 1:
                    return number, Fault(head.chain, number + 1, "记录缺失")
                if not hmac.compare_digest(_digest(self._key, before, row), row.digest):
                    return number, Fault(head.chain, row.number, "记录被改动")
                before, number = row.digest, row.number
        if (number, before) != (head.number, head.digest):
            return number, Fault(head.chain, number + 1, "链尾与链头不符")
        return number, await self._evidence_fault(head.chain)

    async def _strays(self) -> list[Fault]:
        """Entries before the first, behind the head, or without one: head and entry are written at once."""
        found: Sequence[Mapping[str, int]] = await get_connection("default").execute_query_dict(
            "SELECT l.chain, min(l.number) AS number FROM ledger_entries l"
            " LEFT JOIN ledger_heads h ON h.chain = l.chain"
            " WHERE h.chain IS NULL OR l.number < 1 OR l.number > h.number GROUP BY l.chain ORDER BY l.chain"
        )
        return [Fault(one["chain"], one["number"], "链外多出记录") for one in found]

    async def _evidence_fault(self, chain: int) -> Fault | None:
        """Evidence may be erased (its sealed part), but its digest may not drift from the ledger's."""
        found: Sequence[Mapping[str, int]] = await get_connection("default").execute_query_dict(
            "SELECT l.number FROM ledger_entries l LEFT JOIN evidence e ON e.id = l.evidence_id"
            " WHERE l.chain = %s AND l.evidence_id IS NOT NULL"
            " AND (e.id IS NULL OR e.digest <> l.evidence_digest) ORDER BY l.number LIMIT 1",
            [chain],
        )
        return Fault(chain, found[0]["number"], "证据与记录不符") if found else None


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
