"""Where findings (研判结果), push lists (推送清单) and doubts (疑点) are kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.findings.back_test import Outcome
from domain.findings.doubt import Doubt
from domain.findings.finding import Finding, Reason
from domain.findings.push_list import PushList
from domain.kernel.ids import DoubtId, FindingId, ItemCode, PushListId
from domain.kernel.remit import EVERY_BODY, Remit


@dataclass(frozen=True, slots=True)
class Standing:
    """What earlier matters of one item say about holders, each by the keyed hash that snapshots use."""

    in_hand: frozenset[str]  # told and still in time to answer, or with a case not settled
    never: frozenset[str]  # answered 不再提醒


class Findings(Protocol):
    """Adapter: adapters/postgres/findings.py."""

    async def pursued(self, items: Collection[ItemCode], events: Mapping[str, str]) -> frozenset[str]:
        """Which of these events (event key → bundle key) an earlier list or a matter pursues, or were found
        to be settled already; until the transaction ends no other run may ask for these items."""
        ...

    async def told(self, event_keys: Collection[str]) -> frozenset[tuple[str, Reason]]:
        """Which of these events were set aside, and why, on a list that was not sent back."""
        ...

    async def standing(self, item: ItemCode, *, on: date) -> Standing:
        """As it is `on` that Beijing date."""
        ...

    async def by_id(self, finding: FindingId) -> Finding:
        """For reading. Raises NotFound."""
        ...

    async def of_bundle(self, finding: FindingId) -> tuple[Finding, ...]:
        """Those due that share its list and its matter, itself among them. Raises NotFound."""
        ...

    async def take_bundle(self, finding: FindingId) -> tuple[Finding, ...]:
        """The same, held FOR UPDATE. Raises NotFound."""
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

    async def page(
        self, *, before: PushListId | None, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[PushList, ...]:
        """Newest first, older than `before`. `remit`: those all of whose findings are of these bodies."""
        ...

    async def waiting(
        self, *, since: datetime, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[int, tuple[PushList, ...]]:
        """How many wait to be signed, or to be prepared anew, sent back not before `since` and with no later
        list for any of its items; and the first of them, longest first."""
        ...

    async def previous(self, push_list: PushList) -> PushList | None:
        """The newest one before it that was signed and shares an item with it."""
        ...

    async def outcome(self, push_list: PushList) -> Outcome: ...

    async def findings(self, push_list: PushListId) -> tuple[Finding, ...]:
        """All of them, due and set aside."""
        ...

    async def findings_page(
        self, push_list: PushListId, *, reasons: Collection[Reason | None], after: FindingId | None, size: int
    ) -> tuple[Finding, ...]:
        """In a fixed order, behind `after`. `reasons`: None among them for who is due; empty for all."""
        ...

    async def save(self, push_list: PushList) -> None:
        """Keep the state. Sent back or stopped, it lets go of every event nobody was told of yet."""
        ...

    async def is_stopped(self, event_key: str) -> bool:
        """Whether the list that led to this event's matter was stopped; False when no list did."""
        ...


class Doubts(Protocol):
    """Adapter: adapters/postgres/doubts.py."""

    async def add(self, doubt: Doubt) -> bool:
        """False, and nothing added, when this change has its doubt already. Inside atomic."""
        ...

    async def of_changes(self, change_ids: Collection[str]) -> Mapping[str, Doubt]:
        """By change id, open and settled."""
        ...

    async def take(self, doubt: DoubtId) -> Doubt:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def page(
        self, *, open_only: bool, before: DoubtId | None, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[Doubt, ...]:
        """Newest first, those older than `before`."""
        ...

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Doubt, ...]]:
        """How many are open, and the first of them, oldest first."""
        ...

    async def settled(
        self, *, since: datetime, before: DoubtId | None, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[Doubt, ...]:
        """Settled or corrected not before `since`, the last one first; those that follow `before`."""
        ...

    async def save(self, doubt: Doubt) -> None: ...
