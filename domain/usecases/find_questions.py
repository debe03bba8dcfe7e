"""Find what about the candidates only a clerk can tell (疑点): a name twice, a row of long ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.findings.ports import Questionable, SnapshotQuestions, SnapshotRef

STALE_AFTER = timedelta(days=6 * 365)  # longer than any licence here is valid between two dealings


@dataclass(frozen=True, slots=True)
class FindQuestions:
    """Outside atomic: it reads the snapshot."""

    questions: SnapshotQuestions

    async def __call__(self, run: Sequence[tuple[SnapshotRef, Sequence[str]]]) -> Mapping[str, Questionable]:
        """By record id; `run`: each snapshot with the records found in it. Raises Unavailable."""
        found: dict[str, Questionable] = {}
        for snapshot, records in run:
            stale_before = snapshot.as_of - STALE_AFTER
            found |= await self.questions.of_records(snapshot, set(records), stale_before=stale_before)
        return found
