"""Check a draft (校验事项版本) whole, in the worker: whoever answers requests has no SQL parser."""

from dataclasses import dataclass

from domain.catalogue.check import Check, CheckState
from domain.catalogue.ports import RuleLint
from domain.catalogue.store import ItemVersions, VersionLookup
from domain.catalogue.version import OPEN, ItemVersion
from domain.kernel.ids import ItemVersionId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Unavailable
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.look_over_item_text import LookOverItemText
from domain.usecases.take_item_version import taken, version_facts


@dataclass(frozen=True, slots=True)
class CheckItemVersion:
    """Reads and writes our own rows only; killed anywhere, it is done again."""

    versions: ItemVersions
    lookup: VersionLookup
    look_over: LookOverItemText
    lint: RuleLint | None  # None: not in this process
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, version_id: ItemVersionId) -> None:
        """Sound or not, of the text as it is now. Raises NotFound; Unavailable where there is no lint."""
        found = await self.lookup.by_id(version_id)
        if not _waits(found):
            return
        if self.lint is None:
            raise Unavailable("analysis", "not-in-this-process")
        async with self.atomic():
            version, all_ = await taken(self.versions, found.item, version_id)
            if not _waits(version):
                return
            problems = self.look_over(version, all_, lint=self.lint)
            state = CheckState.UNSOUND if problems else CheckState.SOUND
            version.note_check(Check(state, version.digest, self.now(), problems))
            await self.versions.save(version)
            facts = {**version_facts(version), "check": str(state), "problems": len(problems)}
            await self.ledger.append(Step("item-version-checked", facts=facts))


def _waits(version: ItemVersion) -> bool:
    return version.state in OPEN and version.checked.state is CheckState.QUEUED
