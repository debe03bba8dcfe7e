"""Shadow weighing (影子运行): a new version of the rules, weighed beside the live one, proposing nothing."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.decisions.proposal import RuleSaid
from domain.kernel.ids import CaseId, CaseNumber, ItemCode


@dataclass(frozen=True, slots=True)
class ShadowWeighing:
    """On the same inputs at the same moment. `would_grant`, `live_grants`: what each of the two came to."""

    case: CaseId
    item: ItemCode
    version: int
    would_grant: bool
    live_grants: bool
    rules: tuple[RuleSaid, ...] = field(repr=False)
    weighed_at: datetime


@dataclass(frozen=True, slots=True)
class ShadowCount:
    """Of one item and version. `decided`: those the back-end has decided meanwhile."""

    item: ItemCode
    version: int
    weighed: int
    would_grant: int
    agrees_with_live: int
    decided: int
    agrees_with_decision: int


@dataclass(frozen=True, slots=True)
class ShadowDifference:
    """A case on which the shadow differs from the live rules or the decision («» while there is none)."""

    case: CaseId
    number: CaseNumber | None
    would_grant: bool
    live_grants: bool
    decision: str
    unmet: tuple[str, ...]
