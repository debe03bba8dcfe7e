"""HTTP as the people of the journey speak it: a phone, a clerk, a verifier, and the levers of the sandbox."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from uuid import uuid4

import aiohttp

T = TypeVar("T")
PATIENCE = 40.0


class StepFailed(RuntimeError):
    """A step of the journey did not come about; the text says what was answered instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any
    headers: Mapping[str, str]


PROXY_SECRET = "sandbox-proxy"  # noqa: S105 - invented, loopback only


class Client:
    """One connection pool for the whole journey. A server that is being restarted is waited for.

    `line`: the network address these people call from, as the proxy before the office would report it.
    """

    def __init__(self, base_url: str, *, line: str = "") -> None:
        self.base_url = base_url
        self._proxied = {"Forwarded": f"for={line};secret={PROXY_SECRET}"} if line else {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            trust_env=False,
            headers=self._proxied,
            timeout=aiohttp.ClientTimeout(total=20),
            cookie_jar=aiohttp.CookieJar(unsafe=True),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    async def send(
        self,
        method: str,
        url: str,
        *,
        json: object = None,
        token: str = "",
        acting_for: str = "",
        key: str = "",
        device: str = "",
    ) -> Answer:
        """One request; `url` may be a path of ours. Refused connections are tried again for a while.

        `device`: the secret of the phone's cookie; all people here share one pool, nobody another's phone.
        """
        headers = {"Cookie": f"palm_device={device}"} if device else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if acting_for:
            headers["Acting-For"] = acting_for
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid4())
        return await within(lambda: self._try(method, url, json, headers), f"{method} {url}")

    async def _try(self, method: str, url: str, json: object, headers: Mapping[str, str]) -> Answer | None:
        if self._session is None:
            raise RuntimeError("not open")
        address = url if url.startswith("http") else self.base_url + url
        try:
            async with self._session.request(method, address, json=json, headers=headers) as answer:
                kind = answer.content_type
                body: Any = await (answer.json() if kind.endswith("json") else answer.read())
                if answer.status == 503:  # noqa: PLR2004 - «later», with Retry-After
                    return None
                return Answer(answer.status, body, dict(answer.headers))
        except (aiohttp.ClientConnectionError, TimeoutError):
            return None

    async def expect(self, status: int, method: str, url: str, **more: Any) -> Any:
        """The body of an answer that must have this status. Raises StepFailed."""
        answer = await self.send(method, url, **more)
        if answer.status != status:
            raise StepFailed(f"{method} {url}: {answer.status} {answer.body}")
        return answer.body


async def within(look: Callable[[], Awaitable[T | None]], what: str, *, seconds: float = PATIENCE) -> T:
    """Look again and again until there is something. Raises StepFailed when patience ends."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        found = await look()
        if found is not None:
            return found
        if asyncio.get_running_loop().time() > deadline:
            raise StepFailed(f"waited {seconds:.0f} s in vain: {what}")
        await asyncio.sleep(0.1)
