"""Where findings (研判结果) and push lists (推送清单) are kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.findings.finding import Finding
from domain.findings.push_list import PushList
from domain.kernel.ids import FindingId, ItemCode, PushListId


@dataclass(frozen=True, slots=True)
class Standing:
    """What earlier matters of one item say about holders, each by the keyed hash that snapshots use."""

    in_hand: frozenset[str]  # told and still in time to answer, or with a case not settled
    never: frozenset[str]  # answered 不再提醒


class Findings(Protocol):
    """Adapter: adapters/postgres/findings.py."""

    async def pursued(self, item: ItemCode, event_keys: Collection[str]) -> frozenset[str]:
        """Which of these events an earlier list pursues; until the transaction ends no other run may ask
        for this item."""
        ...

    async def standing(self, item: ItemCode, *, on: date) -> Standing:
        """As it is `on` that Beijing date."""
        ...

    async def by_id(self, finding: FindingId) -> Finding:
        """For reading. Raises NotFound."""
        ...

    async def take(self, finding: FindingId) -> Finding:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def may_be_told(self, finding: FindingId) -> bool:
        """Whether the list it stands on is signed, and not stopped since."""
        ...

    async def save(self, finding: Finding) -> None:
        """Keep the verdict; who is set aside now is nobody's pursuit any more and judged again."""
        ...


class PushLists(Protocol):
    """Adapter: adapters/postgres/push_lists.py."""

    async def add(self, push_list: PushList, findings: Sequence[Finding]) -> None:
        """The list with all its findings. Inside atomic."""
        ...

    async def by_id(self, push_list: PushListId) -> PushList:
        """For reading. Raises NotFound."""
        ...

    async def take(self, push_list: PushListId) -> PushList:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def page(self, *, before: PushListId | None, size: int) -> tuple[PushList, ...]:
        """Newest first, those older than `before`."""
        ...

    async def findings(self, push_list: PushListId) -> tuple[Finding, ...]:
        """All of them, due and set aside."""
        ...

    async def save(self, push_list: PushList) -> None:
        """Keep the state. Sent back or stopped, it lets go of every event nobody was told of yet."""
        ...

    async def is_stopped(self, event_key: str) -> bool:
        """Whether the list that led to this event's matter was stopped; False when no list did."""
        ...
