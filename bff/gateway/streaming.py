"""An answer handed on piece by piece: waits for the client, and is cut, never ended, when it breaks."""

from collections.abc import Mapping

import structlog
from sanic.exceptions import RequestCancelled
from sanic.response import HTTPResponse

from bff.http.request import Ask
from domain.kernel.refusal import Refusal

log = structlog.get_logger(__name__)

# what stands on our address runs nothing and frames nothing, whatever it is
GUARD = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}


class Streaming:
    """Implements domain.usecases.ask_back_end.Receiver over one request."""

    def __init__(self, request: Ask) -> None:
        self._request = request
        self._response: HTTPResponse | None = None

    async def begin(self, status: int, headers: Mapping[str, str]) -> None:
        rest = {name: value for name, value in headers.items() if name != "content-type"}
        self._response = await self._request.respond(
            status=status, headers={**GUARD, **rest}, content_type=headers.get("content-type")
        )

    async def take(self, chunk: bytes) -> None:
        if self._response is not None:
            await self._response.send(chunk)

    async def end(self) -> None:
        if self._response is not None:
            await self._response.send(end_stream=True)

    def refused(self, refusal: Refusal) -> None:
        """Raises the refusal while it can still be answered; afterwards hangs up on the client.

        A last chunk would say that this was all.
        """
        if self._response is None:
            raise refusal
        log.warning("gateway-cut", code=refusal.code, request_id=self._request.ctx.request_id)
        hang_up = getattr(self._request.transport, "abort", None)  # Sanic's own type does not name it
        if hang_up is not None:
            hang_up()
        raise RequestCancelled
