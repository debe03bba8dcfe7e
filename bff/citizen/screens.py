"""All that one screen of the phone shows, in one answer: on a slow network each question is a second.

A screen finds by itself for which of the person's parties a thing is, where none is named (Acting-For), and
says it: what the page sends next is sent for that party.
"""

from datetime import date
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.forms import FormScreen
from bff.citizen.home import HomePartyView, PersonView
from bff.citizen.matters import InvitationScreen, matter_in
from bff.citizen.ratings import LevelsView, LevelView
from bff.citizen.wallet import Card, Look, licence_in
from bff.http.boundary import View, reply
from bff.http.case_views import CaseScreen, EntryOut
from bff.http.ids import case_in
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.usecases.find_side import Side
from domain.usecases.list_parties import Representable
from domain.usecases.read_case_screen import CaseScreenView
from domain.usecases.read_form_screens import FormScreenView, FormsScreenView
from domain.usecases.read_home import party_line
from domain.usecases.read_invitation_screen import InvitationScreenView
from domain.usecases.read_licence_screen import LicenceScreenView
from domain.usecases.read_rating_screen import RatingScreenView

bp = Blueprint("citizen_screens", url_prefix="/v1/citizen")


class SideOut(View, frozen=True):
    """`until`: by mandate (受托), its last day."""

    party_id: str
    until: date | None = None

    @classmethod
    def of(cls, side: Side) -> Self:
        return cls(short("pty", side.acting.party), side.until)


class WholeCase(View, frozen=True):
    side: SideOut
    case: CaseScreen
    entries: tuple[EntryOut, ...]

    @classmethod
    def of(cls, found: CaseScreenView) -> Self:
        entries = tuple(EntryOut.of(entry) for entry in found.entries)
        return cls(SideOut.of(found.side), CaseScreen.of(found.case), entries)


class WholeInvitation(View, frozen=True):
    side: SideOut
    invitation: InvitationScreen

    @classmethod
    def of(cls, found: InvitationScreenView) -> Self:
        return cls(SideOut.of(found.side), InvitationScreen.of(found.invitation))


class WholeForm(View, frozen=True):
    side: SideOut
    case_state: str
    form: FormScreen

    @classmethod
    def of(cls, found: FormScreenView) -> Self:
        return cls(SideOut.of(found.side), found.case_state, FormScreen.of(found.form))


class OneOfForms(View, frozen=True):
    case_id: str
    item_code: str
    case_state: str
    form: FormScreen


class WholeForms(View, frozen=True):
    side: SideOut
    matter_id: str
    forms: tuple[OneOfForms, ...]
    invitation: InvitationScreen

    @classmethod
    def of(cls, found: FormsScreenView) -> Self:
        forms = tuple(
            OneOfForms(short("case", one.form.case_id), one.item, state, FormScreen.of(one.form))
            for one, state in found.forms
        )
        matter = short("mtr", found.invitation.matter)
        return cls(SideOut.of(found.side), matter, forms, InvitationScreen.of(found.invitation))


class WholeLicence(View, frozen=True):
    side: SideOut
    card: Card
    views: tuple[Look, ...]
    note: str | None = None

    @classmethod
    def of(cls, found: LicenceScreenView) -> Self:
        looks = tuple(Look.of(viewed) for viewed in found.views)
        return cls(SideOut.of(found.side), Card.of(found.card), looks, found.note)


class WholeRating(View, frozen=True):
    side: SideOut
    case: CaseScreen
    tags: LevelsView

    @classmethod
    def of(cls, found: RatingScreenView) -> Self:
        levels = LevelsView([LevelView.of(level) for level in found.levels])
        return cls(SideOut.of(found.side), CaseScreen.of(found.case), levels)


class PartiesScreen(View, frozen=True):
    """The person first."""

    person: PersonView
    parties: tuple[HomePartyView, ...]

    @classmethod
    def of(cls, found: tuple[Representable, ...]) -> Self:
        lines = tuple(HomePartyView.of(party_line(one)) for one in found)
        return cls(PersonView(str(found[0].party.name)), lines)


@bp.get("/invitations/<matter_id:str>/screen", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_invitation_screen(request: Ask, matter_id: str) -> HTTPResponse:
    """GET /v1/citizen/invitations/{matterId}/screen, person, phone: 200."""
    desk = office(request).screens
    return reply(WholeInvitation.of(await desk.read_invitation(request.ctx.acting, matter_in(matter_id))))


@bp.get("/cases/<case_id:str>/screen", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_case_screen(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}/screen, person, phone: 200."""
    return reply(WholeCase.of(await office(request).screens.read_case(request.ctx.acting, case_in(case_id))))


@bp.get("/cases/<case_id:str>/form/screen", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_form_screen(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}/form/screen, person, phone: 200."""
    desk = office(request).screens
    return reply(WholeForm.of(await desk.read_forms.of_case(request.ctx.acting, case_in(case_id))))


@bp.get("/matters/<matter_id:str>/forms/screen", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_forms_screen(request: Ask, matter_id: str) -> HTTPResponse:
    """GET /v1/citizen/matters/{matterId}/forms/screen, person, phone: 200."""
    desk = office(request).screens
    return reply(WholeForms.of(await desk.read_forms.of_matter(request.ctx.acting, matter_in(matter_id))))


@bp.get("/licences/<licence:str>/screen", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_licence_screen(request: Ask, licence: str) -> HTTPResponse:
    """GET /v1/citizen/licences/{licenceId}/screen, person, phone: 200."""
    desk = office(request).screens
    return reply(WholeLicence.of(await desk.read_licence(request.ctx.acting, licence_in(licence))))


@bp.get("/cases/<case_id:str>/rating/screen", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_rating_screen(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}/rating/screen, person, phone: 200."""
    desk = office(request).screens
    return reply(WholeRating.of(await desk.read_rating(request.ctx.acting, case_in(case_id))))


@bp.get("/parties", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_parties(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/parties, person, phone: 200. Of the person, for whomever they act."""
    return reply(PartiesScreen.of(await office(request).identity.list_parties(request.ctx.acting)))
