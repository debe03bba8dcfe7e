"""One version of an item (事项版本) at the staff's desk: edited, checked, tried, signed, taken back."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.item_version_views import PREFIX, Whole
from bff.console.items import EDITORS, Note, code_in
from bff.http.boundary import Body, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.catalogue.texts import LONGEST, Edit
from domain.kernel.ids import ItemCode, ItemVersionId, short
from domain.kernel.party import Level
from domain.kernel.ports import RequestKey
from domain.staff.account import Role
from domain.usecases.decide_item_version import LiveDay

bp = Blueprint("console_item_versions", url_prefix="/v1/console/items/<item:str>/versions/<version:str>")
SIGNERS = frozenset({Role.CHIEF})
ASKERS = EDITORS | SIGNERS
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
# the keys that are changed one by one; everything else in the text
EditableKey = Literal[
    "name",
    "status",
    "synonyms",
    "unconfirmed",
    "delivery_modes",
    "guide.who",
    "guide.where",
    "guide.office",
    "guide.phone",
    "guide.fee",
    "timing.apply_before_days",
    "timing.due_after_change_days",
    "timing.notice_ladder_days",
    "timing.promised",
    "timing.statutory",
]


class Text(Body, frozen=True):
    digest: Digest
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class Limit(Body, frozen=True):
    n: Annotated[int, Meta(ge=1, le=1000)]
    unit: Literal["工作日", "自然日", "小时", "月"]


Told = (
    Annotated[str, Meta(min_length=1, max_length=500)]
    | Annotated[int, Meta(ge=0, le=100_000)]
    | Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=100)] | Annotated[int, Meta(ge=0, le=1000)]],
        Meta(max_length=100),
    ]
    | Limit
)


class Fields(Body, frozen=True):
    digest: Digest
    changes: Annotated[dict[EditableKey, Told], Meta(min_length=1, max_length=20)]


class Decide(Body, frozen=True):
    decision: Literal["sign", "send_back"]
    digest: Digest
    live_on: date | None = None
    urgent: bool = False
    note: Note | None = None


class Reason(Body, frozen=True):
    reason: Note


@bp.put("/text", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EDITORS)
async def edit_item_version(request: Ask, item: str, version: str) -> HTTPResponse:
    """PUT …/{versionId}/text: the whole text, sound or not. 200."""
    body = decode(request, Text)
    view = await office(request).item_versions.edit_item_version(
        request.ctx.staff, *_which(item, version), body.text, read=body.digest
    )
    return reply(Whole.of_view(view))


@bp.post("/fields", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EDITORS)
async def edit_item_fields(request: Ask, item: str, version: str) -> HTTPResponse:
    """POST …/{versionId}/fields: single keys. 200."""
    body = decode(request, Fields)
    view = await office(request).item_versions.edit_item_version.fields(
        request.ctx.staff,
        *_which(item, version),
        {key: _edit(key, value) for key, value in body.changes.items()},
        read=body.digest,
        request=_key(request),
    )
    return reply(Whole.of_view(view))


@bp.post(
    "/checks",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=ASKERS,
    ctx_whole=True,
)
async def check_item_version(request: Ask, item: str, version: str) -> HTTPResponse:
    """POST …/{versionId}/checks: the worker looks over all of it. 202."""
    view = await office(request).item_versions.ask_item_check(
        request.ctx.staff, *_which(item, version), _key(request)
    )
    return reply(Whole.of_view(view), status=202)


@bp.post(
    "/trials",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=ASKERS,
    ctx_whole=True,
)
async def try_item_version(request: Ask, item: str, version: str) -> HTTPResponse:
    """POST …/{versionId}/trials: the worker runs it on what has been. 202."""
    view = await office(request).item_versions.ask_item_check.trial(
        request.ctx.staff, *_which(item, version), _key(request)
    )
    return reply(Whole.of_view(view), status=202)


@bp.post(
    "/signature",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=SIGNERS,
    ctx_whole=True,
)
async def decide_item_version(request: Ask, item: str, version: str) -> HTTPResponse:
    """POST …/{versionId}/signature: sign it for a day, or send it back. 200."""
    body, staff = decode(request, Decide), request.ctx.staff
    which, decide, note = _which(item, version), office(request).item_versions.decide_item_version, body.note
    if body.decision == "send_back":
        if note is None:
            raise malformed("note", "missing", "退回时请写明原因")
        view = await decide.send_back(staff, *which, digest=body.digest, note=note, request=_key(request))
        return reply(Whole.of_view(view))
    if body.live_on is None:
        raise malformed("liveOn", "missing", "签发时请写明生效日期")
    day = LiveDay(body.live_on, body.urgent)
    view = await decide.sign(staff, *which, day, digest=body.digest, note=note or "", request=_key(request))
    return reply(Whole.of_view(view))


@bp.post(
    "/rollback",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=SIGNERS,
    ctx_whole=True,
)
async def roll_back_item_version(request: Ask, item: str, version: str) -> HTTPResponse:
    """POST …/{versionId}/rollback: the one before it serves at once. 200."""
    body = decode(request, Reason)
    view = await office(request).item_versions.end_item_version.roll_back(
        request.ctx.staff, *_which(item, version), reason=body.reason, request=_key(request)
    )
    return reply(Whole.of_view(view))


@bp.post("/discard", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EDITORS)
async def discard_item_version(request: Ask, item: str, version: str) -> HTTPResponse:
    """POST …/{versionId}/discard: a draft is given up. 200."""
    body = decode(request, Reason)
    view = await office(request).item_versions.end_item_version.discard(
        request.ctx.staff, *_which(item, version), reason=body.reason, request=_key(request)
    )
    return reply(Whole.of_view(view))


def _which(item: str, version: str) -> tuple[ItemCode, ItemVersionId]:
    return code_in(item), id_in(version, PREFIX, ItemVersionId)


def _key(request: Ask) -> RequestKey:
    return request_key(request, short("staff", request.ctx.staff.staff_id))


def _edit(key: str, value: Told) -> Edit:
    """Lists of one kind each. Raises MalformedBody."""
    match value:
        case Limit():
            return {"n": value.n, "unit": value.unit}
        case list():
            texts = tuple(one for one in value if isinstance(one, str))
            numbers = tuple(one for one in value if isinstance(one, int))
            if texts and numbers:
                raise malformed(f"changes.{key}", "wrong-type", "类型不对")
            return texts or numbers
        case _:
            return value
