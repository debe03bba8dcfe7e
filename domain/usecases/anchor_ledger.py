"""Anchor the ledger (留痕账): what is new is held outside the database, and signed."""

import asyncio
from dataclasses import dataclass

from domain.ledger.anchor import Anchor, LedgerRewritten
from domain.ledger.ports import Anchors, Checkpoints


@dataclass(frozen=True, slots=True)
class AnchorLedger:
    anchors: Anchors
    checkpoints: Checkpoints

    async def __call__(self) -> Anchor:
        """The newest line. When nothing is new one is written only now and then: that nothing was.

        A chain that lost what a checkpoint saw is left out, so that nobody takes it for whole; all others are
        held, and then it is said. Raises LedgerRewritten, CheckpointForged.
        """
        newest = await self.anchors.newest()
        pending = await self.anchors.pending()
        anchored = await asyncio.to_thread(self.checkpoints.extend, pending, newest)
        await self.anchors.keep(anchored.anchor, pending.without(anchored.rewritten))
        if anchored.rewritten:
            named = ", ".join(sorted(str(chain) for chain in anchored.rewritten))
            raise LedgerRewritten(f"not what a checkpoint saw: {named}; run `palm ledger verify`")
        return anchored.anchor
