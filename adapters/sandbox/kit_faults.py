"""Faults (故障开关): how an emulator misbehaves on request, before or after the effect of a call."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from aiohttp import web

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

BEFORE = frozenset({"hang", "reset_before", "500", "503", "throttle", "html", "redirect", "huge"})
AFTER = frozenset({"reset_after", "hang_after", "slow", "drip", "malformed_json", "wrong_content_type"})
HANG_AT_MOST_SECONDS = 120.0
HUGE_BYTES = 10 * 1024 * 1024


@dataclass(slots=True)
class Rule:
    """`times` None: until changed. `match`: every named field of the request has this value."""

    mode: str
    times: int | None = None
    match: dict[str, str] = field(default_factory=dict)
    more: dict[str, object] = field(default_factory=dict)

    def fits(self, fields: Mapping[str, str]) -> bool:
        return all(fields.get(name) == value for name, value in self.match.items())

    def seconds(self, default: float) -> float:
        given = self.more.get("seconds", default)
        return float(given) if isinstance(given, int | float) else default


class Faults:
    """`vendor_modes` are spent by requests; `standing_modes` only when an emulator asks with `take`."""

    def __init__(self, vendor_modes: Collection[str] = (), standing_modes: Collection[str] = ()) -> None:
        self._by_request = BEFORE | AFTER | frozenset(vendor_modes)
        self._known = self._by_request | frozenset(standing_modes) | {"ok"}
        self._rules: list[Rule] = []
        self.stopping = asyncio.Event()

    def put(self, body: Mapping[str, object]) -> None:
        """`{"mode", "times"?, "match"?, …}`; "ok" without match clears everything. Raises ValueError."""
        mode, times, match = body.get("mode"), body.get("times"), body.get("match", {})
        if not isinstance(mode, str) or mode not in self._known:
            raise ValueError(f"mode must be one of {sorted(self._known)}")
        if not (times is None or isinstance(times, int)) or not isinstance(match, dict):
            raise ValueError("times is an integer, match an object")
        wanted = {str(name): str(value) for name, value in match.items()}
        self._rules = [rule for rule in self._rules if wanted and rule.match != wanted]
        if mode != "ok":
            more = {name: value for name, value in body.items() if name not in {"mode", "times", "match"}}
            self._rules.insert(0, Rule(mode, times, wanted, more))

    def take(self, fields: Mapping[str, str], among: Collection[str] | None = None) -> Rule:
        """The rule for these fields, spent once; mode "ok" when there is none."""
        modes = self._by_request if among is None else among
        for rule in self._rules:
            if rule.mode in modes and rule.times != 0 and rule.fits(fields):
                if rule.times is not None:
                    rule.times -= 1
                return Rule(rule.mode, rule.times, rule.match, rule.more)
        return Rule("ok")

    def listing(self) -> list[dict[str, object]]:
        return [
            {"mode": rule.mode, "times": rule.times, "match": sorted(rule.match), **rule.more}
            for rule in self._rules
        ]

    async def serve(
        self, rule: Rule, request: web.Request, handler: Handler, throttled: Callable[[], web.Response]
    ) -> web.StreamResponse:
        """Answer under the rule; a mode of the vendor's own is left to the handler."""
        if rule.mode in BEFORE:
            return await self._before(rule, request, throttled)
        answer = await handler(request)
        if rule.mode not in AFTER or not isinstance(answer, web.Response):
            return answer
        return await self._after(rule, request, answer)

    async def _before(
        self, rule: Rule, request: web.Request, throttled: Callable[[], web.Response]
    ) -> web.StreamResponse:
        match rule.mode:
            case "hang":
                await self._wait(HANG_AT_MOST_SECONDS)
            case "throttle":
                return throttled()
            case "html":
                return web.Response(
                    text="<html><body>502 Bad Gateway</body></html>", content_type="text/html"
                )
            case "redirect":
                return web.Response(status=302, headers={"Location": "http://127.0.0.1:9/elsewhere"})
            case "huge":
                return web.Response(body=b" " * HUGE_BYTES, content_type="application/json")
            case "500" | "503":
                return web.Response(status=int(rule.mode), text="sandbox fault")
        return reset(request)

    async def _after(self, rule: Rule, request: web.Request, answer: web.Response) -> web.StreamResponse:
        body = answer.body if isinstance(answer.body, bytes) else b""
        match rule.mode:
            case "reset_after":
                return reset(request)
            case "hang_after":
                await self._wait(HANG_AT_MOST_SECONDS)
                return reset(request)
            case "slow":
                await self._wait(rule.seconds(3.0))
                return answer
            case "drip":
                return await self._drip(request, body, rule.seconds(1.0))
            case "malformed_json":
                return web.Response(body=body[: len(body) // 2], content_type="application/json")
            case _:
                return web.Response(body=body, status=answer.status, content_type="text/html")

    async def _drip(self, request: web.Request, body: bytes, pause: float) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "application/json"})
        await stream.prepare(request)
        for byte in body:
            if self.stopping.is_set():
                break
            try:
                await stream.write(bytes([byte]))
            except ConnectionError:  # the client has had enough, which is the point
                break
            await self._wait(pause)
        return stream

    async def _wait(self, seconds: float) -> None:
        """Sleep, but never keep the emulator from stopping."""
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            return


def reset(request: web.Request) -> web.Response:
    """Break the connection with RST, not with a polite FIN."""
    transport = request.transport
    if transport is not None:
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response(status=500)
