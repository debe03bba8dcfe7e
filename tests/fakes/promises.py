"""How promises ended, as an approval back-end keeps it: the same cases and materials as its fake's."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.decisions.outside import FilingPromise
from domain.kernel.ids import CaseNumber
from domain.kernel.refusal import Refused
from domain.promises.outside import Outcome
from domain.promises.promise import Brought
from tests.fakes.approval import FakeApproval, sm3

ENDS: dict[str, tuple[Outcome, ...]] = {"defer": ("kept", "late"), "instead": ("kept", "untrue", "withdrawn")}


@dataclass
class FakePromises:
    """Implements PromiseDesk. `brought`: declared and not arrived yet."""

    approval: FakeApproval
    outcomes: dict[tuple[CaseNumber, int], Outcome] = field(default_factory=dict)
    brought: dict[tuple[CaseNumber, int], Brought] = field(default_factory=dict)

    async def tell(
        self,
        number: CaseNumber,
        index: int,
        outcome: Outcome,
        at: datetime,
        *,
        brought: Brought | None = None,
    ) -> None:
        self.approval.trouble.enter()
        promise = self._promise(number, index)
        is_material = promise.kind == "defer" and outcome == "kept"
        if outcome not in ENDS[promise.kind] or is_material != (brought is not None) or not at.tzinfo:
            raise Refused("approval", "4000")
        if self.outcomes.get((number, index), outcome) != outcome:
            raise Refused("approval", "4091")
        self.outcomes[number, index] = outcome
        if brought is not None:
            self.brought[number, index] = brought
        self.approval.trouble.leave()

    async def put_material(self, number: CaseNumber, index: int, content: bytes, digest: str) -> None:
        self.approval.trouble.enter()
        declared = self.brought.get((number, index))
        if declared is None or not sm3(content) == digest == declared.sm3:
            raise Refused("approval", "4220")
        self.approval.materials[number, index] = content
        self.approval.trouble.leave()

    def _promise(self, number: CaseNumber, index: int) -> FilingPromise:
        for filing, filed in self.approval.filings.values():
            if filed.number == number and index < len(filing.materials):
                promise = filing.materials[index].promise
                if promise is not None:
                    return promise
        raise Refused("approval", "4040")
