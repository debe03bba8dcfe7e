"""Accounts of the office's people: who has one, and what two security administrators change about them."""

from datetime import datetime
from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.paging import id_behind, next_cursor, page_size
from bff.console.session import Activation, BodyOut, Login
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.kernel.ids import AccountChangeId, short
from domain.kernel.party import Level
from domain.staff.account import Role, StaffAccount
from domain.staff.change import ChangeKind
from domain.usecases.ask_account_change import Wish
from domain.usecases.describe_account_change import AccountChangeView

bp = Blueprint("accounts", url_prefix="/v1/console")
PREFIX = "acc"
KEEPERS = frozenset({Role.SECURITY})
READERS = KEEPERS | {Role.AUDIT}
# a name that shows nothing, or turns what stands beside it round, is somebody else's on the screen
UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
SEEN = rf"^[^\s{UNSEEN}]([^{UNSEEN}]*[^\s{UNSEEN}])?\Z"
WITH_ROLES = frozenset({ChangeKind.ADD, ChangeKind.CHANGE_ROLES})
WITH_BODIES = frozenset({ChangeKind.ADD, ChangeKind.CHANGE_BODIES})
BodyCode = Annotated[str, Meta(pattern=r"^[0-9A-Z]{18}\Z")]


class AskChange(Body, frozen=True):
    kind: Literal["add", "end", "recover", "change_roles", "change_bodies"]
    login: Login
    reason: Annotated[str, Meta(min_length=2, max_length=200)]
    name: Annotated[str, Meta(min_length=1, max_length=50, pattern=SEEN)] | None = None
    roles: (
        Annotated[
            list[Literal["clerk", "chief", "business", "security", "audit"]], Meta(min_length=1, max_length=5)
        ]
        | None
    ) = None
    bodies: Annotated[list[BodyCode], Meta(min_length=1, max_length=200)] | None = None
    every_body: bool = False

    def wish(self) -> Wish:
        """Raises MalformedBody for what the kind needs and has not."""
        kind = ChangeKind(self.kind)
        if kind is ChangeKind.ADD and self.name is None:
            raise malformed("name", "missing", "缺少这一项")
        if kind in WITH_ROLES and self.roles is None:
            raise malformed("roles", "missing", "缺少这一项")
        roles = frozenset(Role(role) for role in self.roles or ())
        if self.roles and len(roles) != len(self.roles):
            raise malformed("roles", "wrong-format", "岗位重复")
        return Wish(kind, self.login, self.reason, self.name or "", roles, self._bodies(kind))

    def _bodies(self, kind: ChangeKind) -> frozenset[str] | None:
        """Nobody is given every body by leaving something out of a change of them. Raises MalformedBody."""
        if self.bodies is not None and (self.every_body or kind not in WITH_BODIES):
            raise malformed("bodies", "unknown", "这里不能填写所辖机关")
        if kind is ChangeKind.CHANGE_BODIES and self.bodies is None and not self.every_body:
            raise malformed("bodies", "missing", "请选择所辖机关，或者选择全部机关")
        return None if self.bodies is None else frozenset(self.bodies)


class DecideChange(Body, frozen=True):
    decision: Literal["confirm", "refuse"]


class AccountOut(View, frozen=True):
    login: str
    name: str
    roles: list[str]
    state: str
    bodies: list[str] | None = None

    @classmethod
    def of(cls, account: StaffAccount, state: str) -> Self:
        bodies = None if account.bodies is None else sorted(account.bodies)
        return cls(account.login, account.name, sorted(account.roles), state, bodies)


class AllAccounts(View, frozen=True):
    accounts: list[AccountOut]


class AllBodies(View, frozen=True):
    bodies: list[BodyOut]


class ChangeOut(View, frozen=True):
    change_id: str
    kind: str
    login: str
    name: str
    roles: list[str]
    reason: str
    state: str
    asked_by: str
    asked_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    activation_key: Activation | None = None
    bodies: list[str] | None = None

    @classmethod
    def of(cls, view: AccountChangeView) -> Self:
        return cls(
            change_id=short(PREFIX, view.change_id),
            kind=view.kind,
            login=view.login,
            name=view.name,
            roles=list(view.roles),
            reason=view.reason,
            state=view.state,
            asked_by=view.asked_by,
            asked_at=view.asked_at,
            decided_by=view.decided_by,
            decided_at=view.decided_at,
            activation_key=view.activation_key or None,
            bodies=None if view.bodies is None else list(view.bodies),
        )


class Page(View, frozen=True):
    changes: list[ChangeOut]
    next_cursor: str | None = None


@bp.get("/accounts", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_staff_accounts(request: Ask) -> HTTPResponse:
    """GET /v1/console/accounts, security and audit: by login. 200."""
    found = await office(request).staff.list_accounts()
    return reply(AllAccounts([AccountOut.of(account, state) for account, state in found]))


@bp.get("/bodies", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_bodies(request: Ask) -> HTTPResponse:
    """GET /v1/console/bodies, security and audit: whose cases somebody may be given. 200."""
    found = office(request).staff.list_bodies()
    return reply(AllBodies([BodyOut(code, name) for code, name in found.items()]))


@bp.get("/account-changes", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_account_changes(request: Ask) -> HTTPResponse:
    """GET /v1/console/account-changes, security and audit: newest first. 200."""
    before = id_behind(request, PREFIX, AccountChangeId)
    views, following = await office(request).staff.list_changes(before=before, size=page_size(request))
    return reply(Page([ChangeOut.of(view) for view in views], next_cursor(PREFIX, following)))


@bp.post("/account-changes", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=KEEPERS)
async def ask_account_change(request: Ask) -> HTTPResponse:
    """POST /v1/console/account-changes, security: 201, it waits for a colleague."""
    body, staff = decode(request, AskChange), request.ctx.staff
    key = request_key(request, short("staff", staff.staff_id))
    view = await office(request).staff.ask_change(staff, body.wish(), key)
    return reply(ChangeOut.of(view), status=201)


@bp.post(
    "/account-changes/<change:str>/decision",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=KEEPERS,
)
async def decide_account_change(request: Ask, change: str) -> HTTPResponse:
    """POST /v1/console/account-changes/{accountChangeId}/decision, security: 200, a key shown once."""
    change_id = id_in(change, PREFIX, AccountChangeId)
    body, staff = decode(request, DecideChange), request.ctx.staff
    view = await office(request).staff.decide_change(
        staff,
        change_id,
        is_confirmed=body.decision == "confirm",
        request=request_key(request, short("staff", staff.staff_id)),
    )
    return reply(ChangeOut.of(view))
