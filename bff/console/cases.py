"""Any case (办件) at the staff's desk: found by number or holder, read whole; nothing is decided here."""

from datetime import datetime
from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.console.certificate_views import ContactPhone
from bff.console.mandate_views import CaseMandateOut
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.case_views import CaseScreen
from bff.http.ids import case_in, id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from bff.http.supplement_views import SupplementScreen
from domain.kernel.ids import DocumentId, SupplementId, short
from domain.kernel.party import Level
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases import read_case_for_staff as reading
from domain.usecases.find_cases import FoundCase
from domain.usecases.note_supplement_call import Reached, SupplementCalled
from domain.usecases.settle_supplement import SupplementSettled

bp = Blueprint("console_cases", url_prefix="/v1/console")
READERS = frozenset({Role.CLERK, Role.CHIEF, Role.BUSINESS, Role.AUDIT})
SETTLERS = frozenset({Role.CLERK, Role.CHIEF})
CALLERS = SETTLERS | {Role.AUDIT}
LONGEST_NUMBER = 64


class Settle(Body, frozen=True):
    reason: Annotated[str, Meta(min_length=2, max_length=200)]


class Called(Body, frozen=True):
    outcome: Literal["reached", "not_reached"]


class FoundOut(View, frozen=True):
    case_id: str
    item_name: str
    party_name: str
    state: str
    state_text: str
    number: str | None = None

    @classmethod
    def of(cls, case: FoundCase) -> Self:
        return cls(
            short("case", case.case_id),
            case.item_name,
            case.party_name,
            case.state,
            case.state_text,
            case.number or None,
        )


class AllFound(View, frozen=True):
    cases: tuple[FoundOut, ...]


class SupplementOut(View, frozen=True):
    supplement: SupplementScreen
    newly_arisen: bool
    told_at: datetime
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
    staff_roles: list[str] | None = None

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
            [str(role) for role in entry.roles] or None,
        )


class WholeCase(View, frozen=True):
    case: CaseScreen
    supplements: tuple[SupplementOut, ...]
    requests: tuple[RequestOut, ...]
    timeline: tuple[EntryOut, ...]
    phone: str | None = None
    mandate: CaseMandateOut | None = None

    @classmethod
    def of(cls, whole: reading.CaseForStaff) -> Self:
        return cls(
            CaseScreen.of(whole.case),
            tuple(
                SupplementOut(
                    SupplementScreen.of(one.view),
                    one.newly_arisen,
                    one.told_at,
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
            str(whole.phone) if whole.phone else None,
            CaseMandateOut.of(whole.mandate) if whole.mandate else None,
        )


class SettledOut(View, frozen=True):
    supplement_id: str
    state: str
    settled_at: datetime

    @classmethod
    def of(cls, settled: SupplementSettled) -> Self:
        return cls(short("sup", settled.supplement_id), settled.state, settled.settled_at)


class CalledOut(View, frozen=True):
    supplement_id: str
    outcome: str
    called_at: datetime

    @classmethod
    def of(cls, called: SupplementCalled) -> Self:
        return cls(short("sup", called.supplement_id), called.outcome, called.called_at)


@bp.get(
    "/cases",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.SEARCH, Shown.SUMMARY),
)
async def find_cases(request: Ask) -> HTTPResponse:
    """GET /v1/console/cases?q=: by a number, the end of one, or the holder's unified code. 200."""
    text = request.args.get("q", "").strip()
    if not 1 <= len(text) <= LONGEST_NUMBER:
        raise malformed("q", "wrong-format", "请输入办件编号、它的最后 6 位以上，或者统一社会信用代码")
    found = await office(request).endings.find_cases(text, request.ctx.staff.remit)
    return reply(AllFound(tuple(FoundOut.of(one) for one in found)))


@bp.get(
    "/cases/<case_id:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.CASE, Shown.CASE),
)
async def read_case_for_staff(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/console/cases/{caseId}: everything that hangs on it. 200."""
    return reply(WholeCase.of(await office(request).endings.read_case(case_in(case_id))))


@bp.get(
    "/cases/<case_id:str>/documents/<document_id:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.CASE, Shown.DOCUMENT),
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


@bp.get(
    "/cases/<case_id:str>/phone",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CALLERS,
    ctx_purpose=Sight(Purpose.CALL, Shown.PHONE),
)
async def read_case_phone(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/console/cases/{caseId}/phone: in clear, and in the ledger who looked. 200."""
    phone = await office(request).endings.read_case_phone(request.ctx.staff, case_in(case_id))
    return reply(ContactPhone.of(phone))


@bp.post(
    "/supplements/<supplement_id:str>/calls",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=SETTLERS,
)
async def note_supplement_call(request: Ask, supplement_id: str) -> HTTPResponse:
    """POST /v1/console/supplements/{supplementId}/calls: what came of it, in the ledger. 200."""
    supplement = id_in(supplement_id, "sup", SupplementId)
    outcome, staff = Reached(decode(request, Called).outcome), request.ctx.staff
    key = request_key(request, short("staff", staff.staff_id))
    called = await office(request).supplements.note_supplement_call(staff, supplement, outcome, key)
    return reply(CalledOut.of(called))


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
