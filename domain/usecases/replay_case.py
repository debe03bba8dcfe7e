"""Replay a case from the ledger alone and compare the outcome with its row."""

from dataclasses import dataclass

from domain.cases.case import CaseState, ReplayDiffers, replay
from domain.cases.ports import Cases
from domain.kernel.ids import CaseId
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger

_PARCEL = "parcel-"  # whose `from` and `to` are its own


@dataclass(frozen=True, slots=True)
class Replayed:
    """`moves`: how many steps the ledger tells; `state`: where both stand."""

    moves: int
    state: CaseState


@dataclass(frozen=True, slots=True)
class ReplayCase:
    cases: Cases
    ledger: Ledger

    async def __call__(self, case: CaseId) -> Replayed:
        """Raises NotFound, ReplayDiffers."""
        row = await self.cases.by_id(case)
        moves = tuple(move for entry in await self.ledger.of_case(case) if (move := _move(entry.step)))
        state = replay(moves)
        if state is not row.state:
            raise ReplayDiffers(f"{case}: ledger {state}, row {row.state}")
        return Replayed(len(moves), state)


def _move(step: Step) -> tuple[CaseState, CaseState] | None:
    before, after = step.facts.get("from"), step.facts.get("to")
    if before is None or after is None or step.kind.startswith(_PARCEL):
        return None
    return CaseState(str(before)), CaseState(str(after))
