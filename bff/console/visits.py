"""Visits (窗口办理) at the staff's desk: opened by identity card, ended, and the signature given in them."""

from typing import Annotated

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.visit_views import SignatureOut, VisitBody, VisitOut, Visits
from bff.http.boundary import Body, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.promise_bodies import PromiseSaidBody
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.counter.signature import Strokes
from domain.kernel.ids import CaseId, VisitId, short
from domain.kernel.party import Level
from domain.kernel.ports import RequestKey
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases.sign_forms import ShownForm

bp = Blueprint("visits", url_prefix="/v1/console")
PREFIX = "vst"
CLERKS = frozenset({Role.CLERK})
READERS = CLERKS | {Role.AUDIT}
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Measure = Annotated[int, Meta(ge=0, le=600_000)]
Point = tuple[Measure, Measure, Measure]
Stroke = Annotated[tuple[Point, ...], Meta(min_length=1, max_length=1000)]


class ShownBody(Body, frozen=True):
    case_id: Annotated[str, Meta(min_length=1, max_length=40)]
    digest: Digest
    promises: Annotated[tuple[PromiseSaidBody, ...], Meta(max_length=50)] = ()

    def shown(self) -> ShownForm:
        """Raises NotFound."""
        promised = tuple((one.material, one.kind, one.text_version) for one in self.promises)
        return ShownForm(id_in(self.case_id, "case", CaseId), self.digest, promised)


class SignatureBody(Body, frozen=True):
    cases: Annotated[tuple[ShownBody, ...], Meta(min_length=1, max_length=50)]
    strokes: Annotated[tuple[Stroke, ...], Meta(min_length=1, max_length=100)]

    def shown(self) -> tuple[ShownForm, ...]:
        """Raises NotFound, MalformedBody for a case named twice."""
        forms = tuple(one.shown() for one in self.cases)
        if len({one.case for one in forms}) < len(forms):
            raise malformed("cases", "repeated", "同一办件只能签名一次")
        return forms


@bp.post(
    "/visits",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CLERKS,
    ctx_whole=True,
    ctx_purpose=Sight(Purpose.COUNTER, Shown.DEALINGS),
)
async def open_visit(request: Ask) -> HTTPResponse:
    """POST /v1/console/visits, clerk: 201, identified at the desk, or a form's draft on the telephone."""
    body, desk, staff = decode(request, VisitBody), office(request).counter, request.ctx.staff
    if body.kind == "phone":
        view = await desk.open_phone_visit(staff, body.came_for(), _key(request))
    else:
        view = await desk.open_visit(staff, body.arrival(), _key(request))
    return reply(VisitOut.of(view), status=201)


@bp.get(
    "/visits",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.DEALINGS),
)
async def list_visits(request: Ask) -> HTTPResponse:
    """GET /v1/console/visits: one's own that are open. 200."""
    views = await office(request).counter.list_visits(request.ctx.staff)
    return reply(Visits([VisitOut.of(view) for view in views]))


@bp.get(
    "/visits/<visit:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.COUNTER, Shown.DEALINGS),
)
async def read_visit(request: Ask, visit: str) -> HTTPResponse:
    """GET /v1/console/visits/{visitId}: open or over. 200."""
    return reply(VisitOut.of(await office(request).counter.read_visit(request.ctx.staff, _known(visit))))


@bp.post(
    "/visits/<visit:str>/end",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CLERKS,
    ctx_purpose=Sight(Purpose.COUNTER, Shown.DEALINGS),
)
async def end_visit(request: Ask, visit: str) -> HTTPResponse:
    """POST /v1/console/visits/{visitId}/end, clerk: 200."""
    view = await office(request).counter.end_visit(request.ctx.staff, _known(visit), _key(request))
    return reply(VisitOut.of(view))


@bp.post(
    "/visits/<visit:str>/signature",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CLERKS,
    ctx_served=Level.FACE,
    ctx_purpose=Sight(Purpose.COUNTER, Shown.DEALINGS),
)
async def sign_forms(request: Ask, visit: str) -> HTTPResponse:
    """POST /v1/console/visits/{visitId}/signature, clerk in a visit: 201."""
    _ = visit  # the guard has read it
    body = decode(request, SignatureBody)
    strokes: Strokes = body.strokes
    taken = await office(request).counter.sign_forms(
        request.ctx.staff, request.ctx.acting, body.shown(), strokes, _key(request)
    )
    return reply(SignatureOut.of(taken), status=201)


def _key(request: Ask) -> RequestKey:
    return request_key(request, short("staff", request.ctx.staff.staff_id))


def _known(text: str) -> VisitId:
    return id_in(text, PREFIX, VisitId)
