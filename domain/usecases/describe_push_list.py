"""Describe a push list (推送清单) in words: bodies, reasons and people by name, codes nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.findings.back_test import Outcome, PastCount
from domain.findings.finding import Reason
from domain.findings.push_list import ListState, PushList
from domain.invitations.segments import TextCost
from domain.kernel.ids import StaffId
from domain.staff.ports import Accounts
from domain.usecases.estimate_texts import EstimateTexts, Told

DUE = "due"


@dataclass(frozen=True, slots=True)
class Sampled:
    """One of those who would be told, as the register says today."""

    party_name: str
    licence_number_tail: str
    office: str
    last_day: date
    why: str
    item_name: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What became of the list itself, once signed, and of the last one before it."""

    outcome: Outcome | None = None
    previous: PushList | None = None
    previous_outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    push_list_id: UUID
    prepared_at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PushListView:
    push_list_id: UUID
    item_name: str
    rule: str
    as_of: datetime
    state: str
    prepared_by: str
    prepared_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    digest: str
    due: int
    set_aside: int
    by_body: tuple[tuple[str, int], ...]
    by_reason: tuple[tuple[str, int], ...]
    by_item: tuple[tuple[str, int], ...] = ()  # due and set aside
    due_by_item: tuple[tuple[str, int], ...] = ()  # those who are due; empty where it was not counted
    sample: tuple[Sampled, ...] = ()
    back_test: tuple[PastCount, ...] = ()
    outcome: Outcome | None = None
    previous: Previous | None = None
    texts: TextCost | None = None  # while there is something to sign


NO_HISTORY = History()


@dataclass(frozen=True, slots=True)
class DescribePushList:
    accounts: Accounts
    catalogue: Catalogue
    estimate_texts: EstimateTexts

    async def __call__(
        self, push_list: PushList, *, sample: tuple[Sampled, ...] = (), history: History = NO_HISTORY
    ) -> PushListView:
        """Raises NotFound, ItemUnknown: only when an account or an item was taken away."""
        items, counts = [self.catalogue.get(item) for item in push_list.items], push_list.counts
        names = {str(item.code): item.name for item in items}
        return PushListView(
            push_list_id=push_list.push_list_id,
            item_name="、".join(names.values()),
            rule="、".join(push_list.rules),
            as_of=push_list.as_of,
            state=str(push_list.state),
            prepared_by=await self._name(push_list.prepared_by),
            prepared_at=push_list.prepared_at,
            decided_by=await self._name(push_list.settled_by) if push_list.settled_by else None,
            decided_at=push_list.settled_at,
            note=push_list.remark,
            digest=push_list.digest,
            due=counts.due,
            set_aside=sum(counts.by_reason.values()) - counts.by_reason.get(DUE, 0),
            by_body=_most_first({body_name(items, code): n for code, n in counts.by_body.items()}),
            by_reason=_most_first({Reason(r).words: n for r, n in counts.by_reason.items() if r != DUE}),
            by_item=_most_first({names.get(code, code): n for code, n in counts.by_item.items()}),
            due_by_item=_most_first({names.get(code, code): n for code, n in _due(push_list).items()}),
            sample=sample,
            back_test=push_list.back_test,
            outcome=history.outcome,
            previous=_previous(history),
            texts=self._texts(push_list, items, sample) if push_list.state is ListState.PREPARED else None,
        )

    def _texts(self, push_list: PushList, items: list[Item], sample: tuple[Sampled, ...]) -> TextCost:
        told = [Told(one.party_name, one.item_name, one.last_day) for one in sample]
        return self.estimate_texts(push_list.counts.due, items, told)

    async def _name(self, staff: StaffId) -> str:
        return (await self.accounts.staff_by_id(staff)).name


def _due(push_list: PushList) -> Mapping[str, int]:
    """By item code, noughts too; of a list of before, known only where it is about one item."""
    counts = push_list.counts
    if counts.due_by_item is not None:
        return {code: counts.due_by_item.get(code, 0) for code in counts.by_item}
    return dict.fromkeys(counts.by_item, counts.due) if len(counts.by_item) == 1 else {}


def _previous(history: History) -> Previous | None:
    before, outcome = history.previous, history.previous_outcome
    if before is None or outcome is None:
        return None
    return Previous(before.push_list_id, before.prepared_at, outcome)


def body_name(items: Iterable[Item], code: str) -> str:
    """The body's name, or its code when none of the items knows it."""
    known = (item.issuing_body(code) for item in items)
    return next((body.name for body in known if body is not None), code)


def _most_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
