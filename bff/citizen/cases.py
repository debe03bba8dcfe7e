"""One case (办件) on one screen, and its timeline (办理过程)."""

from datetime import UTC, date, datetime
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.home import NextView
from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import CaseId, short, unshort
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.usecases.case_clock import ClockView
from domain.usecases.case_view import CaseView, DecisionView, DocumentView, InstantView, RemedyView
from domain.usecases.parcel_view import ParcelView
from domain.usecases.read_timeline import TimelineEntry

bp = Blueprint("citizen_cases", url_prefix="/v1/citizen")


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


class PieceOut(View, frozen=True):
    kind: str
    serial: str
    custody: str


class EventOut(View, frozen=True):
    at: datetime
    text: str
    state: str


class CourierOut(View, frozen=True):
    name: str
    phone: str | None = None


class ParcelOut(View, frozen=True):
    shipment_id: str
    direction: str
    state: str
    state_text: str
    carrier: str
    pieces: tuple[PieceOut, ...]
    events: tuple[EventOut, ...]
    waybill: str | None = None
    courier: CourierOut | None = None

    @classmethod
    def of(cls, parcel: ParcelView) -> Self:
        return cls(
            short("ship", parcel.shipment_id),
            parcel.direction,
            parcel.state,
            parcel.state_text,
            parcel.carrier,
            tuple(PieceOut(one.kind, one.serial, one.custody) for one in parcel.pieces),
            tuple(EventOut(one.at.astimezone(UTC), one.text, one.state) for one in parcel.events),
            parcel.waybill or None,
            CourierOut(parcel.courier, parcel.courier_phone or None) if parcel.courier else None,
        )


class DocumentOut(View, frozen=True):
    document_id: str
    kind: str
    title: str
    sealed_at: datetime | None = None

    @classmethod
    def of(cls, document: DocumentView) -> Self:
        return cls(short("doc", document.document_id), document.kind, document.title, document.sealed_at)


class RemedyOut(View, frozen=True):
    kind: str
    body: str
    basis: str
    days: int | None = None
    months: int | None = None

    @classmethod
    def of(cls, remedy: RemedyView) -> Self:
        return cls(remedy.kind, remedy.body, remedy.basis, remedy.days, remedy.months)


class DecisionOut(View, frozen=True):
    result: str
    reasons: tuple[str, ...]
    remedies: tuple[RemedyOut, ...]

    @classmethod
    def of(cls, decision: DecisionView) -> Self:
        remedies = tuple(RemedyOut.of(one) for one in decision.remedies)
        return cls(decision.result, decision.reasons, remedies)


class RatingOut(View, frozen=True):
    rating_id: str
    state: str


class InstantRuleOut(View, frozen=True):
    id: str
    words: str
    met: bool
    input: str | None = None
    source: str | None = None
    as_of: datetime | None = None


class InstantOut(View, frozen=True):
    state: str
    document: str
    version: int
    rules: tuple[InstantRuleOut, ...]

    @classmethod
    def of(cls, instant: InstantView) -> Self:
        rules = tuple(
            InstantRuleOut(one.id, one.words, one.met, one.input or None, one.source or None, one.as_of)
            for one in instant.rules
        )
        return cls(instant.state, instant.document, instant.version, rules)


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


@bp.get("/cases/<case_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_case(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}, person, phone: 200."""
    return reply(CaseScreen.of(await office(request).cases.read_case(request.ctx.acting, case_in(case_id))))


@bp.get("/cases/<case_id:str>/timeline", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_timeline(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}/timeline, person, phone: 200."""
    entries = await office(request).cases.read_timeline(request.ctx.acting, case_in(case_id))
    return reply(TimelineScreen(tuple(EntryOut.of(entry) for entry in entries)))


def case_in(text: str) -> CaseId:
    """The id in a path. Raises NotFound for anything that is none."""
    found = unshort("case", text)
    if found is None:
        raise NotFound
    return CaseId(found)
