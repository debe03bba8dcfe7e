"""Push lists (推送清单) at the staff's desk: what the rules found, to be signed by a second person."""

from typing import Annotated, Literal

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.paging import id_behind, next_cursor, page_size
from bff.console.push_list_views import FINDING, PREFIX, FindingOut, FindingsPage, Page, Summary, Whole
from bff.http.boundary import Body, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.findings.finding import Reason
from domain.kernel.ids import FindingId, PushListId, short
from domain.kernel.party import Level
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases.decide_push_list import Decision
from domain.usecases.describe_push_list import DUE

bp = Blueprint("push_lists", url_prefix="/v1/console")
READERS = frozenset({Role.BUSINESS, Role.CHIEF, Role.AUDIT})
SIGNERS = frozenset({Role.CHIEF})
WITH_NOTE = ("send_back", "stop")  # who prepared it reads why


class Decide(Body, frozen=True):
    decision: Literal["sign", "send_back", "stop"]
    digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    note: Annotated[str, Meta(min_length=1, max_length=500)] | None = None


@bp.get("/push-lists", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_push_lists(request: Ask) -> HTTPResponse:
    """GET /v1/console/push-lists: newest first. 200."""
    before = id_behind(request, PREFIX, PushListId)
    lists, following = await office(request).notices.list_push_lists(
        before=before, size=page_size(request), remit=request.ctx.staff.remit
    )
    return reply(Page([Summary.of(view) for view in lists], next_cursor(PREFIX, following)))


@bp.get(
    "/push-lists/<push_list:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.REMINDER, Shown.SAMPLE),
)
async def read_push_list(request: Ask, push_list: str) -> HTTPResponse:
    """GET /v1/console/push-lists/{pushListId}: counts, reasons and a sample. 200."""
    view = await office(request).notices.read_push_list(_known(push_list))
    return reply(Whole.of(view))


@bp.get(
    "/push-lists/<push_list:str>/findings",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.REMINDER, Shown.REGISTER),
)
async def list_findings(request: Ask, push_list: str) -> HTTPResponse:
    """GET /v1/console/push-lists/{pushListId}/findings: due or not and why, at most twenty a page. 200."""
    after = id_behind(request, FINDING, FindingId)
    lines, following = await office(request).notices.list_findings(
        _known(push_list), reasons=_reasons(request), after=after, size=page_size(request)
    )
    return reply(FindingsPage([FindingOut.of(line) for line in lines], next_cursor(FINDING, following)))


@bp.post(
    "/push-lists/<push_list:str>/signature",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=SIGNERS,
    ctx_purpose=Sight(Purpose.REMINDER, Shown.SAMPLE),
)
async def decide_push_list(request: Ask, push_list: str) -> HTTPResponse:
    """POST /v1/console/push-lists/{pushListId}/signature: sign, send back or stop. 200."""
    body, staff = decode(request, Decide), request.ctx.staff
    if body.decision in WITH_NOTE and body.note is None:
        raise malformed("note", "missing", "请写明原因")
    view = await office(request).notices.decide_push_list(
        staff,
        _known(push_list),
        Decision(body.decision),
        digest=body.digest,
        note=body.note or "",
        request=request_key(request, short("staff", staff.staff_id)),
    )
    return reply(Whole.of(view))


def _reasons(request: Ask) -> tuple[Reason | None, ...]:
    """`reason`: due, or one of the reasons; absent for all. Raises MalformedBody."""
    text = request.args.get("reason")
    if text is None:
        return ()
    if text == DUE:
        return (None,)
    if text not in set(Reason):
        raise malformed("reason", "unknown", "没有这种原因")
    return (Reason(text),)


def _known(text: str) -> PushListId:
    return id_in(text, PREFIX, PushListId)
