"""Item versions (事项版本) ready to be signed, as rows of queue 1 of 今日待办 (待签清单)."""

from dataclasses import dataclass

from domain.catalogue.check import CheckState
from domain.catalogue.store import ItemVersions, VersionLookup
from domain.catalogue.texts import ItemComparison, changes_nothing
from domain.catalogue.trial import TrialState
from domain.catalogue.version import ItemVersion, VersionState, newest_standing
from domain.kernel.ids import StaffId
from domain.staff.account import Role
from domain.staff.ports import Accounts
from domain.staff.today import Waiting


@dataclass(frozen=True, slots=True)
class VersionsToSign:
    """Checked and tried, and with something to sign; for a chief with no hand in it."""

    lookup: VersionLookup
    versions: ItemVersions
    comparison: ItemComparison
    accounts: Accounts

    async def __call__(self) -> tuple[Waiting, ...]:
        """One an item at most."""
        rows = []
        for head in await self.lookup.heads():
            if head.state is not VersionState.DRAFT:
                continue
            all_ = await self.versions.of_item(head.item)
            draft = next((one for one in all_ if one.version_id == head.version_id), None)
            if draft is not None and self._waits(draft, newest_standing(all_)):
                rows.append(await self._row(draft))
        return tuple(rows)

    def _waits(self, draft: ItemVersion, newest: ItemVersion | None) -> bool:
        if not awaits_signature(draft, newest):
            return False
        was = newest.text if newest else ""
        return not changes_nothing(self.comparison.differences(was, draft.text))

    async def _row(self, draft: ItemVersion) -> Waiting:
        hands = [await self.accounts.staff_by_id(one) for one in _hands(draft)]
        by = "、".join(account.name for account in hands)
        return Waiting(
            kind="item-version",
            ref=draft.version_id,
            title=f"{draft.name}：事项第 {draft.number} 版",
            detail=f"已校验、已试运行；{by}编制",
            since=draft.tried.at or draft.drafted_at,
            action="核对签发",
            role=Role.CHIEF,
            not_by=frozenset(account.login for account in hands),
        )


def awaits_signature(draft: ItemVersion, newest: ItemVersion | None) -> bool:
    """Checked and tried, of this very text, against the one that stands before it."""
    is_ready = draft.checked.state is CheckState.SOUND and draft.tried.state is TrialState.DONE
    is_compared = draft.base == (newest.number if newest else None)
    return draft.state is VersionState.DRAFT and is_ready and is_compared


def _hands(draft: ItemVersion) -> tuple[StaffId, ...]:
    """Who began it, then who edited it; each once."""
    first = () if draft.drafted_by is None else (draft.drafted_by,)
    return tuple(dict.fromkeys((*first, *draft.editors)))
