"""Describe a push list (推送清单) in words: bodies, reasons and people by name, codes nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.findings.finding import Reason
from domain.findings.push_list import PushList
from domain.kernel.ids import StaffId
from domain.staff.ports import Accounts

DUE = "due"


@dataclass(frozen=True, slots=True)
class Sampled:
    """One of those who would be told, as the register says today."""

    party_name: str
    licence_number_tail: str
    office: str
    last_day: date
    why: str


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
    sample: tuple[Sampled, ...] = ()


@dataclass(frozen=True, slots=True)
class DescribePushList:
    accounts: Accounts
    catalogue: Catalogue

    async def __call__(self, push_list: PushList, *, sample: tuple[Sampled, ...] = ()) -> PushListView:
        """Raises NotFound, ItemUnknown: only when an account or an item was taken away."""
        item, counts = self.catalogue.get(push_list.item), push_list.counts
        return PushListView(
            push_list_id=push_list.push_list_id,
            item_name=item.name,
            rule=push_list.rule,
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
            by_body=_most_first({body_name(item, code): n for code, n in counts.by_body.items()}),
            by_reason=_most_first({Reason(r).words: n for r, n in counts.by_reason.items() if r != DUE}),
            sample=sample,
        )

    async def _name(self, staff: StaffId) -> str:
        return (await self.accounts.staff_by_id(staff)).name


def body_name(item: Item, code: str) -> str:
    """The body's name, or its code when the item does not know it."""
    body = item.issuing_body(code)
    return code if body is None else body.name


def _most_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
