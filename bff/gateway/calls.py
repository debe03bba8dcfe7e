"""The gateway (代理): calls to back-ends by allow-listed routes, for whoever is signed in."""

from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.gateway.streaming import GUARD, Streaming
from bff.http.boundary import request_key
from bff.http.request import Ask, Audience, office
from bff.http.strict_json import parse
from domain.gateway.ports import Asked
from domain.gateway.refusals import GatewayNotAllowed
from domain.kernel.party import Level
from domain.kernel.refusal import Refusal

bp = Blueprint("gateway_calls", url_prefix="/v1/gateway")


# Sanic leaves the body of a GET unread on the connection unless told otherwise
@bp.get("/<call:path>", ignore_body=False, ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def ask_back_end(request: Ask, call: str) -> None:  # noqa: ARG001 - it is read from the raw target
    """GET /v1/gateway/{route}/…, person, phone or as the route says: 200, 201, 202 or 204 as they answer."""
    if request.body:
        raise GatewayNotAllowed("body")
    streaming = Streaming(request)
    try:
        await office(request).gateway.ask_back_end(request.ctx.acting, _asked(request), streaming)
    except Refusal as refusal:
        streaming.refused(refusal)
    await streaming.end()


@bp.post("/<call:path>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def tell_back_end(request: Ask, call: str) -> HTTPResponse:  # noqa: ARG001 - likewise
    """POST /v1/gateway/{route}/…, person, phone or as the route says: 200, 201, 202 or 204 as they answer."""
    acting = request.ctx.acting
    # of the person: whoever signs in again meanwhile, as the mini-program does by itself, tells nothing twice
    key = request_key(request, f"{acting.person}/{acting.party}")
    if request.body and request.content_type.partition(";")[0].strip().lower() == "application/json":
        parse(request.body)  # what a back-end might choke on would count against it, and for everybody
    told = await office(request).gateway.tell_back_end(acting, _asked(request), key)
    rest = {name: value for name, value in told.headers.items() if not name.startswith("content-")}
    return raw(
        told.body,
        status=told.status,
        headers={**GUARD, **rest, **_saved(told.headers)},
        content_type=told.headers.get("content-type", "application/octet-stream"),
    )


def _saved(headers: dict[str, str]) -> dict[str, str]:
    name = "content-disposition"
    return {name: headers[name]} if name in headers else {}


def _asked(request: Ask) -> Asked:
    """From the request line as it came: decoding is where tricks hide. Raises GatewayNotAllowed."""
    target = request.raw_url.decode("ascii", "replace")
    path, mark, query = target.partition("?")
    prefix = _prefix(request)
    if not path.startswith(prefix) or (mark and not query):
        raise GatewayNotAllowed("target")
    route, slash, rest = path.removeprefix(prefix).partition("/")
    return Asked(
        route=route,
        method=request.method,
        path=f"{slash}{rest}",
        query=query,
        trace=request.ctx.request_id,
        accept=_one(request, "accept"),
        accept_language=_one(request, "accept-language"),
        content_type=_one(request, "content-type"),
        body=request.body,
    )


def _prefix(request: Ask) -> str:
    """Of the address this blueprint is mounted at, here or as a copy for another audience."""
    path = request.route.path if request.route else ""
    return f"/{path.partition('<')[0].lstrip('/')}"


def _one(request: Ask, name: str) -> str:
    """A header that stands once. Raises GatewayNotAllowed."""
    values = request.headers.getall(name, [])
    if len(values) > 1:
        raise GatewayNotAllowed(name)
    return str(values[0]) if values else ""
