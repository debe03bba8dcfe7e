"""Record the answers to an invitation: what was shown, what was said, and the case each yes begins."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.catalogue.ports import ItemUnknown
from domain.clock.clock import beijing_date
from domain.invitations.invitation import (
    Answer,
    Invitation,
    InvitationLapsed,
    MatterAlreadyAnswered,
    PromiseNeeded,
    ShownTextChanged,
)
from domain.invitations.ports import Invitations
from domain.invitations.shown import Shown
from domain.kernel.ids import ItemCode, MatterId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.matters.matter import Matter, MatterState
from domain.matters.ports import Matters
from domain.usecases.compose_shown import ComposeShown, everything
from domain.usecases.open_case import OpenCase
from domain.usecases.record_steps import RecordSteps
from domain.usecases.require_anchor import RequireAnchor


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it came, and in which capacity it was given; `was_shown`: which items they saw."""

    acting: Acting
    capacity: str
    answers: tuple[tuple[ItemCode, Answer], ...]
    shown_digest: str
    promise: bool
    at: datetime
    was_shown: Callable[[ItemCode], bool] = everything


@dataclass(frozen=True, slots=True)
class CaseBegun:
    case_id: UUID
    item_code: str


@dataclass(frozen=True, slots=True)
class ItemAnswered:
    item_code: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnswersTaken:
    cases: tuple[CaseBegun, ...]
    answers: tuple[ItemAnswered, ...]


@dataclass(frozen=True, slots=True)
class RecordAnswers:
    atomic: Atomic
    answers: KeptAnswers
    matters: Matters
    invitations: Invitations
    compose_shown: ComposeShown
    open_case: OpenCase
    record_steps: RecordSteps
    require_anchor: RequireAnchor

    async def __call__(self, matter: MatterId, given: Given, request: RequestKey) -> AnswersTaken:
        """All or none. Raises ShownTextChanged, PromiseNeeded, ItemUnknown, InvitationLapsed,
        MatterAlreadyAnswered, EvidenceNotAnchored."""
        async with self.atomic():
            if before := await self.answers.recall(request, AnswersTaken):
                return before
            await self.require_anchor()
            held = await self.matters.take(matter)
            invitation = await self.invitations.of_matter(matter)
            shown = await self.compose_shown(invitation, given.was_shown)
            _check(held, invitation, given, shown)
            taken = await self._take(held, invitation, given, shown)
            await self.answers.keep(request, taken)
        return taken

    async def _take(self, matter: Matter, invitation: Invitation, given: Given, shown: Shown) -> AnswersTaken:
        begun, steps = [], []
        for item, answer in given.answers:
            is_news = invitation.answer(item, answer, today=beijing_date(given.at))
            case = None
            if answer is Answer.YES:
                offer = invitation.offer(item)
                case = await self.open_case(
                    given.acting, given.capacity, matter.matter_id, offer, at=given.at
                )
                begun.append(CaseBegun(case.case_id, item))
            if is_news:
                facts = {"item": item, "answer": str(answer), "text": shown.version}
                of_case = case.case_id if case else None
                steps.append(Step("intent-given", matter.matter_id, of_case, given.acting, facts=facts))
        if steps:
            _move(matter, invitation)
            await self.matters.save(matter)
            await self.invitations.save(invitation)
            await self.record_steps("intent", _evidence(given, shown), *steps)
        said = tuple(ItemAnswered(item, str(answer)) for item, answer in given.answers)
        return AnswersTaken(tuple(begun), said)


def _check(matter: Matter, invitation: Invitation, given: Given, shown: Shown) -> None:
    if matter.state is MatterState.LAPSED:
        raise InvitationLapsed(str(matter.matter_id))
    if matter.state is MatterState.CLOSED:
        raise MatterAlreadyAnswered(str(matter.matter_id))
    if shown.digest() != given.shown_digest:
        raise ShownTextChanged(str(matter.matter_id))
    offered = {offer.item for offer in invitation.offers}
    for item, _ in given.answers:
        if item not in offered:
            raise ItemUnknown(item)
    if not given.promise and any(answer is Answer.YES for _, answer in given.answers):
        raise PromiseNeeded(str(matter.matter_id))


def _move(matter: Matter, invitation: Invitation) -> None:
    """A yes puts the matter under way; it is declined once every item has an answer and none is a yes."""
    answers = [offer.answer for offer in invitation.offers]
    if Answer.YES in answers:
        if matter.state is not MatterState.UNDER_WAY:
            matter.move(MatterState.UNDER_WAY)
    elif matter.state in (MatterState.FOUND, MatterState.INVITED) and None not in answers:
        matter.move(MatterState.DECLINED)


def _evidence(given: Given, shown: Shown) -> bytes:
    content = {
        "digest": given.shown_digest,
        "version": shown.version,
        "shown": json.loads(shown.content()),
        "answers": {item: str(answer) for item, answer in given.answers},
        "promise": given.promise,
        "capacity": given.capacity,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
