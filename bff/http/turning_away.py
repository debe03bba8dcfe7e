"""The quick no (快速拒绝): while even single things are shed, who only reads is told so before it is parsed.

To route, log and count a request takes a good part of what answering it would: a process that says each no at
length is as busy as one that says yes. What is not certainly one whole plain GET goes the usual way.
"""

import re
from collections.abc import Mapping
from uuid import uuid4

import msgspec
from prometheus_client import Counter

from bff.http.refusals import Overloaded
from bff.http.shedding import RETRY_AFTER, Rank, Shedder

READS = (b"GET /v1/", b"GET / ", b"GET /static/", b"GET /console ")
END = b"\r\n\r\n"
# a body, another protocol, a connection that is to end: for those who know how
MORE = re.compile(
    rb"\r\n((content-length|transfer-encoding|upgrade|expect)[ \t]*:|connection[ \t]*:(?! *keep-alive\r\n))"
    rb"|HTTP/1\.0\r\n",
    re.IGNORECASE,
)
ID_LENGTH = 32


class TurningAway:
    def __init__(self, shedder: Shedder, headers: Mapping[str, str], answers: Counter) -> None:
        self._shedder, self._counted = shedder, answers.labels("turned_away", "503")
        retry_after = RETRY_AFTER[Rank.READ]
        body = msgspec.json.encode(
            {
                "type": f"/problems/{Overloaded.code}",
                "title": Overloaded.title,
                "status": 503,
                "advice": Overloaded.advice,
                "instance": "{id}",
                "retry_after": retry_after,
            }
        )
        told = {
            **headers,
            "Cache-Control": "no-store",
            "Retry-After": str(retry_after),
            "X-Request-Id": "{id}",
            "Content-Type": "application/problem+json",
            "Content-Length": str(len(body) - len("{id}") + ID_LENGTH),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self._said = f"HTTP/1.1 503 Service Unavailable\r\n{head}\r\n".encode() + body

    def answer(self, data: bytes) -> bytes | None:
        """The bytes to send to whoever sent `data` on an idle connection; None: let it in and see."""
        if (
            self._shedder.has_room(Rank.READ)
            or not data.startswith(READS)
            or data.find(END) != len(data) - len(END)
            or MORE.search(data)
        ):
            return None
        self._counted.inc()
        return self._said.replace(b"{id}", uuid4().hex.encode())
