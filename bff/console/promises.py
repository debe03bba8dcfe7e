"""One promise (承诺) at the desk: its text as signed, and what a check of a commitment found."""

from datetime import datetime
from typing import Annotated, Literal, Self

from msgspec import Meta
from msgspec.structs import asdict
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.promise_views import PREFIX, PromiseScreen
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import PromiseId, short
from domain.kernel.party import Level
from domain.privacy.access import Purpose, Shown, Sight
from domain.promises.promise import PromiseState
from domain.staff.account import Role
from domain.usecases.read_promise import PromiseAtDesk

bp = Blueprint("console_promises", url_prefix="/v1/console")
WORKERS = frozenset({Role.CLERK, Role.CHIEF})


class PromiseCheck(Body, frozen=True):
    outcome: Literal["kept", "untrue"]
    note: Annotated[str, Meta(min_length=2, max_length=200)]


class CheckOut(View, frozen=True):
    by: str
    at: datetime
    note: str


class PromiseForStaff(PromiseScreen, frozen=True, kw_only=True):
    item_name: str
    party_name: str
    may_check: bool
    number: str | None = None
    check: CheckOut | None = None

    @classmethod
    def of_desk(cls, one: PromiseAtDesk) -> Self:
        check = CheckOut(one.checked_by, one.checked_at, one.check_note) if one.checked_at else None
        return cls(
            **asdict(PromiseScreen.of(one.promise)),
            item_name=one.item_name,
            party_name=one.party_name,
            may_check=one.may_check,
            number=one.number,
            check=check,
        )


@bp.get(
    "/promises/<promise_id:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS | {Role.AUDIT},
    ctx_purpose=Sight(Purpose.CHECKING, Shown.PROMISE),
)
async def read_promise(request: Ask, promise_id: str) -> HTTPResponse:
    """GET /v1/console/promises/{promiseId}, clerk, chief, audit: 200."""
    found = await office(request).promises.read_promise(id_in(promise_id, PREFIX, PromiseId))
    return reply(PromiseForStaff.of_desk(found))


@bp.post(
    "/promises/<promise_id:str>/check",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.CHECKING, Shown.PROMISE),
)
async def check_promise(request: Ask, promise_id: str) -> HTTPResponse:
    """POST /v1/console/promises/{promiseId}/check, clerk, chief: 200."""
    staff, promise = request.ctx.staff, id_in(promise_id, PREFIX, PromiseId)
    key = request_key(request, short("staff", staff.staff_id))
    body = decode(request, PromiseCheck)
    checked = await office(request).promises.check_promise(
        staff, promise, PromiseState(body.outcome), note=body.note, request=key
    )
    return reply(PromiseForStaff.of_desk(checked))
