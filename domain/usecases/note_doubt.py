"""Note a doubt (疑点) about a change: until a named clerk settles it, nobody is told of that change."""

from dataclasses import dataclass
from datetime import datetime

from domain.findings.doubt import Doubt, DoubtKind, question_key
from domain.findings.finding import Finding
from domain.findings.ports import Questionable
from domain.findings.store import Doubts
from domain.kernel.ids import DoubtId
from domain.kernel.ports import NewId
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class NoteDoubt:
    """Part of a use case's transaction; the second time nothing happens."""

    doubts: Doubts
    ledger: Ledger
    new_id: NewId

    async def __call__(self, change_id: str, record_id: str, *, at: datetime) -> None:
        """`record_id`: any licence of the holder whose change it is."""
        await self._note(Doubt(DoubtId(self.new_id()), change_id, record_id, at))

    async def about(self, finding: Finding, question: Questionable, *, at: datetime) -> None:
        """About the register's row behind a finding."""
        kind, event = DoubtKind(question.question), finding.event_key
        doubt = Doubt(
            DoubtId(self.new_id()),
            question_key(kind, event),
            finding.verdict.why.record_id,
            at,
            kind=kind,
            event=event,
            other=question.other,
        )
        await self._note(doubt)

    async def _note(self, doubt: Doubt) -> None:
        if await self.doubts.add(doubt):
            facts = {"doubt": str(doubt.doubt_id), "change": doubt.change_id}
            await self.ledger.append(Step("doubt-noted", facts=facts))
