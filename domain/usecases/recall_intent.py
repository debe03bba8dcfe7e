"""Recall what a person saw and how sure we were of them when they said yes to a case (办理意向)."""

import json
from dataclasses import dataclass
from datetime import datetime

from domain.invitations.invitation import Answer
from domain.kernel.ids import CaseId
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.ledger.ports import Evidence, Ledger


@dataclass(frozen=True, slots=True)
class Intent:
    """`digest` of what was shown, hex, and empty once the evidence was erased."""

    at: datetime
    text_version: str
    digest: str
    level: Level


@dataclass(frozen=True, slots=True)
class RecallIntent:
    ledger: Ledger
    evidence: Evidence

    async def __call__(self, case: CaseId) -> Intent:
        """Raises NotFound."""
        for entry in await self.ledger.of_case(case):
            step = entry.step
            if step.kind == "intent-given" and step.facts.get("answer") == Answer.YES:
                content = await self.evidence.read(step.evidence) if step.evidence else None
                digest = json.loads(content)["digest"] if content else ""
                level = step.acting.level if step.acting else Level.NONE
                return Intent(entry.at, str(step.facts.get("text", "")), digest, level)
        raise NotFound(str(case))
