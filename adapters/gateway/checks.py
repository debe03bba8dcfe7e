"""What the gateway's plan (代理路由表) must say together, beyond the shape of its tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from adapters.outbound.http import LOOPBACK, checked_base
from domain.gateway.plan import BackEnd, GatewayPlan, Method, Page, Parameter, Place, Route, Scheme
from domain.gateway.target import PATTERN, names_in

Said = Iterator[tuple[str, str]]  # key, what is wrong

ANSWERS = frozenset(
    {
        "application/json",
        "application/pdf",
        "application/octet-stream",
        "image/png",
        "image/jpeg",
        "text/plain",
    }
)
"""No HTML and no SVG: on our own address they would be ours."""
BODIES = frozenset({"application/json", "application/x-www-form-urlencoded"})
RESERVED = frozenset({"sso"})
MOST_BODY = 64 * 1024  # what the front takes from anybody
MEGABYTE = 1024 * 1024

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEMPLATE = re.compile(r"(/([A-Za-z0-9._~-]+|\{[A-Za-z][A-Za-z0-9]*\}))*")
_PAGE_REST = re.compile(r"([A-Za-z0-9._~/=&?-]|\{[A-Za-z][A-Za-z0-9]*\})*")
_HEADER = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_QUERY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# hop-by-hop, framing, credentials, and what the signing schemes write themselves
_OURS = re.compile(
    r"(?i)(host|connection|te|trailer|upgrade|expect|via|date|cookie|authorization|proxy-.*|keep-alive"
    r"|transfer-encoding|content-.*|accept.*|x-forwarded-.*|forwarded|x-bg-.*|x-request-id|user-agent|range|if-.*)"
)


def check_plan(plan: GatewayPlan, *, loopback: bool) -> Said:
    """Everything that is wrong between and inside the tables."""
    secret_holders = [one.name for one in plan.back_ends] + [one.name for one in plan.departments]
    yield from _names("back_ends and departments", secret_holders)
    yield from _names("pages", [page.name for page in plan.pages])
    for name in sorted({route.name for route in plan.routes}):
        methods = [route.method for route in plan.routes if route.name == name]
        if len(methods) != len(set(methods)):
            yield f"routes.{name}", "stands twice with the same method"
    for n, back_end in enumerate(plan.back_ends, start=1):
        yield from _keyed(f"back_ends[{n}]", _back_end(back_end, loopback=loopback))
    known = {back_end.name for back_end in plan.back_ends}
    for n, route in enumerate(plan.routes, start=1):
        yield from _keyed(f"routes[{n}]", _route(route, known))
    departments = {department.name for department in plan.departments}
    for n, page in enumerate(plan.pages, start=1):
        yield from _keyed(f"pages[{n}]", _page(page, departments, loopback=loopback))


def _keyed(at: str, said: Said) -> Said:
    yield from ((f"{at}.{key}", what) for key, what in said)


def _names(key: str, names: Sequence[str]) -> Said:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield key, f"{name} stands twice"
    for name in names:
        if not _SLUG.fullmatch(name):
            yield key, f"{name} is not lower-case words with hyphens"


def _back_end(back_end: BackEnd, *, loopback: bool) -> Said:
    for key, url in (("base_url", back_end.base_url), ("secret_url", back_end.secret_url)):
        if key == "secret_url" and not url:
            continue
        try:
            checked_base(url, loopback=loopback)
        except ValueError as wrong:
            yield key, str(wrong)
    is_exchange = back_end.scheme is Scheme.NATIONAL_EXCHANGE
    for key in ("sid", "secret_url"):
        if bool(getattr(back_end, key)) != is_exchange:
            yield key, f"goes with scheme {Scheme.NATIONAL_EXCHANGE.value}, and only with it"
    breaker = back_end.breaker
    for key, value, least, most in (
        ("deadline_seconds", back_end.deadline_seconds, 0.1, 55.0),  # our own server gives up at 60
        ("most_answer_bytes", back_end.most_answer_bytes, 1, 64 * MEGABYTE),
        ("at_once", back_end.at_once, 1, 256),
        ("wait_seconds", back_end.wait_seconds, 0.0, 2.0),
        ("breaker.window_seconds", breaker.window_seconds, 1.0, 600.0),
        ("breaker.least_calls", breaker.least_calls, 1, 1000),
        ("breaker.bad_percent", breaker.bad_percent, 1, 100),
        ("breaker.slow_seconds", breaker.slow_seconds, 0.01, 55.0),
        ("breaker.rest_seconds", breaker.rest_seconds, 1.0, 600.0),
    ):
        if not least <= value <= most:
            yield key, f"is not {least} to {most}"


def _route(route: Route, back_ends: Iterable[str]) -> Said:
    yield from _names("name", [route.name])
    if route.name in RESERVED:
        yield "name", "is reserved"
    if route.back_end not in back_ends:
        yield "back_end", f"{route.back_end} is not among the back-ends"
    for key, template in (("path", route.path), ("target", route.target)):
        if not _TEMPLATE.fullmatch(template) or any(part in {".", ".."} for part in template.split("/")):
            yield key, "is not /plain/parts/and/{parameters}"
    yield from _parameters("parameters", route.parameters)
    yield from _parameters("query", route.query)
    names = sorted(parameter.name for parameter in route.parameters)
    if sorted(names_in(route.path)) != names:
        yield "path", "does not name each of its parameters once"
    if not set(names_in(route.target)) <= set(names):
        yield "target", "names a parameter that the path does not have"
    yield from _media(route)
    yield from _along(route)


def _media(route: Route) -> Said:
    if not route.answers or not set(route.answers) <= ANSWERS:
        yield "answers", f"is not one or more of {', '.join(sorted(ANSWERS))}"
    if not set(route.bodies) <= BODIES:
        yield "bodies", f"is not among {', '.join(sorted(BODIES))}"
    if route.method is Method.GET and route.bodies:
        yield "bodies", "a GET has none"
    if route.method is Method.POST and route.query:
        yield "query", "a POST has none: its key would not cover it"
    if not 1 <= route.most_body_bytes <= MOST_BODY:
        yield "most_body_bytes", f"is not 1 to {MOST_BODY}"


def _along(route: Route) -> Said:
    places = [(along.place, along.name.lower()) for along in route.along]
    asked = {parameter.name.lower() for parameter in route.query}
    for n, along in enumerate(route.along, start=1):
        key = f"along[{n}].name"
        if places.count((along.place, along.name.lower())) > 1:
            yield key, "stands twice"
        if along.place is Place.HEADER and (not _HEADER.fullmatch(along.name) or _OURS.fullmatch(along.name)):
            yield key, "is no header a route may write"
        if along.place is Place.QUERY and (not _QUERY.fullmatch(along.name) or along.name.lower() in asked):
            yield key, "is no query name of ours"


def _parameters(key: str, parameters: Sequence[Parameter]) -> Said:
    for n, parameter in enumerate(parameters, start=1):
        if [one.name for one in parameters].count(parameter.name) > 1:
            yield f"{key}[{n}].name", f"{parameter.name} stands twice"
        if not _QUERY.fullmatch(parameter.name):
            yield f"{key}[{n}].name", "is not letters and digits"
        if not PATTERN.fullmatch(parameter.pattern) or not _compiles(parameter.pattern):
            yield f"{key}[{n}].pattern", "is not classes with counts, like [A-Z0-9-]{1,64}"


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _page(page: Page, departments: Iterable[str], *, loopback: bool) -> Said:
    if page.department not in departments:
        yield "department", f"{page.department} is not among the departments"
    parts = urlsplit(page.address)
    is_here = loopback and parts.scheme == "http" and parts.hostname in LOOPBACK
    origin = f"{parts.scheme}://{parts.netloc}"
    if not ((parts.scheme == "https" and parts.hostname) or is_here) or "@" in parts.netloc:
        yield "address", "is not https"
    elif "{" in parts.netloc or not _PAGE_REST.fullmatch(page.address.removeprefix(origin)):
        yield "address", "is not a plain path with parameters and query"
    elif "ticket=" in page.address:
        yield "address", "the ticket is ours to add"
    yield from _parameters("parameters", page.parameters)
    if sorted(names_in(page.address)) != sorted(parameter.name for parameter in page.parameters):
        yield "address", "does not name each of its parameters once"
