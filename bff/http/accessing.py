"""Who is shown whose data (查阅记录): noted when an answer is made, before a byte of it leaves.

A route of the office's people that shows a party's data names what for, and what of it (`ctx_purpose`).
Whose it is, the ids in the path and in the answer itself say: what is shown tomorrow is noted tomorrow.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from functools import wraps
from types import MappingProxyType

import msgspec
import structlog
from sanic.response import HTTPResponse

from bff.http.request import App, Ask, office
from domain.kernel.ids import unshort
from domain.privacy.access import LISTS, About, AccessNotNoted, Look, Shown, Sight, Thing

log = structlog.get_logger(__name__)

Handler = Callable[..., Awaitable[HTTPResponse]]
THINGS: Mapping[str, Thing] = MappingProxyType(
    {
        "mtr": Thing.MATTER,
        "case": Thing.CASE,
        "call": Thing.CALL,
        "ship": Thing.SHIPMENT,
        "sup": Thing.SUPPLEMENT,
        "prm": Thing.PROMISE,
        "stop": Thing.STOP,
        "vst": Thing.VISIT,
        "rck": Thing.RECHECK,
        "rvk": Thing.REVOCATION,
        "grv": Thing.GRIEVANCE,
        "ntc": Thing.NOTICE,
        "prp": Thing.PROPOSAL,
        "dbt": Thing.DOUBT,
        "fnd": Thing.FINDING,
    }
)
LIST = "list"


def register(app: App) -> None:
    """Wrap what declares a purpose. After all routes are there."""
    for route in app.router.routes:
        if hasattr(route.ctx, "purpose"):
            route.handler = _noting(route.handler)


def _noting(handler: Handler) -> Handler:
    @wraps(handler)
    async def answer(request: Ask, **path: str) -> HTTPResponse:
        """Raises AccessNotNoted instead of answering."""
        answered = await handler(request, **path)
        await _note(request, answered, path)
        return answered

    return answer


async def _note(request: Ask, answered: HTTPResponse, path: Mapping[str, str]) -> None:
    route = request.route
    if route is None:  # a handler without a route is no handler
        return
    sight: Sight = route.ctx.purpose
    look = Look(
        by=request.ctx.staff.login,
        sight=sight,
        operation=route.name.rpartition(".")[2],
        request=request.ctx.request_id,
        is_list=sight.purpose in LISTS,
    )
    about = set(_known(path.values(), with_sample=sight.shown is Shown.SAMPLE))
    if answered.content_type == "application/json" and answered.body:
        about |= set(_known(_ids(msgspec.json.decode(answered.body))))
    if hasattr(route.ctx, "served"):
        acting = request.ctx.acting
        about |= {About(Thing.PARTY, acting.person), About(Thing.PARTY, acting.party)}
    try:
        await office(request).privacy.note_access(request.ctx.staff, look, about)
    except AccessNotNoted as error:
        kind = type(error.__cause__).__name__
        log.error("access-not-noted", operation=look.operation, request_id=look.request, kind=kind)  # noqa: TRY400 - what the library says may quote a row
        raise


def _ids(value: object) -> Iterator[str]:
    """What stands under a name of an id: whatever people write stands under others."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and (name == "ref" or name.endswith("Id")):
                yield inner
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def _known(texts: Iterable[str], *, with_sample: bool = False) -> Iterator[About]:
    for text in texts:
        prefix = text.partition("_")[0]
        thing = THINGS.get(prefix, Thing.SAMPLE if with_sample and prefix == LIST else None)
        found = unshort(prefix, text)
        if thing is not None and found is not None:
            yield About(thing, found)
