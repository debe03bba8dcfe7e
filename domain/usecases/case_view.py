"""A case (办件) on one screen, as plain values: what it is, where it stands, what comes next."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.cases.case import Case
from domain.cases.words import state_words
from domain.catalogue.item import Item
from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import beijing_date
from domain.decisions.decision import TITLES, Decision
from domain.decisions.proposal import ProposalState
from domain.decisions.push import Remedy
from domain.forms.edit import gaps
from domain.forms.form import FormState
from domain.forms.handling import STAFF
from domain.kernel.party import Party
from domain.promises.promise import PromiseKind, PromiseState
from domain.supplements.supplement import Supplement, SupplementState
from domain.usecases.case_clock import ClockView, clock_view
from domain.usecases.compose_shown import called
from domain.usecases.gather_case import CaseFile
from domain.usecases.next_step import Next, next_step
from domain.usecases.parcel_view import ParcelView, parcel_view
from domain.usecases.promise_view import PromiseBrief, promise_brief
from domain.usecases.refusal_view import RefusalView, refusal_view
from domain.usecases.return_reasons import ReturnReason, return_reasons
from domain.usecases.revocation_view import RevocationOfCase, revocation_of_case
from domain.usecases.supplement_clock import supplement_due
from domain.usecases.waiting_words import WaitingView, waiting_view

REFUSABLE = frozenset({ProposalState.PROPOSED, ProposalState.ADOPTED})
CHOSEN_STAFF = "chosen_staff"  # the person would rather have people decide


@dataclass(frozen=True, slots=True)
class DocumentView:
    document_id: UUID
    kind: str
    title: str
    sealed_at: datetime | None  # None for our own 申请表


@dataclass(frozen=True, slots=True)
class DecisionView:
    result: str
    reasons: tuple[str, ...]
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class RatingView:
    rating_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class SupplementBrief:
    """That something is to be put right (补正); `due` while it is owed."""

    supplement_id: UUID
    state: str
    due: date | None


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    state: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class InstantRuleView:
    """`input`: what `source` said at `as_of`; empty where it was not to be had."""

    id: str
    words: str
    met: bool
    input: str
    source: str
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class InstantView:
    """How the instant path (秒批) went, and by what. `state`: one of the contract's."""

    state: str
    document: str
    version: int
    rules: tuple[InstantRuleView, ...]
    asks: str = ""  # what a clerk asks the person for
    can_refuse: bool = False  # nobody has to take what rules alone came to
    refusal: RefusalView | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """`number` is the 办件编号, once the back-end gave it."""

    case_id: UUID
    matter_id: UUID
    number: str | None
    item_name: str
    party_id: UUID
    party_name: str
    state: str
    state_text: str
    applied_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    clock: ClockView | None
    form_state: str
    shipments: tuple[ParcelView, ...]
    documents: tuple[DocumentView, ...]
    decision: DecisionView | None
    licence_id: UUID | None
    next: Next
    rating: RatingView | None
    instant: InstantView | None = None  # absent in answers kept before there were proposals
    supplement: SupplementBrief | None = None
    withdrawal: WithdrawalView | None = None
    deemed_accepted: bool = False
    revocation: RevocationOfCase | None = None
    correcting: bool = False
    promises: tuple[PromiseBrief, ...] = ()
    return_reasons: tuple[ReturnReason, ...] = ()  # of a returned one
    waiting: WaitingView | None = None


def case_view(
    case: Case, file: CaseFile, *, item: Item, party: Party, calendar: WorkingCalendar, now: datetime
) -> CaseView:
    return CaseView(
        case_id=case.case_id,
        matter_id=case.matter,
        number=case.number,
        item_name=item.name,
        party_id=party.party_id,
        party_name=called(party),
        state=str(case.state),
        state_text=state_words(case),
        applied_at=case.intended_at,
        accepted_at=case.accepted_at,
        decided_at=case.decided_at,
        clock=clock_view(case, item, calendar, beijing_date(now), file.clock),
        form_state=str(file.form.state),
        shipments=tuple(parcel_view(one, item.paper_class) for one in file.shipments),
        documents=tuple(
            DocumentView(one.document_id, str(one.kind), TITLES[one.kind], one.sealed_at)
            for one in file.documents
        ),
        decision=_decision(file.decision),
        licence_id=file.decision.licence if file.decision else None,
        next=what_next(case, file, now),
        rating=RatingView(file.rating.rating_id, str(file.rating.state)) if file.rating else None,
        instant=_instant(case, file, item, calendar),
        supplement=supplement_brief(file.supplement, calendar),
        withdrawal=WithdrawalView(str(asked.state), asked.asked_at) if (asked := file.withdrawal) else None,
        deemed_accepted=case.deemed_accepted_at is not None,
        revocation=revocation_of_case(revoking) if (revoking := file.afterwards.revocation) else None,
        correcting=file.afterwards.correcting,
        promises=tuple(promise_brief(one, case, calendar) for one in file.promises),
        return_reasons=return_reasons(case, file.supplement, file.promises, calendar),
        waiting=waiting_view(case),
    )


def what_next(case: Case, file: CaseFile, now: datetime) -> Next:
    return next_step(
        case,
        file.form,
        file.shipments,
        has_gaps=bool(gaps(file.form, now)),
        has_licence=file.decision is not None and file.decision.licence is not None,
        is_rated=file.rating is not None,
        supplement=file.supplement.state if file.supplement else None,
        is_withdrawing=file.withdrawal is not None and file.withdrawal.is_open,
        owes_material=any(
            one.kind is PromiseKind.DEFER and one.state is PromiseState.OPEN for one in file.promises
        ),
    )


def supplement_brief(supplement: Supplement | None, calendar: WorkingCalendar) -> SupplementBrief | None:
    if supplement is None:
        return None
    is_owed = supplement.state is SupplementState.OPEN
    due = supplement_due(supplement, calendar) if is_owed else None
    return SupplementBrief(supplement.supplement_id, str(supplement.state), due)


def _instant(case: Case, file: CaseFile, item: Item, calendar: WorkingCalendar) -> InstantView | None:
    """None where rules have no say, or have not spoken yet."""
    proposal, authorisation = file.proposal, item.instant_authorisation
    if proposal is None:
        chose = file.form.handling == STAFF or file.afterwards.recheck is not None
        if authorisation is None or file.form.state is not FormState.CONFIRMED or not chose:
            return None
        return InstantView(CHOSEN_STAFF, authorisation.document, authorisation.version, ())
    if proposal.state is ProposalState.MADE:
        return None
    rules = tuple(
        InstantRuleView(one.id, one.words, one.met, one.input, one.source, one.as_of)
        for one in proposal.rules
    )
    refusal = refusal_view(file.afterwards.recheck, calendar)
    return InstantView(
        str(proposal.state),
        proposal.document,
        proposal.rules_version,
        rules,
        file.afterwards.asks if case.decided_at is None else "",
        can_refuse=refusal is None and proposal.state in REFUSABLE,
        refusal=refusal,
    )


def _decision(decision: Decision | None) -> DecisionView | None:
    if decision is None:
        return None
    return DecisionView(str(decision.result), decision.reasons, decision.remedies)
