"""Draft the next version of an item (起草事项版本), or the first one of an item that is not there yet."""

from dataclasses import dataclass

from domain.catalogue.item import Kind
from domain.catalogue.store import ItemVersions
from domain.catalogue.texts import ItemTexts
from domain.catalogue.usable import CatalogueInUse
from domain.catalogue.version import OPEN, ItemVersion, VersionState, newest_standing
from domain.catalogue.version_refusals import ItemCodeTaken, ItemVersionOpen
from domain.kernel.ids import ItemCode, ItemVersionId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.describe_item_version import DescribeItemVersion, VersionView
from domain.usecases.keep_shipped_versions import KeepShippedVersions
from domain.usecases.take_item_version import version_facts


@dataclass(frozen=True, slots=True)
class DraftItemVersion:
    """The draft and its ledger entry, or neither. An item has one draft at a time."""

    versions: ItemVersions
    texts: ItemTexts
    catalogue: CatalogueInUse
    keep_shipped: KeepShippedVersions
    describe: DescribeItemVersion
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(
        self, staff: StaffAccount, item: ItemCode, *, why: str, request: RequestKey
    ) -> VersionView:
        """From the newest that stands, another number alone. Raises NotFound, ItemVersionOpen,
        ItemKeyNotEditable, IdempotencyKeyReused."""
        await self.keep_shipped(item)
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            all_ = await self.versions.take_item(item)
            base = newest_standing(all_)
            if base is None:
                raise NotFound(item)
            number = _next_number(all_)
            text = self.texts.edited(base.text, {"version": number})
            made = self._made(item, number, base.name, text, base=base.number)
            made.drafted_by, made.why = staff.staff_id, why
            return await self._kept(staff, made, all_, request)

    async def of_new(
        self, staff: StaffAccount, item: ItemCode, name: str, kind: Kind, *, why: str, request: RequestKey
    ) -> VersionView:
        """Of an item nobody has heard of. Raises ItemCodeTaken, ItemVersionOpen, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            all_ = await self.versions.take_item(item)
            is_served = any(one.code == item for one in self.catalogue.all())
            if is_served or any(one.state not in (*OPEN, VersionState.DISCARDED) for one in all_):
                raise ItemCodeTaken(item)
            number = _next_number(all_)
            text = self.texts.edited(self.texts.begun(item, name, kind), {"version": number})
            made = self._made(item, number, name, text, base=None)
            made.drafted_by, made.why = staff.staff_id, why
            return await self._kept(staff, made, all_, request)

    def _made(self, item: ItemCode, number: int, name: str, text: str, *, base: int | None) -> ItemVersion:
        version_id, state = ItemVersionId(self.new_id()), VersionState.DRAFT
        return ItemVersion(version_id, item, number, state, name, text, self.now(), base=base)

    async def _kept(
        self, staff: StaffAccount, made: ItemVersion, all_: tuple[ItemVersion, ...], request: RequestKey
    ) -> VersionView:
        if not await self.versions.add(made):
            raise ItemVersionOpen(made.item)
        await self.ledger.append(Step("item-version-drafted", staff=staff.login, facts=version_facts(made)))
        view = await self.describe(made, (made, *all_))
        await self.answers.keep(request, view)
        return view


def _next_number(all_: tuple[ItemVersion, ...]) -> int:
    return max((one.number for one in all_), default=0) + 1
