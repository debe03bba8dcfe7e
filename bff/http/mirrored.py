"""The same resources for another front: a copy of a blueprint under its prefix, for its audience."""

from collections.abc import Awaitable, Callable

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.request import Ask, Audience
from domain.kernel.party import Level
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role

Handler = Callable[..., Awaitable[HTTPResponse]]
VISIT = "/v1/console/visits/<visit:str>"
CLERKS = frozenset({Role.CLERK})
READERS = CLERKS | {Role.AUDIT}


def mirrored(bp: Blueprint, *, prefix: str, audience: Audience = Audience.ENTERPRISE) -> Blueprint:
    """What needs a signed-in person there, here needs one of this audience; levels stay as they are.

    Public routes are left out: they are nobody's. `Blueprint.copy` will not do, it shares each route's
    declared audience with the original. Every operation gets the audience before its name, as the contract
    has it: read_home becomes enterprise_read_home.
    """
    copy = Blueprint(f"{audience}_{bp.name}", url_prefix=prefix)
    for route in bp._future_routes:  # noqa: SLF001 - Sanic offers no other way to read what was declared
        if route.route_context["audience"] is not Audience.PERSON:
            continue
        declared = {f"ctx_{name}": value for name, value in route.route_context.items()}
        copy.route(
            route.uri,
            methods=route.methods,
            name=f"{audience}_{route.name.rpartition('.')[2]}",
            ignore_body=route.ignore_body,
            unquote=route.unquote,
            **{**declared, "ctx_audience": audience},
        )(route.handler)
    return copy


def served(bp: Blueprint) -> Blueprint:
    """The same for a clerk who serves somebody (窗口办理): below their visit, as counter_<operation>.

    `ctx_served` is the level the person's own route asks for; the guard finds the visit and fills in whom
    the clerk acts for.
    """
    copy = Blueprint(f"counter_{bp.name}", url_prefix=VISIT)
    for route in bp._future_routes:  # noqa: SLF001 - likewise
        declared = dict(route.route_context)
        if declared["audience"] is not Audience.PERSON:
            continue
        declared |= {"audience": Audience.STAFF, "served": declared["level"], "level": Level.NONE}
        declared["roles"] = READERS if "GET" in (route.methods or ()) else CLERKS
        declared["purpose"] = Sight(Purpose.COUNTER, Shown.DEALINGS)
        copy.route(
            route.uri,
            methods=route.methods,
            name=f"counter_{route.name.rpartition('.')[2]}",
            ignore_body=route.ignore_body,
            unquote=route.unquote,
            **{f"ctx_{name}": value for name, value in declared.items()},
        )(_without_visit(route.handler))  # type: ignore[arg-type]  # Sanic says str of what is the handler
    return copy


def _without_visit(handler: Handler) -> Handler:
    """The person's handler knows nothing of the visit in the path."""

    async def serve(request: Ask, visit: str, **path: str) -> HTTPResponse:
        _ = visit
        return await handler(request, **path)

    return serve
