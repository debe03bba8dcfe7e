"""Answer an invitation (办理意向), item by item: yes is the application, its time counts."""

from dataclasses import dataclass

from domain.identity.check import Purpose
from domain.invitations.invitation import Answer
from domain.kernel.ids import ItemCode, MatterId
from domain.kernel.party import Acting
from domain.kernel.ports import Clock, RequestKey
from domain.kernel.refusals import NotFound
from domain.mandates.mandate import Act
from domain.matters.ports import Matters
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.record_answers import AnswersTaken, Given, RecordAnswers
from domain.usecases.require_face import RequireFace


@dataclass(frozen=True, slots=True)
class AnswerInvitation:
    """Who may answer is settled here, outside the transaction: face, then whom the register names now."""

    matters: Matters
    require_face: RequireFace
    check_authority: CheckAuthority
    record_answers: RecordAnswers
    now: Clock

    async def __call__(
        self,
        acting: Acting,
        matter: MatterId,
        answers: tuple[tuple[ItemCode, Answer], ...],
        *,
        shown_digest: str,
        promise: bool,
        request: RequestKey,
    ) -> AnswersTaken:
        """Answers, cases, forms, evidence, ledger entries and jobs: all or none.

        Raises NotFound, NotRepresentative, FaceForThisMatter, ShownTextChanged, PromiseNeeded, ItemUnknown,
        InvitationLapsed, MatterAlreadyAnswered, Refused, Unavailable.
        """
        # the register first: whoever it does not name learns nothing, not even that the matter exists
        right = await self.check_authority.right(acting, fresh=True)
        if (await self.matters.by_id(matter)).holder != acting.party:
            raise NotFound(str(matter))
        acting = right.to(Act.APPLY, *(item for item, _ in answers))
        await self.require_face(acting, matter, Purpose.APPLY)
        given = Given(acting, right.capacity, answers, shown_digest, promise, self.now(), right.reads)
        return await self.record_answers(matter, given, request)
