"""Which version of our own clients asks (客户端版本), and the oldest that is still understood.

`Palm-Client: h5/1.2`. Each answer to such a client names the oldest; one that is older is told what to do
and nothing else. Whoever names no client is no client of ours: nothing is asked of them.
"""

from collections.abc import Mapping

from sanic.response import BaseHTTPResponse

from bff.http.refusals import ClientTooOld
from bff.http.request import App, Ask
from domain.kernel.client import Version, client_in, said

FRONTS = ("/v1/citizen/", "/v1/enterprise/", "/v1/sms/")
# who asks whether a message is a fraud is answered whatever they hold in their hand
ALWAYS = "check_message"
NOBODY = "", ()


def register(app: App, oldest: Mapping[str, Version]) -> None:
    """`oldest`: of each client; one that is not named has none."""

    async def refuse_older(request: Ask) -> None:
        """Raises ClientTooOld: before who they are is asked, nothing of theirs is touched."""
        kind, version = _client(request)
        operation = request.route.name.rpartition(".")[2] if request.route else ""
        if operation != ALWAYS and version < oldest.get(kind, ()):
            raise ClientTooOld(minimum=said(kind, oldest[kind]))

    async def announce(request: Ask, response: BaseHTTPResponse) -> None:
        kind, _ = _client(request)
        if kind in oldest:
            response.headers["Palm-Client-Minimum"] = said(kind, oldest[kind])

    if oldest:
        app.register_middleware(refuse_older, "request", priority=55)  # before the guard
        app.register_middleware(announce, "response", priority=3)


def _client(request: Ask) -> tuple[str, Version]:
    if not request.path.startswith(FRONTS):
        return NOBODY
    return client_in(request.headers.get("palm-client", "")) or NOBODY
