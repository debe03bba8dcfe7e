"""The proposal (秒批建议): what our rules came to for one case, signed; the back-end alone decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.ids import CaseId, ProposalId
from domain.kernel.refusals import StepNotAllowed


class ProposalState(StrEnum):
    NOT_GRANTED = "not_granted"  # a rule was not met: nothing is proposed, the case goes on by hand
    MADE = "made"  # signed, on its way
    PROPOSED = "proposed"  # the back-end has it
    ADOPTED = "adopted"  # 已采纳: its signed push says so
    BY_HAND = "by_hand"  # 转人工办理: the back-end would not have it, or decided otherwise


NEXT: Mapping[ProposalState, tuple[ProposalState, ...]] = MappingProxyType(
    {
        # its push may be quicker than its answer
        ProposalState.MADE: (ProposalState.PROPOSED, ProposalState.ADOPTED, ProposalState.BY_HAND),
        ProposalState.PROPOSED: (ProposalState.ADOPTED, ProposalState.BY_HAND),
    }
)


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """One rule as it was weighed. `input`: what the source said, as people read it; empty: not to be had."""

    id: str
    words: str
    met: bool
    input: str = field(repr=False)
    source: str
    as_of: datetime | None


@dataclass(slots=True)
class Proposal:
    """`document`: the authorisation it rests on; `rules_version`: the item's rules'; `signed`: the JWS sent.

    `reason`: why it went by hand, in the back-end's code; nothing about people. `inputs`: all that could be
    asked when it was weighed, so that another version's rules can be tried on it; dates as ISO text.
    """

    proposal_id: ProposalId
    case: CaseId
    state: ProposalState
    document: str
    rules_version: int
    rules: tuple[RuleSaid, ...] = field(repr=False)
    made_at: datetime
    signed: str = field(default="", repr=False)
    tried_at: datetime | None = None  # a try is out, or was when we were killed
    reason: str = ""
    inputs: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict, repr=False)

    def move(self, to: ProposalState) -> tuple[ProposalState, ProposalState]:
        """One step: (from, to), for the ledger. Raises StepNotAllowed."""
        before = self.state
        if to not in NEXT.get(before, ()):
            raise StepNotAllowed(f"{self.proposal_id}: {before} → {to}")
        self.state = to
        return before, to

    @property
    def is_open(self) -> bool:
        """Whether the back-end may still make it a decision."""
        return self.state in NEXT
