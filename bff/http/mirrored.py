"""The same resources for the mini-program: a copy of a blueprint under another prefix, for its audience."""

from sanic import Blueprint

from bff.http.request import Audience


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
