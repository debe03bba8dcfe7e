"""One connection to a client (连接): how long it may take to say what it wants, and how many one address has.

Sanic's own time-out begins anew with every byte: who sends one now and then would never end.
"""

import time
from collections import Counter
from typing import Any

from sanic.exceptions import RequestTimeout
from sanic.http import Stage
from sanic.server.protocols.http_protocol import HttpProtocol

from bff.http.turning_away import TurningAway


class PatientProtocol(HttpProtocol):
    """A head has config.REQUEST_TIMEOUT from its first byte, and so has the rest of a refused body.

    An address has config.CONNECTIONS_OF_AN_ADDRESS; a proxy that we believe keeps such a count itself.
    """

    __slots__ = ("_begun", "_peer")

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)
        self._begun = time.monotonic()
        self._peer = ""

    def connection_made(self, transport: Any) -> None:
        open_now: Counter[str] = self.app.ctx.open_now
        peer = transport.get_extra_info("peername")
        if isinstance(peer, tuple) and not self.app.config.FORWARDED_SECRET:
            self._peer = str(peer[0])
            open_now[self._peer] += 1
        super().connection_made(transport)  # type: ignore[no-untyped-call]  # Sanic's own
        if open_now[self._peer] > self.app.config.CONNECTIONS_OF_AN_ADDRESS:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        open_now: Counter[str] = self.app.ctx.open_now
        if self._peer:
            open_now[self._peer] -= 1
            if open_now[self._peer] <= 0:
                del open_now[self._peer]
            self._peer = ""
        super().connection_lost(exc)  # type: ignore[no-untyped-call]  # Sanic's own

    def data_received(self, data: bytes) -> None:
        if self._is_between():
            self._begun = time.monotonic()
            turning_away: TurningAway | None = self.app.ctx.turning_away
            no = turning_away.answer(data) if turning_away and not self.recv_buffer else None
            if no and self.transport:
                self._time = self._begun  # it is not idle
                self.transport.write(no)
                return
        super().data_received(data)

    def check_timeouts(self) -> None:
        """Sanic calls this twice in each of its shortest time-outs."""
        if self._task is not None and self.http is not None:
            if not self._is_reading():
                self._begun = time.monotonic()
            elif time.monotonic() - self._begun > self.request_timeout:
                self.http.exception = RequestTimeout("too slow")
                self._task.cancel()
                return
        super().check_timeouts()  # type: ignore[no-untyped-call]  # Sanic's own

    def _is_between(self) -> bool:
        return self.http is not None and self.http.stage is Stage.IDLE and not self._leftover()

    def _is_reading(self) -> bool:
        if self.http is None:
            return False
        return self.http.stage is Stage.REQUEST or (self.http.stage is Stage.IDLE and self._leftover())

    def _leftover(self) -> bool:
        """A body nobody wants any more: its request was answered before it came."""
        return bool(getattr(self.http, "request_body", None))
