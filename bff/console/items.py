"""Items and their versions (事项版本) at the staff's desk: who is served by what, and what is drafted."""

import re
from typing import Annotated, Literal

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.item_version_views import PREFIX, ItemOut, Line, Whole
from bff.console.paging import cursor_of, cursor_unknown, page_size
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.catalogue.item import Kind
from domain.kernel.ids import ItemCode, ItemVersionId, short
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.staff.account import Role

bp = Blueprint("console_items", url_prefix="/v1/console")
READERS = frozenset({Role.BUSINESS, Role.CHIEF, Role.CLERK, Role.AUDIT})
EDITORS = frozenset({Role.BUSINESS})
LONGEST_WORDS, LONGEST_CODE = 50, 64
CODE = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
Note = Annotated[str, Meta(min_length=2, max_length=500)]


class NewItem(Body, frozen=True):
    code: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=64)]
    name: Annotated[str, Meta(min_length=2, max_length=100)]
    kind: Literal["变更", "延续", "换发", "备案"]
    why: Note


class Why(Body, frozen=True):
    why: Note


class Items(View, frozen=True):
    items: list[ItemOut]
    next_cursor: str | None = None


class Versions(View, frozen=True):
    item_code: str
    name: str
    versions: list[Line]


def code_in(text: str) -> ItemCode:
    """The code in a path. Raises NotFound for what can be none."""
    if len(text) > LONGEST_CODE or not CODE.fullmatch(text):
        raise NotFound
    return ItemCode(text)


@bp.get("/items", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_console_items(request: Ask) -> HTTPResponse:
    """GET /v1/console/items: by code, with what is live, what comes and what is drafted. 200."""
    words: str = request.args.get("q", "")
    if len(words) > LONGEST_WORDS:
        raise malformed("q", "too-long", "最多50个字")
    cursor = cursor_of(request)
    if cursor is not None and not CODE.fullmatch(cursor):
        raise cursor_unknown()
    after = None if cursor is None else ItemCode(cursor)
    found, following = await office(request).item_versions.list_items(
        words=words, after=after, size=page_size(request)
    )
    return reply(Items([ItemOut.of(one) for one in found], following))


@bp.post("/items", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EDITORS)
async def draft_new_item(request: Ask) -> HTTPResponse:
    """POST /v1/console/items: the first draft of an item that is not there yet. 201."""
    body, staff = decode(request, NewItem), request.ctx.staff
    view = await office(request).item_versions.draft_item_version.of_new(
        staff,
        ItemCode(body.code),
        body.name.strip(),
        Kind(body.kind),
        why=body.why,
        request=request_key(request, short("staff", staff.staff_id)),
    )
    return reply(Whole.of_view(view), status=201)


@bp.get("/items/<item:str>/versions", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_item_versions(request: Ask, item: str) -> HTTPResponse:
    """GET /v1/console/items/{itemCode}/versions: the highest number first. 200."""
    name, lines = await office(request).item_versions.list_item_versions(code_in(item))
    return reply(Versions(item, name, [Line.of(one) for one in lines]))


@bp.post("/items/<item:str>/versions", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EDITORS)
async def draft_item_version(request: Ask, item: str) -> HTTPResponse:
    """POST /v1/console/items/{itemCode}/versions: the next version's draft. 201."""
    body, staff = decode(request, Why), request.ctx.staff
    view = await office(request).item_versions.draft_item_version(
        staff,
        code_in(item),
        why=body.why,
        request=request_key(request, short("staff", staff.staff_id)),
    )
    return reply(Whole.of_view(view), status=201)


@bp.get(
    "/items/<item:str>/versions/<version:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
)
async def read_item_version(request: Ask, item: str, version: str) -> HTTPResponse:
    """GET /v1/console/items/{itemCode}/versions/{versionId}: text, problems, differences, dry run. 200."""
    version_id = id_in(version, PREFIX, ItemVersionId)
    read, remit = office(request).item_versions.read_item_version, request.ctx.staff.remit
    return reply(Whole.of_view(await read(code_in(item), version_id, remit)))
