"""Try a draft (试运行事项版本) on what has been, in the worker; how far it is stands in its row."""

from dataclasses import dataclass, replace

from domain.catalogue.item import Item
from domain.catalogue.store import ItemVersions, VersionLookup
from domain.catalogue.texts import ItemTexts
from domain.catalogue.trial import Trial, TrialResult, TrialState
from domain.catalogue.version import OPEN, ItemVersion, newest_standing
from domain.kernel.ids import ItemVersionId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.take_item_version import taken, version_facts
from domain.usecases.try_past_cases import TryPastCases
from domain.usecases.try_rule import TryRule

UNDER_WAY = frozenset({TrialState.QUEUED, TrialState.RUNNING})


@dataclass(slots=True)
class _Progress:
    lookup: VersionLookup
    version: ItemVersion
    total: int
    done: int = 0

    async def __call__(self, rows: int) -> None:
        self.done += rows
        await self.lookup.progress(
            self.version.version_id, self.version.digest, done=self.done, total=max(self.total, self.done)
        )


@dataclass(frozen=True, slots=True)
class TryItemVersion:
    """Changes nothing but its own row: killed anywhere, it is begun anew."""

    versions: ItemVersions
    lookup: VersionLookup
    texts: ItemTexts
    try_rule: TryRule
    try_past_cases: TryPastCases
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, version_id: ItemVersionId) -> None:
        """Raises NotFound; Unavailable, and the worker tries again. A rule that is wrong ends it: failed."""
        found = await self.lookup.by_id(version_id)
        item = self.texts.read(found.text).item
        if not _waits(found) or item is None:
            return
        total = await self.try_rule.rows() + await self.try_past_cases.rows(found.item)
        if not await self._begun(found, total):
            return
        try:
            result = await self._result(found, item, _Progress(self.lookup, found, total))
        except Refused as refused:
            await self._end(found, TrialState.FAILED, failure=refused.reason)
            return
        await self._end(found, TrialState.DONE, result=result)

    async def _begun(self, found: ItemVersion, total: int) -> bool:
        async with self.atomic():
            version, _ = await taken(self.versions, found.item, found.version_id)
            if not _waits(version) or version.digest != found.digest:
                return False
            version.note_trial(Trial(TrialState.RUNNING, version.digest, self.now(), total=total))
            await self.versions.save(version)
        return True

    async def _result(self, found: ItemVersion, item: Item, progress: _Progress) -> TrialResult:
        before = newest_standing(await self.versions.of_item(found.item))
        base = None if before is None else self.texts.read(before.text).item
        rule = await self.try_rule(item, base, progress)
        instant, form = await self.try_past_cases(item, progress)
        return TrialResult(rule, instant, form)

    async def _end(
        self, found: ItemVersion, state: TrialState, *, failure: str = "", result: TrialResult | None = None
    ) -> None:
        async with self.atomic():
            version, _ = await taken(self.versions, found.item, found.version_id)
            if not _waits(version) or version.digest != found.digest:
                return  # edited meanwhile: what came out is of a text that is no more
            trial = version.trial
            ended = replace(trial, state=state, done=trial.total, failure=failure, result=result)
            version.note_trial(replace(ended, at=self.now()))
            await self.versions.save(version)
            facts = {**version_facts(version), "trial": str(state)}
            await self.ledger.append(Step("item-version-tried", facts=facts))


def _waits(version: ItemVersion) -> bool:
    return version.state in OPEN and version.tried.state in UNDER_WAY
