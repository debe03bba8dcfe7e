"""An office made of paper: answers the desk and the phone with the examples of the contract, on loopback.

What it says is held against the schemas by tests/architecture; what it cannot show is a state that moves.
"""

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, Self

import yaml

from bff.http.answers import CSP
from bff.ops.assets import TYPES
from tests.browser.examples import Answer, as_json, example_answer, problems_of
from tests.browser.paper_screens import PARTS, screen

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
METHODS = ("get", "post", "put", "patch", "delete")
CONSOLE, PERSON, OTHERS = "/v1/console/", "/v1/citizen/", ("/v1/sms/", "/v1/verifier/")
ROLES = ["clerk", "chief", "business", "security", "audit"]
COOKIE = "paper"
PATIENCE_SECONDS = 30.0  # the machine may be busy with the other tests
LATE_SECONDS = float(os.environ.get("PAPER_LATE_SECONDS", "0"))  # an office far away: `make test-late`


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    address: re.Pattern[str]
    roles: frozenset[str]
    answer: Answer
    problems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that would have had an effect."""

    operation: str
    key: str
    body: Any
    headers: Mapping[str, str]


def _attended() -> threading.Event:
    there = threading.Event()
    there.set()
    return there


@dataclass
class Paper:
    """`says`: other answers than the contract's, by operation; `refuses`: problems for the next calls.

    `troubled`: the problem every read meets until it is taken away; `now`: what the clock on the wall shows.
    """

    contract: dict[str, Any]
    operations: list[Operation]
    says: dict[str, Any] = field(default_factory=dict)
    refuses: dict[str, list[str]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    troubled: str = ""
    now: datetime | None = None
    url: str = ""
    _attended: threading.Event = field(default_factory=_attended)
    _coming: threading.Condition = field(default_factory=threading.Condition)
    _in_hand: int = 0

    @classmethod
    def of_contract(cls) -> Self:
        told = yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
        found = [
            Operation(
                operation["operationId"],
                method.upper(),
                re.compile(re.sub(r"\{\w+\}", "[^/]+", path)),
                frozenset(operation.get("x-roles", ())),
                example_answer(told, operation),
                problems_of(told, operation),
            )
            for path, item in told["paths"].items()
            if path.startswith((CONSOLE, PERSON, *OTHERS))
            for method, operation in item.items()
            if method in METHODS
        ]
        # an address without a name in it is meant before one with
        return cls(told, sorted(found, key=lambda one: one.address.pattern.count("[^/]+")))

    def another(self) -> "Paper":
        """Of the same contract, with nothing said, sent or refused yet."""
        return type(self)(self.contract, self.operations)

    def hold(self) -> None:
        """Nobody is there to answer a read."""
        self._attended.clear()

    def let_go(self) -> None:
        """Whoever waits is answered now."""
        self._attended.set()

    def wait(self) -> None:
        self._attended.wait()

    def example_of(self, operation: str) -> Any:
        """What the contract answers, to be changed."""
        [found] = [one for one in self.operations if one.name == operation]
        return json.loads(found.answer[2])

    def problems_of(self, operation: str) -> frozenset[str]:
        """The codes it may answer with, as the contract has them."""
        [found] = [one.problems for one in self.operations if one.name == operation]
        return found

    def told(self, operation: str) -> Any:
        """What it answers now: the contract's, or what a test says."""
        return self.says.get(operation) or self.example_of(operation)

    def write_down(self, one: Sent) -> None:
        with self._coming:
            self.sent.append(one)
            self._coming.notify_all()

    def bodies(self, operation: str) -> list[Any]:
        return [one.body for one in self.sent if one.operation == operation]

    def heard(self, operation: str, times: int = 1) -> list[Any]:
        """The bodies, as soon as there are that many; those there are, if more do not come."""
        return self._awaited(lambda: self.bodies(operation), times)

    def effects(self, times: int = 0) -> list[str]:
        """What was asked for but a session's own renewal, as soon as there are that many."""
        return self._awaited(
            lambda: [one.operation for one in self.sent if one.operation != "refresh_session"], times
        )

    def _awaited(self, told: Callable[[], list[Any]], times: int) -> list[Any]:
        with self._coming:
            self._coming.wait_for(lambda: len(told()) >= times, PATIENCE_SECONDS)
            return told()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """On one request."""
        with self._coming:
            self._in_hand += 1
        try:
            yield
        finally:
            with self._coming:
                self._in_hand -= 1
                self._coming.notify_all()

    def finish(self) -> None:
        """Whatever was asked for is answered."""
        with self._coming:
            assert self._coming.wait_for(lambda: self._in_hand == 0, PATIENCE_SECONDS)

    def find(self, method: str, path: str) -> Operation | None:
        fits = (one for one in self.operations if one.method == method and one.address.fullmatch(path))
        return next(fits, None)

    def problem(self, code: str) -> Answer:
        """As the contract shows it."""
        value = self.contract["components"]["examples"][code]["value"]
        return value["status"], "application/problem+json", as_json(value)


class Clerk(BaseHTTPRequestHandler):
    """Reads what is asked, and hands out the paper."""

    paper: ClassVar[Paper]
    seated = ""

    def answer(self) -> None:
        path = self.path.partition("?")[0]
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path == "/":
            self._give((200, TYPES[".html"], (STATIC / "index.html").read_bytes()))
        elif path == "/console":
            self._give((200, TYPES[".html"], (STATIC / "console" / "index.html").read_bytes()))
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            self._give((200, TYPES[file.suffix], file.read_bytes()))
        else:
            with self.paper.at_work():
                self._operate(path, raw)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        """Nothing: a test tells what it saw."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """What the page takes for the office's time."""
        now = self.paper.now
        return super().date_time_string(now.timestamp() if now else timestamp)

    def _operate(self, path: str, raw: bytes) -> None:
        found = self.paper.find(self.command, path)
        if found is None:
            return self._give(self.paper.problem("not-found"))
        time.sleep(LATE_SECONDS)
        if found.name != "refresh_session":
            self.paper.wait()
        if self.command != "GET":
            body = json.loads(raw) if raw[:1] in {b"{", b"["} else None
            key = self.headers.get("Idempotency-Key", "")
            self.paper.write_down(Sent(found.name, key, body, dict(self.headers)))
        if code := self._refusal(found):
            return self._give(self.paper.problem(code))
        if found.name in {"sign_in_staff", "confirm_enrolment"}:
            self._seat(json.loads(raw)["login"])
        if found.name == "read_staff_me":
            me = json.loads(found.answer[2]) | {"login": "+".join(self._roles()), "roles": self._roles()}
            return self._give((200, "application/json", as_json(me | self.paper.says.get(found.name, {}))))
        if found.name in self.paper.says:
            return self._give((200, "application/json", as_json(self.paper.says[found.name])))
        if found.name in PARTS:
            return self._give((200, "application/json", as_json(screen(found.name, self.paper.told))))
        return self._give(found.answer)

    def _refusal(self, found: Operation) -> str:
        """The code of the problem; empty where nothing stands against it."""
        is_desk = self.path.startswith(CONSOLE)
        if is_desk and self.command != "GET" and self.headers.get("Palm-Console") != "1":
            return "console-header-needed"
        for name in (found.name, *PARTS.get(found.name, ())):  # what is refused of a part is of its screen
            if refusals := self.paper.refuses.get(name):
                return refusals.pop(0)
        if self.paper.troubled and (self.command == "GET" or found.name == "refresh_session"):
            return self.paper.troubled
        if found.roles and not self._roles():
            return "sign-in-needed"
        return "role-missing" if found.roles and not found.roles.intersection(self._roles()) else ""

    def _roles(self) -> list[str]:
        """Of who signed in: on paper the login is the roles."""
        who = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        return sorted(who.value.split("+")) if who and who.value else []

    def _seat(self, login: str) -> None:
        self.seated = f"{COOKIE}={login}; Path=/v1/console; HttpOnly; SameSite=Strict"

    def _give(self, answer: Answer) -> None:
        status, kind, body = answer
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", CSP)
        if self.seated:
            self.send_header("Set-Cookie", self.seated)
            self.seated = ""
        with suppress(BrokenPipeError, ConnectionResetError):  # the browser turned to another page
            self.end_headers()
            self.wfile.write(body)


class Counter:
    """Where the paper is handed out while a test runs."""

    def __init__(self, paper: Paper) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Sitting", (Clerk,), {"paper": paper}))
        self._paper = paper
        paper.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._paper.let_go()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
