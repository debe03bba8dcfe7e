"""The form (申报表单) of a case: read, changed, disputed, confirmed."""

from datetime import date, datetime
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.addresses import AddressOut
from bff.citizen.form_bodies import ConfirmationBody, DisputeBody, EditBody
from bff.http.boundary import View, decode, reply, request_key
from bff.http.case_views import CaseScreen
from bff.http.ids import case_in
from bff.http.request import Ask, Audience, office
from domain.forms.form import Pledge
from domain.forms.handling import HANDLING_WORDS
from domain.forms.lost import TEXTS, VERSION
from domain.forms.words import DELIVERY_WORDS, RETURN_WORDS
from domain.identity.check import Purpose
from domain.kernel.party import Level
from domain.kernel.personal import Free
from domain.usecases.form_view import FieldView, FormView, LostView, MaterialView, PlaceView

bp = Blueprint("citizen_forms", url_prefix="/v1/citizen")


class FieldOut(View, frozen=True):
    key: str
    label: str
    kind: str
    value: str
    source: str
    locked: bool
    disputed: bool
    required: bool
    max_length: int
    as_of: datetime | None = None
    choices: tuple[str, ...] | None = None
    catalogue_id: str | None = None
    purpose: str | None = None
    basis: str | None = None

    @classmethod
    def of(cls, field: FieldView) -> Self:
        return cls(
            field.key,
            field.label,
            field.kind,
            field.value,
            field.source,
            locked=field.locked,
            disputed=field.disputed,
            required=field.required,
            max_length=field.max_length,
            as_of=field.as_of,
            choices=field.choices or None,
            catalogue_id=field.catalogue_id or None,
            purpose=field.purpose or None,
            basis=field.basis or None,
        )


class PledgeOut(View, frozen=True):
    kind: str
    text_version: str
    title: str
    text: str
    days: int | None = None

    @classmethod
    def of(cls, one: Pledge) -> Self:
        return cls(one.kind, one.text_version, one.title, one.text, one.days)


class MaterialOut(View, frozen=True):
    key: str
    name: str
    kind: str
    origin: str
    confirmed: bool
    deferrable: bool
    given: bool = False
    promised: str | None = None
    promises: tuple[PledgeOut, ...] | None = None
    from_wallet: bool = False

    @classmethod
    def of(cls, one: MaterialView) -> Self:
        return cls(
            one.key,
            one.name,
            one.kind,
            one.origin,
            confirmed=one.confirmed,
            deferrable=one.deferrable,
            given=one.given,
            promised=one.promised or None,
            promises=tuple(PledgeOut.of(pledge) for pledge in one.pledges) or None,
            from_wallet=one.from_wallet,
        )


class ModeOut(View, frozen=True):
    mode: str
    label: str


class WindowOut(View, frozen=True):
    day: date
    start: str
    end: str


class PlaceOut(View, frozen=True):
    name: str
    phone: str
    address: str
    window: WindowOut | None = None

    @classmethod
    def of(cls, place: PlaceView) -> Self:
        start, _, end = place.window.partition("-")
        window = WindowOut(place.day, start, end) if place.day else None
        return cls(place.name, place.phone, place.address, window)


class CopiesOut(View, frozen=True):
    original: int
    duplicate: int


class LostTextOut(View, frozen=True):
    version: str
    text: str


class PublicationOut(View, frozen=True):
    medium: str
    day: date


class LostOut(View, frozen=True):
    day: date
    place: str
    publication: PublicationOut | None = None

    @classmethod
    def of(cls, lost: LostView) -> Self:
        published = PublicationOut(lost.medium, lost.published) if lost.published else None
        return cls(lost.day, lost.place, published)


class SignatureWanted(View, frozen=True):
    wanted: str


class FormScreen(View, frozen=True):
    state: str
    version: int
    fields: tuple[FieldOut, ...]
    materials: tuple[MaterialOut, ...]
    return_modes: tuple[ModeOut, ...]
    delivery_modes: tuple[ModeOut, ...]
    copies: CopiesOut
    digest: str
    return_mode: str | None = None
    delivery_mode: str | None = None
    pickup: PlaceOut | None = None
    delivery: PlaceOut | None = None
    handling_modes: tuple[ModeOut, ...] | None = None
    handling: str | None = None
    lost_rule: str | None = None
    lost_text: LostTextOut | None = None
    lost: LostOut | None = None
    signature: SignatureWanted | None = None
    addresses: tuple[AddressOut, ...] | None = None

    @classmethod
    def of(cls, form: FormView) -> Self:
        return cls(
            state=form.state,
            version=form.version,
            fields=tuple(FieldOut.of(one) for one in form.fields),
            materials=tuple(MaterialOut.of(one) for one in form.materials),
            return_modes=tuple(ModeOut(mode, RETURN_WORDS[mode]) for mode in form.return_modes),
            delivery_modes=tuple(ModeOut(mode, DELIVERY_WORDS[mode]) for mode in form.delivery_modes),
            copies=CopiesOut(form.originals, form.duplicates),
            digest=form.digest,
            return_mode=form.return_mode or None,
            delivery_mode=form.delivery_mode or None,
            pickup=PlaceOut.of(form.pickup) if form.pickup else None,
            delivery=PlaceOut.of(form.delivery) if form.delivery else None,
            handling_modes=tuple(ModeOut(mode, HANDLING_WORDS[mode]) for mode in form.handling_modes) or None,
            handling=form.handling or None,
            lost_rule=form.lost_rule or None,
            lost_text=LostTextOut(VERSION, TEXTS[VERSION]) if form.lost_rule else None,
            lost=LostOut.of(form.lost) if form.lost else None,
            signature=SignatureWanted(form.signature) if form.signature else None,
            addresses=tuple(AddressOut.of(one) for one in form.addresses) or None,
        )


@bp.get("/cases/<case_id:str>/form", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_form(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}/form, person, phone: 200."""
    return reply(FormScreen.of(await office(request).cases.read_form(request.ctx.acting, case_in(case_id))))


@bp.patch("/cases/<case_id:str>/form", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def edit_form(request: Ask, case_id: str) -> HTTPResponse:
    """PATCH /v1/citizen/cases/{caseId}/form, person, phone: 200 with the form after the change."""
    acting, case, body = request.ctx.acting, case_in(case_id), decode(request, EditBody)
    edit, pickup, delivery = body.edit()
    change = office(request).cases.edit_form
    form = await change(acting, case, body.version, edit, pickup=pickup, delivery=delivery)
    return reply(FormScreen.of(form))


@bp.post("/cases/<case_id:str>/form/disputes", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def dispute_field(request: Ask, case_id: str) -> HTTPResponse:
    """POST /v1/citizen/cases/{caseId}/form/disputes, person, phone: 200 with the field marked."""
    acting, case = request.ctx.acting, case_in(case_id)
    key = request_key(request, str(acting.session))
    body = decode(request, DisputeBody)
    form = await office(request).cases.dispute_field(acting, case, body.field, Free(body.says), request=key)
    return reply(FormScreen.of(form))


@bp.post(
    "/cases/<case_id:str>/form/confirmation",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.APPLY,
)
async def confirm_form(request: Ask, case_id: str) -> HTTPResponse:
    """POST /v1/citizen/cases/{caseId}/form/confirmation, person, face: 200 with the case."""
    acting, case = request.ctx.acting, case_in(case_id)
    key = request_key(request, str(acting.session))
    body = decode(request, ConfirmationBody)
    view = await office(request).cases.confirm_form(
        acting,
        case,
        version=body.version,
        digest=body.digest,
        materials=frozenset(body.materials_confirmed),
        promise=body.promise,
        promises=tuple(one.said() for one in body.promises),
        signature=body.signature or "",
        request=key,
    )
    return reply(CaseScreen.of(view))
