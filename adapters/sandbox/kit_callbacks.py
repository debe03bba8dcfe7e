"""Callbacks (回调): what the vendor tells us, a persistent queue with the vendor's own retry schedule."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

import aiohttp

from adapters.sandbox.kit_books import Books, Clock

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
POLL_SECONDS = 0.2
GATHER_SECONDS = 1.0  # reordering needs at least two to reorder, but never waits for ever
TABLE = """
CREATE TABLE IF NOT EXISTS kit_callbacks (
    id INTEGER PRIMARY KEY, due REAL NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL, body BLOB NOT NULL,
    content_type TEXT NOT NULL, note TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'pending', last_answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS kit_callbacks_due ON kit_callbacks (state, due);
"""


def on_loopback(url: str) -> bool:
    """The sandbox never talks to anybody outside this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and parts.hostname in LOOPBACK


class Callbacks:
    """`retry_after`: seconds before the 2nd, 3rd … try. `accepted(status, body)`: success or not.

    `sign(method, url, body)` gives headers afresh for each try, where the vendor signs in headers.
    """

    def __init__(
        self,
        books: Books,
        clock: Clock,
        *,
        retry_after: Sequence[float],
        accepted: Callable[[int, bytes], bool],
        sign: Callable[[str, str, bytes], Mapping[str, str]] | None = None,
    ) -> None:
        self._books, self._clock = books, clock
        self._retry_after, self._accepted, self._sign = tuple(retry_after), accepted, sign
        self._duplicate = self._reorder = self._hold = False
        self._wake = asyncio.Event()
        self._sending = asyncio.Lock()
        books.create(TABLE)

    def enqueue(
        self,
        url: str,
        body: bytes = b"",
        *,
        method: str = "POST",
        content_type: str = "application/json",
        delay_seconds: float = 0.0,
        note: str = "",
    ) -> None:
        """Keep one callback for sending, in your own `books.transaction()`; `note` names it in listings."""
        if not on_loopback(url):
            raise ValueError("callbacks of the sandbox stay on loopback")
        due = self._clock.now().timestamp() + delay_seconds
        self._books.insert(
            "kit_callbacks", due=due, method=method, url=url, body=body, content_type=content_type, note=note
        )
        self.wake()

    def wake(self) -> None:
        self._wake.set()

    def behave(self, body: Mapping[str, object]) -> None:
        self._duplicate = bool(body.get("duplicate", self._duplicate))
        self._reorder = bool(body.get("reorder", self._reorder))
        self._hold = bool(body.get("hold", self._hold))
        self.wake()

    def listing(self) -> list[dict[str, object]]:
        sql = "SELECT id, note, method, attempts, state, last_answer FROM kit_callbacks ORDER BY id"
        return [dict(row) for row in self._books.rows(sql)]

    async def run(self, http: aiohttp.ClientSession) -> None:
        """Send what is due until cancelled."""
        waited = 0.0
        while True:
            self._wake.clear()
            due = self._due() if not self._hold else []
            if self._reorder and len(due) == 1 and waited < GATHER_SECONDS:
                waited += POLL_SECONDS
            elif due:
                waited = 0.0
                await self.flush(http)
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def flush(self, http: aiohttp.ClientSession, *, everything: bool = False) -> dict[str, int]:
        """Send all that is due now (`everything`: also what is not due yet), held or not."""
        counts = {"sent": 0, "failed": 0}
        async with self._sending:
            due = self._due(everything=everything)
            for row in reversed(due) if self._reorder else due:
                for _ in range(2 if self._duplicate else 1):
                    sent = await self._send(http, row)
                counts["sent" if sent else "failed"] += 1
        return counts

    def _due(self, *, everything: bool = False) -> list[sqlite3.Row]:
        limit = float("inf") if everything else self._clock.now().timestamp()
        sql = "SELECT * FROM kit_callbacks WHERE state = 'pending' AND due <= ? ORDER BY due, id LIMIT 200"
        return self._books.rows(sql, limit)

    async def _send(self, http: aiohttp.ClientSession, row: sqlite3.Row) -> bool:
        """One try. The row changes after the answer: a vendor killed in between sends again."""
        method, url, body = str(row["method"]), str(row["url"]), bytes(row["body"])
        headers = {"Content-Type": str(row["content_type"])} if body else {}
        if self._sign is not None:
            headers |= self._sign(method, url, body)
        try:
            async with http.request(
                method, url, data=body or None, headers=headers, allow_redirects=False
            ) as answer:
                text = await answer.content.read(4096)
                sent, said = self._accepted(answer.status, text), str(answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            sent, said = False, type(error).__name__
        self._record(int(row["id"]), sent=sent, said=said)
        return sent

    def _record(self, number: int, *, sent: bool, said: str) -> None:
        row = self._books.one("SELECT attempts FROM kit_callbacks WHERE id = ?", number)
        attempts = (int(row["attempts"]) if row is not None else 0) + 1
        due = self._clock.now().timestamp()
        if sent:
            state = "sent"
        elif attempts <= len(self._retry_after):
            state, due = "pending", due + self._retry_after[attempts - 1]
        else:
            state = "given_up"
        self._books.write(
            "UPDATE kit_callbacks SET attempts = ?, state = ?, due = ?, last_answer = ? WHERE id = ?",
            *(attempts, state, due, said, number),
        )


def json_code_is(*codes: object) -> Callable[[int, bytes], bool]:
    """For vendors whose success is HTTP 200 with `{"code": …}` of these."""

    def accepted(status: int, body: bytes) -> bool:
        try:
            told = json.loads(body)
        except ValueError:
            return False
        return status == 200 and isinstance(told, dict) and told.get("code") in codes  # noqa: PLR2004 -- HTTP's own number

    return accepted
