"""Edit a draft (编辑事项草稿), as text or key by key; its check begins by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.catalogue.store import ItemVersions
from domain.catalogue.texts import Edit, ItemTexts
from domain.catalogue.version import ItemVersion, newest_standing
from domain.catalogue.version_refusals import ItemVersionChanged
from domain.kernel.ids import ItemCode, ItemVersionId
from domain.kernel.jobs import CheckItemVersion
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.describe_item_version import DescribeItemVersion, VersionView
from domain.usecases.take_item_version import taken, version_facts


@dataclass(frozen=True, slots=True)
class EditItemVersion:
    """The text, its ledger entry and the job that checks it: all or nothing. A text with problems is kept."""

    versions: ItemVersions
    texts: ItemTexts
    describe: DescribeItemVersion
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, item: ItemCode, version_id: ItemVersionId, text: str, *, read: str
    ) -> VersionView:
        """`read`: the digest of the text that was edited; the same text again changes nothing.

        Raises NotFound, StepNotAllowed, ItemVersionChanged.
        """
        async with self.atomic():
            version, all_ = await taken(self.versions, item, version_id)
            return await self._edited(staff, version, all_, text, read)

    async def fields(
        self,
        staff: StaffAccount,
        item: ItemCode,
        version_id: ItemVersionId,
        changes: Mapping[str, Edit],
        *,
        read: str,
        request: RequestKey,
    ) -> VersionView:
        """Single keys. Raises as above, ItemKeyNotEditable, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, VersionView):
                return before
            version, all_ = await taken(self.versions, item, version_id)
            version.must_be_open()
            if read != version.digest:
                raise ItemVersionChanged(str(version_id))
            text = self.texts.edited(version.text, changes)
            view = await self._edited(staff, version, all_, text, read)
            await self.answers.keep(request, view)
        return view

    async def _edited(
        self,
        staff: StaffAccount,
        version: ItemVersion,
        all_: tuple[ItemVersion, ...],
        text: str,
        read: str,
    ) -> VersionView:
        item, base, at = self.texts.read(text).item, newest_standing(all_), self.now()
        name = version.name if item is None else item.name
        number = None if base is None else base.number
        if version.edit(text, read=read, by=staff.staff_id, name=name, base=number):
            if version.ask_check(at=at):
                await self.jobs.defer(CheckItemVersion(version.version_id))
            await self.versions.save(version)
            step = Step("item-version-edited", staff=staff.login, facts=version_facts(version))
            await self.ledger.append(step)
        return await self.describe(version, all_)
