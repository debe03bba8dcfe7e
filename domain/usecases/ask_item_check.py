"""Ask for a check or a dry run of a draft (校验、试运行): the worker does it, one of each at a time."""

from dataclasses import dataclass

from domain.catalogue.store import ItemVersions
from domain.catalogue.version import ItemVersion
from domain.kernel.ids import ItemCode, ItemVersionId
from domain.kernel.jobs import CheckItemVersion, Job, TryItemVersion
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.describe_item_version import DescribeItemVersion, VersionView
from domain.usecases.take_item_version import taken, version_facts


@dataclass(frozen=True, slots=True)
class AskItemCheck:
    versions: ItemVersions
    describe: DescribeItemVersion
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, item: ItemCode, version_id: ItemVersionId, request: RequestKey
    ) -> VersionView:
        """A check, unless one of this text is under way or done. Raises NotFound, StepNotAllowed,
        IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            version, all_ = await taken(self.versions, item, version_id)
            if version.ask_check(at=self.now()):
                await self._begin(staff, version, CheckItemVersion(version_id), "item-version-check-asked")
            view = await self.describe(version, all_)
            await self.answers.keep(request, view)
        return view

    async def trial(
        self, staff: StaffAccount, item: ItemCode, version_id: ItemVersionId, request: RequestKey
    ) -> VersionView:
        """A dry run, unless one of this text is under way. Raises as above, ItemVersionUnsound."""
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            version, all_ = await taken(self.versions, item, version_id)
            if version.ask_trial(at=self.now()):
                await self._begin(staff, version, TryItemVersion(version_id), "item-version-trial-asked")
            view = await self.describe(version, all_)
            await self.answers.keep(request, view)
        return view

    async def _begin(self, staff: StaffAccount, version: ItemVersion, job: Job, kind: str) -> None:
        await self.jobs.defer(job)
        await self.versions.save(version)
        await self.ledger.append(Step(kind, staff=staff.login, facts=version_facts(version)))
