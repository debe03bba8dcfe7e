"""Decide on an item version (签发事项版本): a second person signs it for a day, or sends it back."""

from dataclasses import dataclass
from datetime import date

from domain.catalogue.store import ItemVersions
from domain.catalogue.texts import changes_nothing
from domain.catalogue.version import ItemVersion, newest_standing
from domain.catalogue.version_refusals import ItemVersionUnchanged, ItemVersionUnsound, LiveDayTooEarly
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode, ItemVersionId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.describe_item_version import DescribeItemVersion, VersionView
from domain.usecases.look_over_item_text import LookOverItemText
from domain.usecases.refresh_catalogue import RefreshCatalogue
from domain.usecases.take_item_version import taken, version_facts


@dataclass(frozen=True, slots=True)
class LiveDay:
    """`urgent`: it may be today; the note says why."""

    on: date
    urgent: bool


@dataclass(frozen=True, slots=True)
class DecideItemVersion:
    """The decision and its ledger entry, or neither. This process serves by it at once, others in seconds."""

    versions: ItemVersions
    look_over: LookOverItemText
    describe: DescribeItemVersion
    refresh: RefreshCatalogue
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def sign(
        self,
        staff: StaffAccount,
        item: ItemCode,
        version_id: ItemVersionId,
        day: LiveDay,
        *,
        digest: str,
        note: str,
        request: RequestKey,
    ) -> VersionView:
        """`digest`: of the text that was read. Raises NotFound, IdempotencyKeyReused,
        ItemVersionUnchanged, and as ItemVersion.sign does."""
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            version, all_ = await taken(self.versions, item, version_id)
            newest = newest_standing(one for one in all_ if one is not version)
            version.sign(
                by=staff.staff_id,
                at=self.now(),
                digest=digest,
                live_on=self._allowed(day, note),
                newest=newest,
            )
            if newest and changes_nothing(self.describe.comparison.differences(newest.text, version.text)):
                raise ItemVersionUnchanged(str(version_id))
            version.note = note
            # neighbours may have changed since the check: two items with one task code serve nobody
            others = tuple(one for one in all_ if one is not version)
            if self.look_over(version, others):
                raise ItemVersionUnsound(str(version_id))
            facts = {**version_facts(version), "liveOn": day.on.isoformat(), "urgent": day.urgent}
            view = await self._kept(
                Step("item-version-signed", staff=staff.login, facts=facts), version, all_
            )
            await self.answers.keep(request, view)
        await self.refresh()
        return view

    async def send_back(
        self,
        staff: StaffAccount,
        item: ItemCode,
        version_id: ItemVersionId,
        *,
        digest: str,
        note: str,
        request: RequestKey,
    ) -> VersionView:
        """Raises NotFound, StepNotAllowed, ItemVersionChanged, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            version, all_ = await taken(self.versions, item, version_id)
            version.send_back(digest=digest, note=note)
            step = Step("item-version-sent-back", staff=staff.login, facts=version_facts(version))
            view = await self._kept(step, version, all_)
            await self.answers.keep(request, view)
        return view

    def _allowed(self, day: LiveDay, note: str) -> date:
        """From tomorrow on; today only where it is urgent and said why."""
        today = beijing_date(self.now())
        if day.on < today or (day.on == today and not (day.urgent and note)):
            raise LiveDayTooEarly(day.on.isoformat())
        return day.on

    async def _kept(self, step: Step, version: ItemVersion, all_: tuple[ItemVersion, ...]) -> VersionView:
        await self.versions.save(version)
        await self.ledger.append(step)
        return await self.describe(version, all_)
