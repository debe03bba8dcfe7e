"""The ledger as the version before wrote it: sixteen chains under an HMAC, and heads in a file."""

import hmac
from pathlib import Path
from uuid import UUID

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.ledger_reading import FIRST_CHAINS
from adapters.postgres.ledger_walk import FIRST_GENESIS, first_digest
from adapters.postgres.rows.core import EvidenceRow, LedgerEntryRow, LedgerHeadRow
from domain.kernel.party import Channel
from domain.kernel.ports import Clock, NewId
from domain.ledger.entry import Head, Step


class FirstLedger:
    """Appends in format 1; what it takes is enough for a step of a matter."""

    def __init__(self, key: bytes, now: Clock, new_id: NewId) -> None:
        self._key, self._now, self._new_id = key, now, new_id

    async def append(self, step: Step) -> None:
        anchor = step.matter or step.case or UUID(int=0)
        chain = anchor.int % FIRST_CHAINS
        await LedgerHeadRow.get_or_create({"number": 0, "digest": FIRST_GENESIS}, chain=chain)
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
            staff=step.staff,
            level=int(acting.level) if acting else 0,
            channel=str(acting.channel if acting else Channel.SYSTEM),
            evidence_id=step.evidence,
            evidence_digest=evidence.digest if evidence else None,
            facts=dict(step.facts),
        )
        row.digest = digest_of(self._key, head.digest, row)
        await row.save(force_create=True)
        await LedgerHeadRow.filter(chain=chain).update(number=row.number, digest=row.digest)


def digest_of(key: bytes, before: bytes, row: LedgerEntryRow) -> bytes:
    """Over the same names and values as ever."""
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
    return first_digest(key, before, stated)


async def first_heads() -> tuple[Head, ...]:
    rows = await get_connection("default").execute_query_dict("SELECT * FROM ledger_heads ORDER BY chain")
    return tuple(Head(row["chain"], row["number"], row["digest"]) for row in rows)


def first_checkpoint(path: Path, key: bytes, heads: tuple[Head, ...], now: Clock) -> None:
    """One more line of format 1."""
    lines = path.read_bytes().splitlines() if path.exists() else []
    before = msgspec.json.decode(lines[-1], type=dict[str, msgspec.Raw])["seal"] if lines else b'""'
    said = [{"chain": head.chain, "number": head.number, "digest": head.digest} for head in heads]
    stated = msgspec.json.encode((now(), said, msgspec.Raw(before)))
    seal = hmac.digest(hmac.digest(key, b"palm checkpoints", "sha256"), stated, "sha256")
    line = {"at": now(), "heads": said, "before": msgspec.Raw(before), "seal": seal}
    path.write_bytes(b"".join(one + b"\n" for one in (*lines, msgspec.json.encode(line))))
