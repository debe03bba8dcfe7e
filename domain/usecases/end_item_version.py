"""Take a version back (撤回事项版本), so that the one before serves at once, or give a draft up."""

from dataclasses import dataclass

from domain.catalogue.store import ItemVersions
from domain.catalogue.version import newest_standing
from domain.kernel.ids import ItemCode, ItemVersionId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.describe_item_version import DescribeItemVersion, VersionView
from domain.usecases.refresh_catalogue import RefreshCatalogue
from domain.usecases.take_item_version import taken, version_facts


@dataclass(frozen=True, slots=True)
class EndItemVersion:
    """The step and its ledger entry, or neither. Cases that began with a version keep it."""

    versions: ItemVersions
    describe: DescribeItemVersion
    refresh: RefreshCatalogue
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def roll_back(
        self,
        staff: StaffAccount,
        item: ItemCode,
        version_id: ItemVersionId,
        *,
        reason: str,
        request: RequestKey,
    ) -> VersionView:
        """Raises NotFound, StepNotAllowed, SignerIsEditor, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            version, all_ = await taken(self.versions, item, version_id)
            comes_back = newest_standing(one for one in all_ if one.number < version.number)
            version.roll_back(by=staff.staff_id, at=self.now(), reason=reason, before=comes_back)
            await self.versions.save(version)
            facts = {**version_facts(version), "back": comes_back.number if comes_back else 0}
            await self.ledger.append(Step("item-version-rolled-back", staff=staff.login, facts=facts))
            view = await self.describe(version, all_)
            await self.answers.keep(request, view)
        await self.refresh()
        return view

    async def discard(
        self,
        staff: StaffAccount,
        item: ItemCode,
        version_id: ItemVersionId,
        *,
        reason: str,
        request: RequestKey,
    ) -> VersionView:
        """Raises NotFound, StepNotAllowed, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            version, all_ = await taken(self.versions, item, version_id)
            version.discard(by=staff.staff_id, at=self.now(), reason=reason)
            await self.versions.save(version)
            step = Step("item-version-discarded", staff=staff.login, facts=version_facts(version))
            await self.ledger.append(step)
            view = await self.describe(version, all_)
            await self.answers.keep(request, view)
        return view
