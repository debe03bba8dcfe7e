"""The files of the phone page and of the staff's (工作台), served as they lie under static/, nothing else."""

from pathlib import Path

from sanic import Blueprint
from sanic.response import HTTPResponse, file

from bff.http.request import App, Ask, Audience
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


def register(app: App, static: Path) -> None:
    """Only files that are there at start are ever served: no path of a request reaches the file system."""
    listed = {
        path.relative_to(static).as_posix(): path
        for path in sorted(static.rglob("*"))
        if path.is_file() and path.suffix in TYPES
    }
    bp = Blueprint("pages")

    @bp.get("/", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
    async def read_page(_: Ask) -> HTTPResponse:
        """GET /, public: the phone page."""
        return await _serve("index.html")

    @bp.get("/console", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
    async def read_console(_: Ask) -> HTTPResponse:
        """GET /console, public: the staff's page; what it shows it asks for under a session."""
        return await _serve("console/index.html")

    @bp.get("/static/<name:path>", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
    async def read_static(_: Ask, name: str) -> HTTPResponse:
        """GET /static/{name}, public."""
        return await _serve(name)

    async def _serve(name: str) -> HTTPResponse:
        found = listed.get(name)
        if found is None:
            raise NotFound(name)
        return await file(found, mime_type=TYPES[found.suffix], headers={"Cache-Control": "no-cache"})

    app.blueprint(bp)
