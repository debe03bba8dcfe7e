"""Gather everything that hangs on one case: form, parcels, decision and documents, rating."""

from dataclasses import dataclass, field

from domain.cases.case import Case
from domain.cases.ports import CaseRequests
from domain.cases.request import CaseRequest, RequestKind
from domain.clock.ports import ClockRecords
from domain.clock.record import ClockRecord
from domain.decisions.decision import Decision, Document
from domain.decisions.ports import Decisions, Proposals
from domain.decisions.proposal import Proposal
from domain.forms.form import Form
from domain.forms.ports import Forms
from domain.promises.ports import Promises
from domain.promises.promise import Promise
from domain.ratings.ports import Ratings
from domain.ratings.rating import Rating
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.supplements.ports import Supplements
from domain.supplements.supplement import NEVER_OWED, Supplement
from domain.usecases.gather_afterwards import Afterwards, GatherAfterwards


@dataclass(frozen=True, slots=True)
class CaseFile:
    form: Form
    shipments: tuple[Shipment, ...]
    decision: Decision | None
    documents: tuple[Document, ...]
    rating: Rating | None
    proposal: Proposal | None = None
    supplements: tuple[Supplement, ...] = ()  # newest first
    requests: tuple[CaseRequest, ...] = ()
    afterwards: Afterwards = field(default_factory=Afterwards)
    clock: ClockRecord = field(default_factory=ClockRecord)
    promises: tuple[Promise, ...] = ()

    @property
    def supplement(self) -> Supplement | None:
        """The newest the person was asked to answer."""
        return next((one for one in self.supplements if one.state not in NEVER_OWED), None)

    @property
    def withdrawal(self) -> CaseRequest | None:
        return next((one for one in self.requests if one.kind is RequestKind.WITHDRAWAL), None)


@dataclass(frozen=True, slots=True)
class GatherCase:
    forms: Forms
    shipments: Shipments
    decisions: Decisions
    ratings: Ratings
    proposals: Proposals
    supplements: Supplements
    requests: CaseRequests
    gather_afterwards: GatherAfterwards
    clocks: ClockRecords
    promises: Promises

    async def __call__(self, case: Case) -> CaseFile:
        """Our own rows only, so it may stand inside atomic."""
        return CaseFile(
            await self.forms.of_case(case.case_id),
            await self.shipments.of_case(case.case_id),
            await self.decisions.of_case(case.case_id),
            await self.decisions.documents(case.case_id),
            await self.ratings.of_case(case.case_id),
            await self.proposals.of_case(case.case_id),
            await self.supplements.of_case(case.case_id),
            await self.requests.all_of(case.case_id),
            await self.gather_afterwards(case.case_id),
            await self.clocks.of_case(case.case_id),
            await self.promises.of_case(case.case_id),
        )
