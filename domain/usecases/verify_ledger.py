"""Verify the ledger (留痕账): every chain anew, and against the heads that were kept outside the database."""

import asyncio
from dataclasses import dataclass

from domain.ledger.entry import Fault
from domain.ledger.ports import Checkpoints, Ledger

CUT = "检查点之前的记录被截断或重写"


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """`entries`: how many were read; `checkpointed`: how many of them the last checkpoint vouches for."""

    entries: int
    checkpointed: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class VerifyLedger:
    ledger: Ledger
    checkpoints: Checkpoints

    async def __call__(self) -> LedgerReport:
        """The chains show edits; who has the key and cuts or rewrites a chain is shown by the checkpoint.

        Raises CheckpointForged when the checkpoints themselves are not ours.
        """
        heads = await asyncio.to_thread(self.checkpoints.latest) or ()
        entries, faults = await self.ledger.verify()
        cut = [Fault(head.chain, head.number, CUT) for head in heads if not await self.ledger.holds(head)]
        return LedgerReport(entries, sum(head.number for head in heads), (*faults, *cut))
