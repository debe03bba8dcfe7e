"""All forms (申报表单) of one matter: read together, and confirmed together (一次确认)."""

from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.form_bodies import Version
from bff.citizen.forms import FormScreen
from bff.citizen.matters import Digest, matter_in
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.case_views import CaseScreen
from bff.http.ids import case_in
from bff.http.promise_bodies import Key, PromiseSaidBody
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.identity.check import Purpose
from domain.kernel.ids import MatterId, short
from domain.kernel.party import Level
from domain.usecases.confirm_forms import FormRead
from domain.usecases.list_forms import FormOfItem

bp = Blueprint("citizen_matter_forms", url_prefix="/v1/citizen")
MOST = 50
CaseText = Annotated[str, Meta(min_length=1, max_length=40)]


class FormReadBody(Body, frozen=True):
    case_id: CaseText
    version: Version
    digest: Digest
    materials_confirmed: Annotated[tuple[Key, ...], Meta(max_length=50)]
    promises: Annotated[tuple[PromiseSaidBody, ...], Meta(max_length=MOST)] = ()
    signature: Digest | None = None

    def read(self) -> FormRead:
        return FormRead(
            case_in(self.case_id),
            self.version,
            self.digest,
            frozenset(self.materials_confirmed),
            tuple(one.said() for one in self.promises),
            self.signature or "",
        )


class FormsConfirmationBody(Body, frozen=True):
    forms: Annotated[tuple[FormReadBody, ...], Meta(min_length=1, max_length=MOST)]
    promise: bool

    def read(self) -> tuple[FormRead, ...]:
        """Raises NotFound, MalformedBody for a case named twice."""
        forms = tuple(one.read() for one in self.forms)
        if len({one.case for one in forms}) < len(forms):
            raise malformed("forms", "repeated", "同一办件只能确认一次")
        return forms


class FormOfMatter(View, frozen=True):
    case_id: str
    item_code: str
    form: FormScreen

    @classmethod
    def of(cls, one: FormOfItem) -> Self:
        return cls(short("case", one.form.case_id), one.item, FormScreen.of(one.form))


class FormsScreen(View, frozen=True):
    matter_id: str
    forms: tuple[FormOfMatter, ...]

    @classmethod
    def of(cls, matter: MatterId, forms: tuple[FormOfItem, ...]) -> Self:
        return cls(short("mtr", matter), tuple(FormOfMatter.of(one) for one in forms))


class ConfirmedScreen(View, frozen=True):
    cases: tuple[CaseScreen, ...]


@bp.get("/matters/<matter_id:str>/forms", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_forms(request: Ask, matter_id: str) -> HTTPResponse:
    """GET /v1/citizen/matters/{matterId}/forms, person, phone: 200."""
    matter = matter_in(matter_id)
    return reply(FormsScreen.of(matter, await office(request).cases.list_forms(request.ctx.acting, matter)))


@bp.post(
    "/matters/<matter_id:str>/confirmation",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.APPLY,
)
async def confirm_forms(request: Ask, matter_id: str) -> HTTPResponse:
    """POST /v1/citizen/matters/{matterId}/confirmation, person, face: 200 with the cases."""
    acting, matter = request.ctx.acting, matter_in(matter_id)
    key = request_key(request, str(acting.session))
    body = decode(request, FormsConfirmationBody)
    confirmed = await office(request).cases.confirm_forms(
        acting, matter, body.read(), promise=body.promise, request=key
    )
    return reply(ConfirmedScreen(tuple(CaseScreen.of(view) for view in confirmed.cases)))
