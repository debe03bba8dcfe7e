"""The item version (事项版本): one text of an item's file, from draft to live day and what took its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from domain.catalogue.check import Check, CheckState
from domain.catalogue.trial import Trial, TrialState
from domain.catalogue.version_refusals import (
    ItemVersionChanged,
    ItemVersionOutdated,
    ItemVersionUnsound,
    ItemVersionUntried,
    LiveDayTooEarly,
    SignerIsEditor,
)
from domain.kernel.ids import ItemCode, ItemVersionId, StaffId
from domain.kernel.refusals import StepNotAllowed


class VersionState(StrEnum):
    SHIPPED = "shipped"  # 随程序发布: kept so that cases that began with it can go on with it
    DRAFT = "draft"  # 草稿
    SENT_BACK = "sent_back"  # 已退回
    SIGNED = "signed"  # 已签发: live from its day until a later one is
    ROLLED_BACK = "rolled_back"  # 已撤回
    DISCARDED = "discarded"  # 已放弃

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    VersionState.SHIPPED: "随程序发布",
    VersionState.DRAFT: "草稿",
    VersionState.SENT_BACK: "已退回",
    VersionState.SIGNED: "已签发",
    VersionState.ROLLED_BACK: "已撤回",
    VersionState.DISCARDED: "已放弃",
}
NEXT: Mapping[VersionState, tuple[VersionState, ...]] = MappingProxyType(
    {
        VersionState.DRAFT: (VersionState.SENT_BACK, VersionState.SIGNED, VersionState.DISCARDED),
        VersionState.SENT_BACK: (VersionState.DRAFT, VersionState.DISCARDED),
        VersionState.SIGNED: (VersionState.ROLLED_BACK,),
    }
)
OPEN = frozenset({VersionState.DRAFT, VersionState.SENT_BACK})
GIVEN_UP = timedelta(hours=1)  # a check or a dry run that says nothing for so long is asked for anew


UNCHECKED, UNTRIED = Check(), Trial()


@dataclass(slots=True)
class ItemVersion:
    """`base`: the number it was begun from and is compared with. `name`: as its text says it.

    A check and a dry run are of one text: after an edit they count for nothing.
    """

    version_id: ItemVersionId
    item: ItemCode
    number: int
    state: VersionState
    name: str
    text: str
    drafted_at: datetime
    drafted_by: StaffId | None = None  # None: shipped
    why: str = ""
    base: int | None = None
    editors: tuple[StaffId, ...] = ()
    check: Check = UNCHECKED
    trial: Trial = UNTRIED
    signed_by: StaffId | None = None
    signed_at: datetime | None = None
    live_on: date | None = None  # Beijing, from 00:00
    note: str = ""  # of who signed it or sent it back
    ended_by: StaffId | None = None
    ended_at: datetime | None = None
    ended_why: str = ""  # rolled back or given up
    unreadable: str = ""  # why the running program cannot read it
    unreadable_since: datetime | None = None
    version: int = 0

    @property
    def digest(self) -> str:
        """SHA-256, hex, of the text: what a signature is bound to."""
        return digest_of(self.text)

    @property
    def checked(self) -> Check:
        """Of this very text."""
        return self.check if self.check.digest == self.digest else UNCHECKED

    @property
    def tried(self) -> Trial:
        """Of this very text."""
        return self.trial if self.trial.digest == self.digest else UNTRIED

    @property
    def stands(self) -> bool:
        """Whether it serves people, now or from its day on."""
        return self.state is VersionState.SIGNED

    def edit(self, text: str, *, read: str, by: StaffId, name: str, base: int | None) -> bool:
        """Another text; False when it is this one already. `read`: the digest of the text that was edited.

        Raises StepNotAllowed, ItemVersionChanged.
        """
        self.must_be_open()
        is_kept = text == self.text and base == self.base
        if is_kept and self.state is VersionState.DRAFT:
            return False
        if read != self.digest:
            raise ItemVersionChanged(str(self.version_id))
        if self.state is VersionState.SENT_BACK:
            self._move(VersionState.DRAFT)
        self.text, self.name, self.base = text, name, base
        if by not in self.editors:
            self.editors = (*self.editors, by)
        self.version += 1
        return True

    def must_be_open(self) -> None:
        """Raises StepNotAllowed."""
        if self.state not in OPEN:
            raise StepNotAllowed(f"{self.version_id}: is {self.state}")

    def ask_check(self, *, at: datetime) -> bool:
        """Whether a check is to be begun: none of this text is under way or done. Raises StepNotAllowed."""
        self.must_be_open()
        if self.checked.state in (CheckState.SOUND, CheckState.UNSOUND):
            return False
        if self.checked.state is CheckState.QUEUED and not _is_over(self.checked.at, at):
            return False
        self.check = Check(CheckState.QUEUED, self.digest, at)
        return True

    def ask_trial(self, *, at: datetime) -> bool:
        """Whether a dry run is to be begun: a second asking begins no second one.

        Raises StepNotAllowed, ItemVersionUnsound.
        """
        self.must_be_open()
        if self.checked.state is not CheckState.SOUND:
            raise ItemVersionUnsound(str(self.version_id))
        is_under_way = self.tried.state in (TrialState.QUEUED, TrialState.RUNNING)
        if is_under_way and not _is_over(self.tried.at, at):
            return False
        self.trial = Trial(TrialState.QUEUED, self.digest, at)
        return True

    def sign(
        self, *, by: StaffId, at: datetime, digest: str, live_on: date, newest: "ItemVersion | None"
    ) -> None:
        """Live from that day. `newest`: the one that stands before it.

        Raises StepNotAllowed, SignerIsEditor, ItemVersionChanged, ItemVersionUnsound, ItemVersionUntried,
        ItemVersionOutdated, LiveDayTooEarly.
        """
        self._check_step(VersionState.SIGNED)
        self.must_not_be_by(by)
        if digest != self.digest:
            raise ItemVersionChanged(str(self.version_id))
        if self.checked.state is not CheckState.SOUND:
            raise ItemVersionUnsound(str(self.version_id))
        if self.tried.state is not TrialState.DONE:
            raise ItemVersionUntried(str(self.version_id))
        if self.base != (newest.number if newest else None):
            raise ItemVersionOutdated(str(self.version_id))
        if newest is not None and newest.live_on is not None and live_on < newest.live_on:
            raise LiveDayTooEarly(str(self.version_id))
        self._move(VersionState.SIGNED)
        self.signed_by, self.signed_at, self.live_on = by, at, live_on

    def send_back(self, *, digest: str, note: str) -> None:
        """Not like this. Raises StepNotAllowed, ItemVersionChanged."""
        self._check_step(VersionState.SENT_BACK)
        if digest != self.digest:
            raise ItemVersionChanged(str(self.version_id))
        self._move(VersionState.SENT_BACK)
        self.note = note

    def roll_back(self, *, by: StaffId, at: datetime, reason: str, before: "ItemVersion | None") -> None:
        """The one `before` serves again. Raises StepNotAllowed; SignerIsEditor for who worked on either."""
        self._check_step(VersionState.ROLLED_BACK)
        self.must_not_be_by(by)
        if before is not None:
            before.must_not_be_by(by)
        self._end(VersionState.ROLLED_BACK, by, at, reason)

    def discard(self, *, by: StaffId, at: datetime, reason: str) -> None:
        """Raises StepNotAllowed."""
        self._check_step(VersionState.DISCARDED)
        self._end(VersionState.DISCARDED, by, at, reason)

    def must_not_be_by(self, staff: StaffId) -> None:
        """Nobody lets live what they worked on. Raises SignerIsEditor."""
        if staff == self.drafted_by or staff in self.editors:
            raise SignerIsEditor(str(self.version_id))

    def note_check(self, check: Check) -> None:
        self.check = check
        self.version += 1

    def note_trial(self, trial: Trial) -> None:
        self.trial = trial
        self.version += 1

    def _end(self, to: VersionState, by: StaffId, at: datetime, reason: str) -> None:
        self._move(to)
        self.ended_by, self.ended_at, self.ended_why = by, at, reason

    def _check_step(self, to: VersionState) -> None:
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.version_id}: {self.state} → {to}")

    def _move(self, to: VersionState) -> None:
        self._check_step(to)
        self.state = to
        self.version += 1


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def newest_standing(versions: Iterable[ItemVersion]) -> ItemVersion | None:
    """The one the next draft begins from: the highest that is signed, whether or not its day has come, else
    the highest that was shipped."""
    by_rank = {VersionState.SIGNED: 1, VersionState.SHIPPED: 0}
    known = [one for one in versions if one.state in by_rank]
    return max(known, key=lambda one: (by_rank[one.state], one.number), default=None)


def live_on(versions: Iterable[ItemVersion], day: date) -> ItemVersion | None:
    """The one people are served by that Beijing day."""
    versions = tuple(versions)
    begun = [one for one in versions if one.stands and one.live_on is not None and one.live_on <= day]
    shipped = [one for one in versions if one.state is VersionState.SHIPPED]
    return max(begun or shipped, key=lambda one: one.number, default=None)


def _is_over(since: datetime | None, now: datetime) -> bool:
    return since is None or now - since > GIVEN_UP
