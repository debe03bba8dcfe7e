"""Refusals as RFC 9457 problem documents: the one place where errors meet status codes."""

from contextlib import suppress
from http import HTTPStatus

import msgspec
import psycopg
import structlog
from sanic import exceptions as sanic_errors
from sanic.constants import HTTP_METHODS
from sanic.response import HTTPResponse, raw
from tortoise.exceptions import DBConnectionError

from bff.http import refusals as edge
from bff.http.request import App, Ask
from bff.http.statuses import STATUS
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import NotFound

log = structlog.get_logger(__name__)

SANIC: dict[type[sanic_errors.SanicException], type[Refusal]] = {
    sanic_errors.NotFound: NotFound,
    sanic_errors.MethodNotAllowed: edge.MethodNotAllowed,
    sanic_errors.PayloadTooLarge: edge.BodyTooLarge,
    sanic_errors.RequestTimeout: edge.MalformedRequest,
    sanic_errors.ServiceUnavailable: edge.ShuttingDown,
}

# the database is away, full, or asks to try again; whatever was begun there is undone
PASSING: dict[type[Exception], type[Refusal]] = {
    psycopg.OperationalError: edge.TemporarilyUnavailable,  # also of the pool, and deadlocks
    DBConnectionError: edge.TemporarilyUnavailable,
}


def problem(refusal: Refusal, request: Ask) -> HTTPResponse:
    """The document: type, title, status, what to do, and the request id to quote."""
    status = STATUS[type(refusal)]
    body = {
        "type": f"/problems/{refusal.code}",
        "title": refusal.title,
        "status": status,
        **({"advice": refusal.advice} if refusal.advice else {}),
        "instance": request.ctx.request_id,
        **refusal.data,
    }
    headers = {"Cache-Control": "no-store"}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="palm"' + _step_up(refusal)
    if "retry_after" in refusal.data:
        headers["Retry-After"] = str(refusal.data["retry_after"])
    elif status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    return raw(
        msgspec.json.encode(body), status=status, headers=headers, content_type="application/problem+json"
    )


def _step_up(refusal: Refusal) -> str:
    """RFC 9470 §3: the token is good, and not enough here; what would be, and how fresh that must be."""
    if refusal.data.get("needs") != "face":
        return ""
    age = refusal.data["maxAge"]
    return f', error="insufficient_user_authentication", acr_values="face", max_age="{age}"'


def register(app: App) -> None:
    app.exception(Refusal)(refused)
    app.exception(sanic_errors.SanicException)(refused_by_server)
    for kind in PASSING:
        app.exception(kind)(passed)
    app.exception(Exception)(failed)


async def refused(request: Ask, error: Refusal) -> HTTPResponse:
    if STATUS[type(error)] == HTTPStatus.INTERNAL_SERVER_ERROR:  # ours to mend: say which
        log.error(error.code, request_id=request.ctx.request_id, what=str(error))
    return problem(error, request)


async def refused_by_server(request: Ask, error: sanic_errors.SanicException) -> HTTPResponse:
    kind = next((ours for theirs, ours in SANIC.items() if isinstance(error, theirs)), None)
    if kind is None:
        kind = (
            edge.MalformedRequest
            if error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
            else edge.InternalError
        )
    answer = problem(kind(), request)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    if kind is edge.MethodNotAllowed and "allow" not in answer.headers:
        answer.headers["Allow"] = ", ".join(_methods_of(request))
    return answer


def _methods_of(request: Ask) -> list[str]:
    """RFC 9110 §15.5.6. The router forgets them where an address with an id in it has two."""
    router, host, found = request.app.router, request.headers.get("host"), []
    for method in HTTP_METHODS:
        with suppress(sanic_errors.SanicException):
            router.get(request.path, str(method), host)
            found.append(str(method))
    return found


async def passed(request: Ask, error: Exception) -> HTTPResponse:
    """Not a fault of ours and soon over; what the library says stays here, it names hosts and roles."""
    kind = next(ours for theirs, ours in PASSING.items() if isinstance(error, theirs))
    log.error("database-unreachable", request_id=request.ctx.request_id, kind=type(error).__name__)
    return problem(kind(), request)


async def failed(request: Ask, error: Exception) -> HTTPResponse:
    """The last resort: something is wrong with us. The person gets a number to quote, the log the rest."""
    log.error("request-failed", request_id=request.ctx.request_id, exc_info=error)
    return problem(edge.InternalError(), request)
