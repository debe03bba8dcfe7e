"""Anchor the ledger (留痕账): write the newest entry of each chain down outside the database."""

import asyncio
from dataclasses import dataclass

from domain.ledger.entry import Head
from domain.ledger.ports import Checkpoints, Ledger


class LedgerRewritten(ValueError):
    """For operators: the chains no longer hold what the last checkpoint saw."""


@dataclass(frozen=True, slots=True)
class AnchorLedger:
    ledger: Ledger
    checkpoints: Checkpoints

    async def __call__(self) -> tuple[Head, ...]:
        """The heads now vouched for; nothing is written when nothing is new.

        A ledger that lost what the last checkpoint saw is not given a new one: it would hide the loss.
        Raises LedgerRewritten, CheckpointForged.
        """
        before = await asyncio.to_thread(self.checkpoints.latest) or ()
        for head in before:
            if not await self.ledger.holds(head):
                raise LedgerRewritten(
                    f"chain {head.chain} lost entry {head.number}: run `palm ledger verify`"
                )
        heads = tuple(head for head in await self.ledger.heads() if head.number)
        if heads != before:
            await asyncio.to_thread(self.checkpoints.write, heads)
        return heads
