"""The gateway (代理): which back-ends are reached, by which routes, and which pages of departments.

Routes are data: what is not said here is not passed.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.kernel.party import Channel


class Scheme(StrEnum):
    """How a back-end wants to be signed to."""

    GATEWAY_HMAC = "gateway-hmac"
    NATIONAL_EXCHANGE = "national-exchange"  # 国家共享交换平台


class Method(StrEnum):
    GET = "GET"
    POST = "POST"


class Fact(StrEnum):
    """What we know of who acts and may send along, where a route declares it."""

    PARTY_NUMBER = "party-number"  # 统一社会信用代码 or 公民身份号码 of the party acted for
    PARTY_NAME = "party-name"
    PERSON_NUMBER = "person-number"
    PERSON_NAME = "person-name"


class Place(StrEnum):
    HEADER = "header"
    QUERY = "query"


class Audience(StrEnum):
    PERSON = "person"
    ENTERPRISE = "enterprise"

    @property
    def channel(self) -> Channel:
        return Channel.H5 if self is Audience.PERSON else Channel.MINI_PROGRAM


class Sureness(StrEnum):
    PHONE = "phone"
    FACE = "face"


BOTH = (Audience.PERSON, Audience.ENTERPRISE)


@dataclass(frozen=True, slots=True)
class BreakerPlan:
    """When a back-end is left alone: of at least `least_calls` in the last `window_seconds`, `bad_percent`
    failed or took longer than `slow_seconds` to begin their answer."""

    window_seconds: float = 10.0
    least_calls: int = 5
    bad_percent: int = 50
    slow_seconds: float = 3.0
    rest_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class BackEnd:
    """`sid` and `secret_url`: of the national exchange only. `deadline_seconds`: over all, streaming too."""

    name: str
    base_url: str
    scheme: Scheme
    sid: str = ""
    secret_url: str = ""
    deadline_seconds: float = 8.0
    most_answer_bytes: int = 1024 * 1024
    at_once: int = 8
    wait_seconds: float = 0.2
    breaker: BreakerPlan = field(default_factory=BreakerPlan)


@dataclass(frozen=True, slots=True)
class Parameter:
    """`pattern`: characters in classes with counts, and nothing else: «[A-Z0-9-]{1,64}»."""

    name: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Along:
    """One of our facts, put where the back-end wants it."""

    fact: Fact
    place: Place
    name: str


@dataclass(frozen=True, slots=True)
class Route:
    """`path` stands behind our own address and the route's name; `target` behind the back-end's base."""

    name: str
    back_end: str
    method: Method
    target: str
    level: Sureness
    answers: tuple[str, ...]  # media types we hand on
    path: str = ""
    audiences: tuple[Audience, ...] = BOTH
    parameters: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()
    bodies: tuple[str, ...] = ()  # media types we take
    most_body_bytes: int = 16 * 1024
    along: tuple[Along, ...] = ()


@dataclass(frozen=True, slots=True)
class Department:
    """Who may exchange a single sign-on ticket (单点登录票据)."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a department's own that we lead to (精准跳转)."""

    name: str
    department: str
    address: str
    level: Sureness
    audiences: tuple[Audience, ...] = BOTH
    parameters: tuple[Parameter, ...] = ()
    tells_number: bool = False  # whether the department is told the person's 公民身份号码


@dataclass(frozen=True, slots=True)
class GatewayPlan:
    """All of it; empty, the gateway offers nothing."""

    back_ends: tuple[BackEnd, ...] = ()
    routes: tuple[Route, ...] = ()
    departments: tuple[Department, ...] = ()
    pages: tuple[Page, ...] = ()

    def route(self, name: str, method: str, channel: Channel) -> Route | None:
        return next(
            (
                route
                for route in self.routes
                if (route.name, route.method) == (name, method)
                and any(audience.channel is channel for audience in route.audiences)
            ),
            None,
        )

    def page(self, name: str, channel: Channel) -> Page | None:
        return next(
            (
                page
                for page in self.pages
                if page.name == name and any(audience.channel is channel for audience in page.audiences)
            ),
            None,
        )

    def page_named(self, name: str) -> Page | None:
        """Whoever it is for: a ticket was issued for it."""
        return next((page for page in self.pages if page.name == name), None)
