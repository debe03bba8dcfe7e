"""Pages of other addresses (跨源访问): those that are configured may read our answers, without any cookie.

Default is none. The staff's operations and the vendors' are for no page but our own.
"""

from sanic.response import BaseHTTPResponse, HTTPResponse

from bff.http.request import App, Ask

NOT_FOR_OTHERS = ("/v1/console", "/v1/callbacks", "/console", "/metrics")
METHODS = "GET, POST, PUT, PATCH, DELETE"
TAKEN = "Acting-For, Authorization, Content-Type, Idempotency-Key, If-None-Match, Palm-Client"
SHOWN = "ETag, Location, Palm-Client-Minimum, Retry-After, WWW-Authenticate, X-Request-Id"
REMEMBERED_SECONDS = "600"


def register(app: App, origins: frozenset[str]) -> None:
    """`origins` as a browser writes them: scheme, host and port, each compared whole."""
    if not origins:
        return

    def trusted(request: Ask) -> str:
        told = request.headers.getall("origin", [])
        if len(told) != 1 or told[0] not in origins or request.path.startswith(NOT_FOR_OTHERS):
            return ""
        return str(told[0])

    async def preflight(request: Ask) -> HTTPResponse | None:
        """A browser asks before it sends what a form could not."""
        if (
            request.method != "OPTIONS"
            or "access-control-request-method" not in request.headers
            or not trusted(request)
        ):
            return None
        told = {
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": TAKEN,
            "Access-Control-Max-Age": REMEMBERED_SECONDS,
        }
        return HTTPResponse(status=204, headers=told)

    async def let_read(request: Ask, response: BaseHTTPResponse) -> None:
        before = response.headers.get("vary")
        response.headers["Vary"] = f"{before}, Origin" if before else "Origin"
        origin = trusted(request)
        if origin:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = SHOWN

    app.register_middleware(preflight, "request", priority=97)
    app.register_middleware(let_read, "response", priority=2)
