"""The matter (事由): everything one event asks of one holder, from finding to returned certificate.

Whoever changes anything of a matter takes its row first; all ledger entries carry its id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.ids import MatterId, PartyId
from domain.kernel.refusals import StepNotAllowed


class MatterState(StrEnum):
    FOUND = "found"  # signed off, nobody told yet
    INVITED = "invited"  # 已提示
    UNDER_WAY = "under_way"  # at least one yes
    DECLINED = "declined"  # answered, nothing to be done
    LAPSED = "lapsed"  # last lawful day passed unanswered
    CLOSED = "closed"


NEXT: Mapping[MatterState, tuple[MatterState, ...]] = MappingProxyType(
    {
        # who signs in by themselves answers before any notice reached them
        MatterState.FOUND: (
            MatterState.INVITED,
            MatterState.UNDER_WAY,
            MatterState.DECLINED,
            MatterState.LAPSED,
        ),
        MatterState.INVITED: (MatterState.UNDER_WAY, MatterState.DECLINED, MatterState.LAPSED),
        MatterState.DECLINED: (MatterState.UNDER_WAY,),  # «not now» may become yes
        MatterState.UNDER_WAY: (MatterState.CLOSED,),
    }
)


@dataclass(slots=True)
class Matter:
    matter_id: MatterId
    holder: PartyId
    event_key: str
    state: MatterState
    version: int
    opened_at: datetime

    def move(self, to: MatterState) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.matter_id}: {self.state} → {to}")
        self.state = to
        self.version += 1
