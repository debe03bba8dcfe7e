"""Read an invitation (邀约): why me, which items until when, what was answered, what one would promise."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.invitations.invitation import Answer
from domain.invitations.ports import Invitations, OpenedInvitations
from domain.invitations.shown import Shown
from domain.kernel.ids import CaseId, ItemCode, MatterId
from domain.kernel.party import Acting
from domain.kernel.ports import Clock
from domain.kernel.refusals import NotFound
from domain.matters.ports import Matters
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.compose_shown import ComposeShown


@dataclass(frozen=True, slots=True)
class InvitationView:
    """`shown` is what an answer is bound to by `digest`; the rest is where things stand."""

    matter: MatterId
    shown: Shown
    digest: str
    answers: Mapping[ItemCode, Answer | None]
    cases: Mapping[ItemCode, CaseId]


@dataclass(frozen=True, slots=True)
class ReadInvitation:
    check_authority: CheckAuthority
    matters: Matters
    invitations: Invitations
    cases: Cases
    compose_shown: ComposeShown
    opened: OpenedInvitations
    now: Clock

    async def __call__(self, acting: Acting, matter: MatterId) -> InvitationView:
        """The first time is kept: it is what «read» counts.

        Raises NotFound (also for another party's), NotRepresentative, Unavailable.
        """
        right = await self.check_authority.right(acting)
        found = await self.matters.by_id(matter)
        if found.holder != acting.party:
            raise NotFound(str(matter))
        invitation = await self.invitations.of_matter(matter)
        if not any(right.reads(offer.item) for offer in invitation.offers):
            raise NotFound(str(matter))
        shown = await self.compose_shown(invitation, right.reads)
        if invitation.seen_at is None:
            await self.opened.note_opened(invitation.invitation_id, self.now())
        cases = await self.cases.of_matter(matter)
        return InvitationView(
            matter,
            shown,
            shown.digest(),
            {offer.item: offer.answer for offer in invitation.offers if right.reads(offer.item)},
            {case.item: case.case_id for case in cases if right.reads(case.item)},
        )
