"""End a start (自己办): the matter it leads to, opened without a notice, or why there is none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.findings.finding import Reason
from domain.invitations.ports import Invitations
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.matters.matter import Matter, MatterState
from domain.matters.ports import Matters
from domain.starts.ports import Starts
from domain.starts.start import ALREADY_DONE, CHANGE_OVERDUE, NOTHING_DUE, Start, StartState
from domain.usecases.note_doubt import NoteDoubt
from domain.usecases.open_matter import OpenMatter
from domain.usecases.weigh_holder import Weighed

_NOT_DUE = frozenset({NOTHING_DUE, ALREADY_DONE, str(Reason.ALREADY_CURRENT)})


@dataclass(frozen=True, slots=True)
class EndStart:
    """Part of a use case's transaction, the start's row held."""

    starts: Starts
    matters: Matters
    invitations: Invitations
    open_matter: OpenMatter
    note_doubt: NoteDoubt
    ledger: Ledger

    async def __call__(self, start: Start, weighed: Sequence[Weighed], *, at: datetime) -> None:
        """Every bundle in which the item asked for is due gets its matter, with all else that the same change
        makes due; the start leads to the one with the fewest days left. What needs a clerk is noted."""
        await self._note_doubts(weighed, at)
        asked = sorted((one for one in weighed if one.item.code == start.item), key=_last_day)
        wanted = {one.finding.bundle_key for one in asked if one.finding.reason is None}
        for bundle in _rounds([one for one in weighed if one.finding.bundle_key in wanted]):
            findings = tuple(one.finding for one in bundle)
            items, records = tuple(one.item for one in bundle), tuple(one.record for one in bundle)
            await self.open_matter(findings, items, records, at=at, tell=False)
        matters = [await self._offering(start, one, weighed) for one in asked if one.finding.reason is None]
        standing = [one for one in matters if one is not None and one.state is not MatterState.CLOSED]
        if standing:
            start.lead_to(standing[0].matter_id, at=at)
        else:
            reason = _reason(asked, is_done=any(matters))
            state = StartState.NOT_DUE if reason in _NOT_DUE else StartState.REFUSED
            start.lead_nowhere(state, reason, at=at)
        await self.note(start)

    async def note(self, start: Start) -> None:
        """Keep how it ended."""
        await self.starts.save(start)
        facts: dict[str, Fact] = {
            "start": str(start.start_id),
            "item": start.item,
            "state": str(start.state),
            "reason": start.reason,
        }
        await self.ledger.append(Step("self-start-ended", start.matter, facts=facts))

    async def _note_doubts(self, weighed: Iterable[Weighed], at: datetime) -> None:
        waiting = {
            one.finding.verdict.candidate.change_id: one.finding.verdict.why.record_id
            for one in weighed
            if one.finding.reason is Reason.NEEDS_CLERK
        }
        for change, record in sorted(waiting.items()):
            await self.note_doubt(change, record, at=at)

    async def _offering(self, start: Start, one: Weighed, weighed: Iterable[Weighed]) -> Matter | None:
        """This party's matter in which that very licence is offered under that item."""
        bundle_key = one.finding.bundle_key
        together = (other.finding for other in weighed if other.finding.bundle_key == bundle_key)
        for key in (bundle_key, *(finding.event_key for finding in together)):
            matter = await self.matters.of_event(key)
            if matter is None or matter.holder != start.party:
                continue
            invitation = await self.invitations.of_matter(matter.matter_id)
            record = one.finding.verdict.why.record_id
            if any((offer.item, offer.record_id) == (start.item, record) for offer in invitation.offers):
                return matter
        return None


def _rounds(weighed: Sequence[Weighed]) -> Iterator[tuple[Weighed, ...]]:
    """Due ones bundle by bundle, fewest days first; a matter offers an item once, so that a holder with two
    licences of one kind gets a second matter for the second."""
    due = sorted((one for one in weighed if one.finding.reason is None), key=_last_day)
    bundles: dict[str, list[dict[str, Weighed]]] = {}
    for one in due:
        rounds = bundles.setdefault(one.finding.bundle_key, [])
        free = next((each for each in rounds if one.item.code not in each), None)
        if free is None:
            rounds.append(free := {})
        free[one.item.code] = one
    for rounds in bundles.values():
        for each in rounds:
            yield tuple(each.values())


def _last_day(one: Weighed) -> tuple[date, str]:
    return one.finding.verdict.why.last_day, one.finding.event_key


def _reason(asked: Sequence[Weighed], *, is_done: bool) -> str:
    """Why nothing is due of the item: what waits for a clerk first, else of the latest event."""
    if not asked:
        return NOTHING_DUE
    if is_done:
        return ALREADY_DONE
    if any(one.finding.reason is Reason.NEEDS_CLERK for one in asked):
        return str(Reason.NEEDS_CLERK)
    latest = max(asked, key=lambda one: one.finding.verdict.why.event_date).finding
    if latest.reason is Reason.TOO_LATE and latest.changed:
        return CHANGE_OVERDUE
    return str(latest.reason or Reason.OPEN_MATTER)  # due, yet none of ours: another party has its matter
