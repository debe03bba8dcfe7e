"""One's own data (我的信息): a copy to take along, and what of it can be erased, stays, and why."""

from datetime import date, datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from domain.identity.check import Purpose
from domain.kernel.ids import DataExportId, ErasureId, short
from domain.kernel.party import Level
from domain.privacy.erasure import Family, Kept, Preview
from domain.usecases.ask_data_export import DataExportView
from domain.usecases.ask_erasure import ErasureView

bp = Blueprint("my_data", url_prefix="/v1/citizen")
FILE = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="my-data.zip"'}


class DataExportOut(View, frozen=True):
    data_export_id: str
    state: str
    asked_at: datetime
    ends_at: datetime | None = None
    sha256: str | None = None

    @classmethod
    def of(cls, view: DataExportView) -> Self:
        export = short("dex", view.export_id)
        return cls(export, view.state, view.asked_at, view.ends_at, view.digest or None)


class DataExportsOut(View, frozen=True):
    data_exports: tuple[DataExportOut, ...]


@bp.get("/data-exports", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_data_exports(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/data-exports, person, phone: 200, those they asked for of late."""
    found = await office(request).my_data.read_data_export.all(request.ctx.acting)
    return reply(DataExportsOut(tuple(DataExportOut.of(one) for one in found)))


@bp.post("/data-exports", ctx_audience=Audience.PERSON, ctx_level=Level.FACE, ctx_face=Purpose.DATA)
async def ask_data_export(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/data-exports, person, face: 202; one a day."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    view = await office(request).my_data.ask_data_export(acting, key)
    return reply(DataExportOut.of(view), status=202)


@bp.get("/data-exports/<export_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_data_export(request: Ask, export_id: str) -> HTTPResponse:
    """GET /v1/citizen/data-exports/{dataExportId}, person, phone: 200."""
    export = id_in(export_id, "dex", DataExportId)
    return reply(DataExportOut.of(await office(request).my_data.read_data_export(request.ctx.acting, export)))


@bp.get(
    "/data-exports/<export_id:str>/file",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.DATA,
)
async def fetch_data_export(request: Ask, export_id: str) -> HTTPResponse:
    """GET …/data-exports/{dataExportId}/file, person, face: 200, a zip; 409 too early, 410 too late."""
    export = id_in(export_id, "dex", DataExportId)
    file = await office(request).my_data.read_data_export.file(request.ctx.acting, export)
    return raw(file, headers=FILE, content_type="application/zip")


class GoingOut(View, frozen=True):
    family: str
    what: str
    count: int

    @classmethod
    def of(cls, family: Family, count: int) -> Self:
        return cls(str(family), family.words, count)


class StayingOut(View, frozen=True):
    what: str
    basis: str
    when: str
    until: date | None = None

    @classmethod
    def of(cls, kept: Kept) -> Self:
        return cls(kept.what, kept.basis, kept.when, kept.until)


class PreviewOut(View, frozen=True):
    goes: tuple[GoingOut, ...]
    stays: tuple[StayingOut, ...]
    digest: str

    @classmethod
    def of(cls, preview: Preview) -> Self:
        goes = tuple(GoingOut.of(one.family, one.count) for one in preview.goes)
        return cls(goes, tuple(StayingOut.of(one) for one in preview.stays), preview.digest.hex())


@bp.get("/erasure", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def preview_erasure(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/erasure, person, phone: 200; nothing is changed by looking."""
    return reply(PreviewOut.of(await office(request).my_data.preview_erasure(request.ctx.acting)))


class ErasureBody(Body, frozen=True):
    digest: Annotated[str, Meta(min_length=64, max_length=64, pattern=r"^[0-9a-f]+\Z")]


class ErasureOut(View, frozen=True):
    erasure_id: str
    state: str
    asked_at: datetime
    gone: tuple[GoingOut, ...]
    stays: tuple[StayingOut, ...]
    done_at: datetime | None = None

    @classmethod
    def of(cls, view: ErasureView) -> Self:
        return cls(
            short("era", view.erasure_id),
            view.state,
            view.asked_at,
            tuple(GoingOut.of(family, view.gone[family]) for family in Family if family in view.gone),
            tuple(StayingOut.of(one) for one in view.stays),
            view.done_at,
        )


@bp.post("/erasures", ctx_audience=Audience.PERSON, ctx_level=Level.FACE, ctx_face=Purpose.DATA)
async def ask_erasure(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/erasures, person, face: 202; `digest` is of the preview they read."""
    acting, body = request.ctx.acting, decode(request, ErasureBody)
    key = request_key(request, str(acting.session))
    view = await office(request).my_data.ask_erasure(acting, bytes.fromhex(body.digest), key)
    return reply(ErasureOut.of(view), status=202)


@bp.get("/erasures/<erasure_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_erasure(request: Ask, erasure_id: str) -> HTTPResponse:
    """GET /v1/citizen/erasures/{erasureId}, person, phone: 200, what went so far and what stays."""
    erasure = id_in(erasure_id, "era", ErasureId)
    return reply(ErasureOut.of(await office(request).my_data.read_erasure(request.ctx.acting, erasure)))
