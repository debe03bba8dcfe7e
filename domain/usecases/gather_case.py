"""Gather everything that hangs on one case: form, parcels, decision and documents, rating."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.decisions.decision import Decision, Document
from domain.decisions.ports import Decisions, Proposals
from domain.decisions.proposal import Proposal
from domain.forms.form import Form
from domain.forms.ports import Forms
from domain.ratings.ports import Ratings
from domain.ratings.rating import Rating
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment


@dataclass(frozen=True, slots=True)
class CaseFile:
    form: Form
    shipments: tuple[Shipment, ...]
    decision: Decision | None
    documents: tuple[Document, ...]
    rating: Rating | None
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class GatherCase:
    forms: Forms
    shipments: Shipments
    decisions: Decisions
    ratings: Ratings
    proposals: Proposals

    async def __call__(self, case: Case) -> CaseFile:
        """Our own rows only, so it may stand inside atomic."""
        return CaseFile(
            await self.forms.of_case(case.case_id),
            await self.shipments.of_case(case.case_id),
            await self.decisions.of_case(case.case_id),
            await self.decisions.documents(case.case_id),
            await self.ratings.of_case(case.case_id),
            await self.proposals.of_case(case.case_id),
        )
