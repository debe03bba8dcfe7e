"""One case (办件) on one screen, and its timeline (办理过程), as every front shows it."""

from datetime import date, datetime
from typing import Self

from bff.http.boundary import View
from bff.http.case_parts import NextView, ParcelOut, RemedyOut, RevocationOut
from bff.http.instant_views import InstantOut
from domain.kernel.ids import short
from domain.usecases.case_clock import ClockView
from domain.usecases.case_view import (
    CaseView,
    DecisionView,
    DocumentView,
    SupplementBrief,
    WithdrawalView,
)
from domain.usecases.promise_view import PromiseBrief
from domain.usecases.read_timeline import TimelineEntry
from domain.usecases.return_reasons import ReturnReason
from domain.usecases.waiting_words import WaitingView


class PartyOfCase(View, frozen=True):
    party_id: str
    name: str


class ClockOut(View, frozen=True):
    text: str
    light: str
    due: date | None = None

    @classmethod
    def of(cls, clock: ClockView) -> Self:
        return cls(clock.text, clock.light, clock.due)


class FormStateOut(View, frozen=True):
    state: str


class DocumentOut(View, frozen=True):
    document_id: str
    kind: str
    title: str
    sealed_at: datetime | None = None

    @classmethod
    def of(cls, document: DocumentView) -> Self:
        return cls(short("doc", document.document_id), document.kind, document.title, document.sealed_at)


class DecisionOut(View, frozen=True):
    result: str
    reasons: tuple[str, ...]
    remedies: tuple[RemedyOut, ...]

    @classmethod
    def of(cls, decision: DecisionView) -> Self:
        remedies = tuple(RemedyOut.of(one) for one in decision.remedies)
        return cls(decision.result, decision.reasons, remedies)


class WaitingOut(View, frozen=True):
    since: datetime
    text: str

    @classmethod
    def of(cls, waiting: WaitingView) -> Self:
        return cls(waiting.since, waiting.text)


class RatingOut(View, frozen=True):
    rating_id: str
    state: str


class SupplementOut(View, frozen=True):
    supplement_id: str
    state: str
    due: date | None = None

    @classmethod
    def of(cls, brief: SupplementBrief) -> Self:
        return cls(short("sup", brief.supplement_id), brief.state, brief.due)


class PromiseBriefOut(View, frozen=True):
    promise_id: str
    material: str
    kind: str
    state: str
    state_text: str
    due: date | None = None

    @classmethod
    def of(cls, one: PromiseBrief) -> Self:
        return cls(short("prm", one.promise_id), one.material, one.kind, one.state, one.state_text, one.due)


class WithdrawalOut(View, frozen=True):
    state: str
    asked_at: datetime

    @classmethod
    def of(cls, asked: WithdrawalView) -> Self:
        return cls(asked.state, asked.asked_at)


class ReturnReasonOut(View, frozen=True):
    kind: str
    text: str
    materials: tuple[str, ...] = ()
    due: date | None = None

    @classmethod
    def of(cls, one: ReturnReason) -> Self:
        return cls(one.kind, one.text, one.materials, one.due)


class CaseScreen(View, frozen=True):
    case_id: str
    matter_id: str
    item_name: str
    party: PartyOfCase
    state: str
    state_text: str
    applied_at: datetime
    form: FormStateOut
    shipments: tuple[ParcelOut, ...]
    documents: tuple[DocumentOut, ...]
    next: NextView
    number: str | None = None
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    clock: ClockOut | None = None
    decision: DecisionOut | None = None
    licence_id: str | None = None
    rating: RatingOut | None = None
    instant: InstantOut | None = None
    supplement: SupplementOut | None = None
    withdrawal: WithdrawalOut | None = None
    deemed_accepted: bool = False
    revocation: RevocationOut | None = None
    correcting: bool = False
    promises: tuple[PromiseBriefOut, ...] | None = None
    return_reasons: tuple[ReturnReasonOut, ...] | None = None
    waiting: WaitingOut | None = None

    @classmethod
    def of(cls, case: CaseView) -> Self:
        rating = case.rating
        return cls(
            case_id=short("case", case.case_id),
            matter_id=short("mtr", case.matter_id),
            item_name=case.item_name,
            party=PartyOfCase(short("pty", case.party_id), case.party_name),
            state=case.state,
            state_text=case.state_text,
            applied_at=case.applied_at,
            form=FormStateOut(case.form_state),
            shipments=tuple(ParcelOut.of(one) for one in case.shipments),
            documents=tuple(DocumentOut.of(one) for one in case.documents),
            next=NextView.of(case.next),
            number=case.number,
            accepted_at=case.accepted_at,
            decided_at=case.decided_at,
            clock=ClockOut.of(case.clock) if case.clock else None,
            decision=DecisionOut.of(case.decision) if case.decision else None,
            licence_id=short("lic", case.licence_id) if case.licence_id else None,
            rating=RatingOut(short("rat", rating.rating_id), rating.state) if rating else None,
            instant=InstantOut.of(case.instant) if case.instant else None,
            supplement=SupplementOut.of(case.supplement) if case.supplement else None,
            withdrawal=WithdrawalOut.of(case.withdrawal) if case.withdrawal else None,
            deemed_accepted=case.deemed_accepted,
            revocation=RevocationOut.of(case.revocation) if case.revocation else None,
            correcting=case.correcting,
            promises=tuple(PromiseBriefOut.of(one) for one in case.promises) or None,
            return_reasons=tuple(ReturnReasonOut.of(one) for one in case.return_reasons) or None,
            waiting=WaitingOut.of(case.waiting) if case.waiting else None,
        )


class ActorOut(View, frozen=True):
    who: str
    for_whom: str | None = None


class EntryOut(View, frozen=True):
    at: datetime
    title: str
    actor: ActorOut
    channel: str
    step: int
    detail: str | None = None

    @classmethod
    def of(cls, entry: TimelineEntry) -> Self:
        actor = ActorOut(entry.who, entry.for_whom or None)
        return cls(entry.at, entry.title, actor, entry.channel, entry.step, entry.detail or None)


class TimelineScreen(View, frozen=True):
    entries: tuple[EntryOut, ...]
