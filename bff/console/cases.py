"""Any case (办件) at the staff's desk: found by its number, read whole; nothing is decided here."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.case_views import CaseScreen
from bff.http.ids import case_in, id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from bff.http.supplement_views import SupplementScreen
from domain.kernel.ids import CaseNumber, DocumentId, SupplementId, short
from domain.kernel.party import Level
from domain.staff.account import Role
from domain.usecases import read_case_for_staff as reading
from domain.usecases.find_cases import FoundCase
from domain.usecases.settle_supplement import SupplementSettled

bp = Blueprint("console_cases", url_prefix="/v1/console")
READERS = frozenset({Role.CLERK, Role.CHIEF, Role.BUSINESS, Role.AUDIT})
SETTLERS = frozenset({Role.CLERK, Role.CHIEF})
LONGEST_NUMBER = 64


class Settle(Body, frozen=True):
    reason: Annotated[str, Meta(min_length=2, max_length=200)]


class FoundOut(View, frozen=True):
    case_id: str
    number: str
    item_name: str
    party_name: str
    state: str
    state_text: str

    @classmethod
    def of(cls, case: FoundCase) -> Self:
        return cls(
            short("case", case.case_id),
            case.number,
            case.item_name,
            case.party_name,
            case.state,
            case.state_text,
        )


class AllFound(View, frozen=True):
    cases: tuple[FoundOut, ...]


class SupplementOut(View, frozen=True):
    supplement: SupplementScreen
    newly_arisen: bool
    settled_by: str | None = None
    settled_why: str | None = None


class RequestOut(View, frozen=True):
    kind: str
    state: str
    asked_at: datetime
    reason: str
    refused_with: str | None = None


class EntryOut(View, frozen=True):
    at: datetime
    kind: str
    title: str
    who: str
    channel: str
    step: int
    detail: str | None = None
    for_whom: str | None = None
    staff: str | None = None

    @classmethod
    def of(cls, entry: reading.StaffEntry) -> Self:
        return cls(
            entry.at,
            entry.kind,
            entry.title,
            entry.who,
            entry.channel,
            entry.step,
            entry.detail or None,
            entry.for_whom or None,
            entry.staff or None,
        )


class WholeCase(View, frozen=True):
    case: CaseScreen
    supplements: tuple[SupplementOut, ...]
    requests: tuple[RequestOut, ...]
    timeline: tuple[EntryOut, ...]

    @classmethod
    def of(cls, whole: reading.CaseForStaff) -> Self:
        return cls(
            CaseScreen.of(whole.case),
            tuple(
                SupplementOut(
                    SupplementScreen.of(one.view),
                    one.newly_arisen,
                    one.settled_by or None,
                    one.settled_why or None,
                )
                for one in whole.supplements
            ),
            tuple(
                RequestOut(one.kind, one.state, one.asked_at, one.reason, one.refused_with or None)
                for one in whole.requests
            ),
            tuple(EntryOut.of(one) for one in whole.timeline),
        )


class SettledOut(View, frozen=True):
    supplement_id: str
    state: str
    settled_at: datetime

    @classmethod
    def of(cls, settled: SupplementSettled) -> Self:
        return cls(short("sup", settled.supplement_id), settled.state, settled.settled_at)


@bp.get("/cases", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def find_cases(request: Ask) -> HTTPResponse:
    """GET /v1/console/cases?q=: by the whole number. 200."""
    number = request.args.get("q", "").strip()
    if not 1 <= len(number) <= LONGEST_NUMBER:
        raise malformed("q", "wrong-format", "请输入完整的办件编号")
    found = await office(request).endings.find_cases(CaseNumber(number))
    return reply(AllFound(tuple(FoundOut.of(one) for one in found)))


@bp.get("/cases/<case_id:str>", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def read_case_for_staff(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/console/cases/{caseId}: everything that hangs on it. 200."""
    return reply(WholeCase.of(await office(request).endings.read_case(case_in(case_id))))


@bp.get(
    "/cases/<case_id:str>/documents/<document_id:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
)
async def read_document_for_staff(request: Ask, case_id: str, document_id: str) -> HTTPResponse:
    """GET /v1/console/cases/{caseId}/documents/{documentId}: 200 with the file, byte for byte."""
    document = id_in(document_id, "doc", DocumentId)
    read_document = office(request).endings.read_document
    _, content = await read_document(request.ctx.staff, case_in(case_id), document)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'inline; filename="{short("doc", document)}.pdf"',
    }
    return raw(content, headers=headers, content_type="application/pdf")


@bp.post(
    "/supplements/<supplement_id:str>/settlement",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=SETTLERS,
)
async def settle_supplement(request: Ask, supplement_id: str) -> HTTPResponse:
    """POST /v1/console/supplements/{supplementId}/settlement: set aside, with a reason. 200."""
    supplement = id_in(supplement_id, "sup", SupplementId)
    body, staff = decode(request, Settle), request.ctx.staff
    settled = await office(request).supplements.settle_supplement(
        staff,
        supplement,
        reason=body.reason,
        request=request_key(request, short("staff", staff.staff_id)),
    )
    return reply(SettledOut.of(settled))
