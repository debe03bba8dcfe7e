"""Write steps into the ledger together with the evidence of what stood before the person's eyes."""

from dataclasses import dataclass, replace

from domain.kernel.ids import EvidenceId
from domain.ledger.entry import Step
from domain.ledger.ports import Evidence, Ledger


@dataclass(frozen=True, slots=True)
class RecordSteps:
    ledger: Ledger
    evidence: Evidence

    async def __call__(self, kind: str, content: bytes, *steps: Step) -> EvidenceId:
        """Keep `content` once, sealed, and append each of `steps` quoting it. Inside atomic.

        All steps are of one matter; `kind` names the evidence («intent», «form», «dispute»).
        """
        kept = await self.evidence.keep(kind, content, matter=steps[0].matter)
        for step in steps:
            await self.ledger.append(replace(step, evidence=kept))
        return kept
