"""Describe an item version (事项版本) to staff: by whom, what is wrong with it, what it changes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.catalogue.check import CheckState
from domain.catalogue.texts import Difference, ItemComparison
from domain.catalogue.trial import Trial
from domain.catalogue.version import OPEN, ItemVersion, VersionState, live_on, newest_standing
from domain.clock.clock import beijing_date
from domain.kernel.ids import StaffId
from domain.kernel.ports import Clock
from domain.staff.ports import Accounts
from domain.usecases.look_over_item_text import LookOverItemText, Problems


@dataclass(frozen=True, slots=True)
class VersionLine:
    """`note`: the last that was said of it, when it was signed, sent back or ended."""

    version_id: UUID
    version: int
    state: str
    state_text: str
    is_live: bool
    drafted_at: datetime
    drafted_by: str | None
    live_on: date | None
    signed_by: str | None
    signed_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None
    why: str
    note: str
    unreadable: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """`base_version`: what `differences` and `text_diff` compare it with; None where it is the first."""

    line: VersionLine
    item: str
    name: str
    digest: str
    text: str
    base_version: int | None
    edited_by: tuple[str, ...]
    check_state: CheckState
    check_at: datetime | None
    problems: Problems
    trial: Trial
    differences: tuple[Difference, ...]
    text_diff: str
    confirms: tuple[str, ...]  # keys that no longer wait for the city
    unconfirms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DescribeItemVersion:
    """Our own rows only, so it may stand inside atomic."""

    accounts: Accounts
    comparison: ItemComparison
    look_over: LookOverItemText
    now: Clock

    async def __call__(self, version: ItemVersion, all_: tuple[ItemVersion, ...]) -> VersionView:
        """`all_`: of the item, as they are after the change."""
        base = self._base(version, all_)
        was = base.text if base else ""
        waited, waits = self.comparison.unconfirmed(was), self.comparison.unconfirmed(version.text)
        checked = version.checked
        problems = checked.problems
        if version.state in OPEN and checked.state not in (CheckState.SOUND, CheckState.UNSOUND):
            problems = self.look_over(version, all_)
        return VersionView(
            line=await self.line(version, all_),
            item=version.item,
            name=version.name,
            digest=version.digest,
            text=version.text,
            base_version=base.number if base else None,
            edited_by=tuple([await self._name(one) for one in version.editors]),
            check_state=checked.state,
            check_at=checked.at,
            problems=problems,
            trial=version.tried,
            differences=self.comparison.differences(was, version.text),
            text_diff=self.comparison.lines(was, version.text),
            confirms=tuple(key for key in waited if key not in waits),
            unconfirms=tuple(key for key in waits if key not in waited),
        )

    async def line(self, version: ItemVersion, all_: tuple[ItemVersion, ...]) -> VersionLine:
        live = live_on(all_, beijing_date(self.now()))
        return VersionLine(
            version_id=version.version_id,
            version=version.number,
            state=str(version.state),
            state_text=version.state.words,
            is_live=live is version,
            drafted_at=version.drafted_at,
            drafted_by=await self._known(version.drafted_by),
            live_on=version.live_on,
            signed_by=await self._known(version.signed_by),
            signed_at=version.signed_at,
            ended_by=await self._known(version.ended_by),
            ended_at=version.ended_at,
            why=version.why,
            note=version.ended_why or version.note,
            unreadable=version.unreadable,
        )

    def _base(self, version: ItemVersion, all_: tuple[ItemVersion, ...]) -> ItemVersion | None:
        """What it was begun from, while it is open what stands now."""
        if version.state in OPEN:
            return newest_standing(all_)
        if version.state is VersionState.SHIPPED:
            return None
        return next((one for one in all_ if one.number == version.base), None)

    async def _known(self, staff: StaffId | None) -> str | None:
        return None if staff is None else await self._name(staff)

    async def _name(self, staff: StaffId) -> str:
        return (await self.accounts.staff_by_id(staff)).name
