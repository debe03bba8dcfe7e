"""Compose what is handed to the provincial interface (省好差评接口): same rating, same evaluation."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.invitations.ports import Invitations
from domain.kernel.party import PartyKind
from domain.kernel.refusal import Refused, Unavailable
from domain.parties.ports import Parties
from domain.ratings.outside import Evaluation
from domain.ratings.rating import Rating

SYSTEM = "rating"
DIVISION = slice(2, 8)  # of a USCC: 登记管理机关行政区划码


@dataclass(frozen=True, slots=True)
class ComposeEvaluation:
    cases: Cases
    invitations: Invitations
    parties: Parties
    catalogue: Catalogue

    async def __call__(self, rating: Rating) -> Evaluation:
        """Our own rows only. Raises Unavailable while the case has no 办件编号, Refused without its body."""
        case = await self.cases.by_id(rating.case)
        item = self.catalogue.of_case(case)
        invitation = await self.invitations.of_matter(case.matter)
        body = item.issuing_body(invitation.offer(case.item).issuing_body)
        if case.number is None:
            raise Unavailable(SYSTEM, "case-not-filed-yet")
        if body is None or body.task_code is None:
            raise Refused(SYSTEM, "no-task-code")
        rater = await self.parties.by_id(rating.party)
        return Evaluation(
            area_code=body.code[DIVISION],
            department_code=body.code,
            department=body.name,
            task_code=body.task_code,
            task_name=item.name,
            project_no=case.number,
            accepted_on=beijing_date(case.accepted_at or case.filed_at or case.intended_at),
            rater_name=rater.name,
            rater_number=rater.number,
            rater_is_person=rater.kind is PartyKind.PERSON,
            channel="2",
            satisfaction=rating.satisfaction.value,
            tags=rating.tags,
            words=rating.words,
            assessed_at=rating.given_at,
        )
