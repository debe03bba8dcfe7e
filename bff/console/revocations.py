"""Revocations (撤销) at the desk: prepared, the person heard, signed by another."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from domain.decisions.revocation import Basis
from domain.kernel.ids import CaseId, RecheckId, RevocationId, short
from domain.kernel.party import Level
from domain.kernel.personal import Free
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases.prepare_revocation import Preparation
from domain.usecases.show_revocation import RevocationView, StatementView

bp = Blueprint("revocations", url_prefix="/v1/console")
PREFIX = "rvk"
WORKERS = frozenset({Role.CLERK, Role.CHIEF})
READERS = WORKERS | {Role.AUDIT}
BASES = Literal[
    "abuse_of_office",
    "beyond_authority",
    "against_procedure",
    "unqualified",
    "otherwise_provided",
    "deceit",
]


class PreparationBody(Body, frozen=True):
    basis: BASES
    reasons: Annotated[
        list[Annotated[str, Meta(min_length=2, max_length=500)]], Meta(min_length=1, max_length=10)
    ]
    recheck_id: Annotated[str, Meta(pattern=r"^rck_[0-9a-hjkmnp-tv-z]{26}\Z", max_length=30)] | None = None

    def preparation(self) -> Preparation:
        """Raises NotFound for an id that is none."""
        recheck = None if self.recheck_id is None else id_in(self.recheck_id, "rck", RecheckId)
        return Preparation(Basis(self.basis), tuple(Free(one) for one in self.reasons), recheck)


class StatementTaken(Body, frozen=True):
    words: Annotated[str, Meta(min_length=2, max_length=2000)]
    nothing_to_say: bool


class DecisionBody(Body, frozen=True):
    decision: Literal["sign", "drop"]
    note: Annotated[str, Meta(min_length=2, max_length=200)] | None = None


class StatementOut(View, frozen=True):
    at: datetime
    nothing_to_say: bool
    words: str
    taken_by: str | None = None

    @classmethod
    def of(cls, said: StatementView) -> Self:
        return cls(said.at, said.nothing_to_say, said.words, said.taken_by or None)


class AtDesk(View, frozen=True):
    revocation_id: str
    case_id: str
    item_name: str
    party_name: str
    state: str
    state_text: str
    basis: str
    basis_text: str
    reasons: tuple[str, ...]
    prepared_by: str
    prepared_at: datetime
    hear_until: date
    number: str | None = None
    recheck_id: str | None = None
    statement: StatementOut | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    note: str | None = None
    refused_with: str | None = None

    @classmethod
    def of(cls, found: RevocationView) -> Self:
        return cls(
            revocation_id=short(PREFIX, found.revocation_id),
            case_id=short("case", found.case_id),
            item_name=found.item_name,
            party_name=found.party_name,
            state=found.state,
            state_text=found.state_text,
            basis=found.basis,
            basis_text=found.basis_text,
            reasons=found.reasons,
            prepared_by=found.prepared_by,
            prepared_at=found.prepared_at,
            hear_until=found.hear_until,
            number=found.number or None,
            recheck_id=short("rck", found.recheck_id) if found.recheck_id else None,
            statement=StatementOut.of(found.statement) if found.statement else None,
            decided_by=found.decided_by or None,
            decided_at=found.decided_at,
            note=found.note or None,
            refused_with=found.refused_with or None,
        )


@bp.post(
    "/cases/<case:str>/revocation",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.REVOCATION, Shown.CASE),
)
async def prepare_revocation(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/console/cases/{caseId}/revocation, clerk, chief: 201."""
    staff, found = request.ctx.staff, id_in(case, "case", CaseId)
    key = request_key(request, short("staff", staff.staff_id))
    wanted = decode(request, PreparationBody).preparation()
    made = await office(request).instant.prepare_revocation(staff, found, wanted, key)
    return reply(AtDesk.of(made), status=201)


@bp.get(
    "/revocations/<revocation:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.REVOCATION, Shown.CASE),
)
async def read_revocation(request: Ask, revocation: str) -> HTTPResponse:
    """GET /v1/console/revocations/{revocationId}, clerk, chief, audit: 200."""
    found = id_in(revocation, PREFIX, RevocationId)
    return reply(AtDesk.of(await office(request).instant.show_revocation(found)))


@bp.post(
    "/revocations/<revocation:str>/statement",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.REVOCATION, Shown.CASE),
)
async def record_statement(request: Ask, revocation: str) -> HTTPResponse:
    """POST /v1/console/revocations/{revocationId}/statement, clerk, chief: 200."""
    staff, found = request.ctx.staff, id_in(revocation, PREFIX, RevocationId)
    key = request_key(request, short("staff", staff.staff_id))
    body = decode(request, StatementTaken)
    heard = await office(request).instant.hear_statement.by_staff(
        staff, found, Free(body.words), nothing_to_say=body.nothing_to_say, request=key
    )
    return reply(AtDesk.of(heard))


@bp.post(
    "/revocations/<revocation:str>/signature",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=frozenset({Role.CHIEF}),
    ctx_purpose=Sight(Purpose.REVOCATION, Shown.CASE),
)
async def decide_revocation(request: Ask, revocation: str) -> HTTPResponse:
    """POST /v1/console/revocations/{revocationId}/signature, chief: 200."""
    staff, found = request.ctx.staff, id_in(revocation, PREFIX, RevocationId)
    key = request_key(request, short("staff", staff.staff_id))
    body = decode(request, DecisionBody)
    note = None if body.note is None else Free(body.note)
    decided = await office(request).instant.decide_revocation(staff, found, body.decision, note, key)
    return reply(AtDesk.of(decided))
