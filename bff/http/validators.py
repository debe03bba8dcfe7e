"""The validator of what was read (ETag): who has it already is told so, in a hundred bytes (304).

Made of the body as it is about to leave, after every right was asked: it says nothing to whoever may not
read, and whoever asks with another person's is sent what is theirs. Nobody on the way stores anything
(no-store): it is the page that holds its last answers, in memory.
"""

import hashlib
from base64 import urlsafe_b64encode

from sanic.response import BaseHTTPResponse, HTTPResponse

from bff.http.request import App, Ask, Audience

READ_BY = {Audience.PUBLIC, Audience.PERSON, Audience.ENTERPRISE}
BELOW, NOT_OURS = ("/v1/citizen/", "/v1/enterprise/"), "/v1/enterprise/gateway/"  # departments' own answers
BYTES = 18
VARIES_BY = "Authorization, Acting-For"


def register(app: App) -> None:
    app.register_middleware(validate, "response", priority=3)  # before it is counted


def validator_of(body: bytes) -> str:
    """Strong (RFC 9110 §8.8.1): the same bytes, and no others."""
    return f'"{urlsafe_b64encode(hashlib.sha256(body).digest()[:BYTES]).decode()}"'


async def validate(request: Ask, response: BaseHTTPResponse) -> None:
    """Of answers in JSON that a person reads, or a clerk for them."""
    if not isinstance(response, HTTPResponse) or not _is_read(request, response):
        return
    body = response.body or b""
    etag = validator_of(body)
    response.headers["ETag"] = etag
    before = response.headers.get("vary")
    response.headers["Vary"] = f"{before}, {VARIES_BY}" if before else VARIES_BY
    if etag in _held(request):
        response.status, response.body, response.content_type = 304, b"", None
        response.headers.pop("content-type", None)


def _is_read(request: Ask, response: HTTPResponse) -> bool:
    route = request.route
    if request.method != "GET" or response.status != 200 or route is None:  # noqa: PLR2004 - 200 OK
        return False
    if response.content_type != "application/json":
        return False
    if hasattr(route.ctx, "served"):
        return True
    below = request.path.startswith(BELOW) and not request.path.startswith(NOT_OURS)
    return below and route.ctx.audience in READ_BY


def _held(request: Ask) -> set[str]:
    """Compared weakly, as RFC 9110 §13.1.2 has it: a proxy that packs bodies makes weak ones of ours."""
    told = ",".join(request.headers.getall("if-none-match", []))
    return {one.strip().removeprefix("W/") for one in told.split(",")}
