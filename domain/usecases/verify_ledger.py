"""Verify the ledger (留痕账): every chain anew, and against what is held outside the database."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.kernel.ids import CaseId
from domain.ledger.anchor import Scope
from domain.ledger.entry import Fault
from domain.ledger.ports import Anchors, Chains, Checkpoints


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """`entries`: how many were read; `checkpointed`: how many of them checkpoints vouch for."""

    entries: int
    checkpointed: int
    faults: tuple[Fault, ...]


def _to_nobody(_: int) -> None:
    """Who does not watch hears nothing."""


@dataclass(frozen=True, slots=True)
class VerifyLedger:
    chains: Chains
    anchors: Anchors
    checkpoints: Checkpoints
    cases: Cases

    async def __call__(
        self,
        case: CaseId | None = None,
        *,
        contents: bool = False,
        told: Callable[[int], None] = _to_nobody,
    ) -> LedgerReport:
        """The chains show edits; who has the key and cuts or rewrites a chain is shown by the checkpoints.

        `case`: its own chain and its matter's alone; `contents`: evidence is opened as well, for one case
        always. Raises CheckpointForged when the checkpoints themselves are not ours, NotFound.
        """
        scope = None if case is None else Scope(case, (await self.cases.by_id(case)).matter)
        kept = await asyncio.to_thread(self.checkpoints.kept, await self.anchors.newest())
        found = await self.chains.verify(kept, scope, told)
        drifted = await self.chains.verify_contents(scope) if contents or scope else ()
        named = {fault.chain for fault in found.faults}
        more = tuple(fault for fault in drifted if fault.chain not in named)
        return LedgerReport(found.entries, found.checkpointed, (*found.faults, *more))
