"""The pages: the phone's and the staff's (工作台), their files, and the phone's service worker."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.http.request import App, Ask, Audience
from bff.ops.assets import Asset, Coding, Shelf, chosen, is_held
from bff.ops.first_page import first_page
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]  # as Sanic wants it
METHODS = ["GET", "HEAD"]
ASKED_AGAIN = "no-cache"  # kept, and asked about each time: 304
NEVER_CHANGES = "public, max-age=31536000, immutable"
PAGE, DESK, WORKER = "index.html", "console/index.html", "sw.js"


def register(app: App, static: Path) -> None:
    """Only files that are there at start are ever served."""
    shelf = Shelf.of(static)
    bodies = {name: asset.body for name, asset in shelf.files.items()}
    opening = Asset.of(PAGE, first_page(bodies[PAGE], bodies, shelf.release))
    bp = Blueprint("pages")

    async def read_page(request: Ask) -> HTTPResponse:
        """GET /, public: the phone page."""
        return await _given(request, opening)

    async def read_console(request: Ask) -> HTTPResponse:
        """GET /console, public: the staff's page; what it shows it asks for under a session."""
        return await _given(request, shelf.files[DESK])

    async def read_worker(request: Ask) -> HTTPResponse:
        """GET /sw.js, public: the service worker; from here it may answer for all of the phone page."""
        return await _given(request, shelf.files[WORKER])

    async def read_static(request: Ask, name: str) -> HTTPResponse:
        """GET /static/{name}, public; below the digest of the release for ever."""
        found, is_immutable = shelf.find(name)
        if found is None:
            raise NotFound(name)
        return await _given(request, found, NEVER_CHANGES if is_immutable else ASKED_AGAIN)

    addresses: dict[str, Handler] = {
        "/": read_page,
        "/console": read_console,
        "/sw.js": read_worker,
        "/static/<name:path>": read_static,
    }
    for address, handler in addresses.items():
        bp.add_route(handler, address, METHODS, ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
    app.blueprint(bp)


async def _given(request: Ask, asset: Asset, kept: str = ASKED_AGAIN) -> HTTPResponse:
    """200, or 304 where the client holds just this."""
    coding = Coding.IDENTITY if asset.is_dense else chosen(request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": kept, "ETag": asset.etag(coding)}
    if not asset.is_dense:
        headers["Vary"] = "Accept-Encoding"
    if is_held(request.headers.get("if-none-match", ""), headers["ETag"]):
        return raw(b"", status=304, headers=headers)
    if coding is not Coding.IDENTITY:
        headers["Content-Encoding"] = coding
    return raw(await asset.coded(coding), headers=headers, content_type=asset.kind)
