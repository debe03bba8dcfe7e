"""Push lists (推送清单) at the staff's desk: what the rules found, to be signed by a second person."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

import msgspec
from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.paging import id_behind, next_cursor, page_size
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.findings.back_test import Outcome, PastCount
from domain.findings.finding import Reason
from domain.kernel.ids import FindingId, PushListId, short
from domain.kernel.party import Level
from domain.staff.account import Role
from domain.usecases.decide_push_list import Decision
from domain.usecases.describe_finding import FindingLine
from domain.usecases.describe_push_list import DUE, Previous, PushListView, Sampled

bp = Blueprint("push_lists", url_prefix="/v1/console")
PREFIX, FINDING = "list", "fnd"
READERS = frozenset({Role.BUSINESS, Role.CHIEF, Role.AUDIT})
SIGNERS = frozenset({Role.CHIEF})
WITH_NOTE = ("send_back", "stop")  # who prepared it reads why


class Decide(Body, frozen=True):
    decision: Literal["sign", "send_back", "stop"]
    digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    note: Annotated[str, Meta(min_length=1, max_length=500)] | None = None


class Summary(View, frozen=True):
    push_list_id: str
    item_name: str
    rule: str
    as_of: datetime
    state: str
    prepared_by: str
    prepared_at: datetime
    due: int
    set_aside: int
    decided_by: str | None = None
    decided_at: datetime | None = None

    @classmethod
    def of(cls, view: PushListView) -> Self:
        return cls(
            push_list_id=short(PREFIX, view.push_list_id),
            item_name=view.item_name,
            rule=view.rule,
            as_of=view.as_of,
            state=view.state,
            prepared_by=view.prepared_by,
            prepared_at=view.prepared_at,
            due=view.due,
            set_aside=view.set_aside,
            decided_by=view.decided_by,
            decided_at=view.decided_at,
        )


class Page(View, frozen=True):
    push_lists: list[Summary]
    next_cursor: str | None = None


class Count(View, frozen=True):
    label: str
    count: int


class ItemCount(Count, frozen=True):
    """`count`: due and set aside; `due`: those who are due, left out where it was not counted."""

    due: int | None = None


class Sample(View, frozen=True):
    party_name: str
    licence_number_tail: str
    office: str
    last_day: date
    why: str
    item_name: str

    @classmethod
    def of(cls, sampled: Sampled) -> Self:
        return cls(**{name: getattr(sampled, name) for name in cls.__struct_fields__})


class PastFigure(View, frozen=True):
    days_ago: int
    day: date
    found: int

    @classmethod
    def of(cls, one: PastCount) -> Self:
        return cls(one.days_ago, one.day, one.found)


class Became(View, frozen=True, omit_defaults=False):
    due: int
    dropped: int
    invited: int
    sent: int
    held: int
    yes: int
    not_now: int
    already_done: int
    not_me: int
    never: int
    wrong: int

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        figures = {name: getattr(outcome, name) for name in cls.__struct_fields__}
        return cls(**figures)


class Before(View, frozen=True):
    push_list_id: str
    prepared_at: datetime
    outcome: Became

    @classmethod
    def of(cls, previous: Previous) -> Self:
        return cls(short(PREFIX, previous.push_list_id), previous.prepared_at, Became.of(previous.outcome))


class Whole(Summary, frozen=True, kw_only=True):
    digest: str
    by_body: list[Count]
    by_reason: list[Count]
    by_item: list[ItemCount]
    sample: list[Sample]
    back_test: list[PastFigure]
    note: str | None = None
    outcome: Became | None = None
    previous: Before | None = None

    @classmethod
    def of(cls, view: PushListView) -> Self:
        due = dict(view.due_by_item)
        return cls(
            **msgspec.structs.asdict(Summary.of(view)),
            digest=view.digest,
            by_body=[Count(label, n) for label, n in view.by_body],
            by_reason=[Count(label, n) for label, n in view.by_reason],
            by_item=[ItemCount(label, n, due.get(label)) for label, n in view.by_item],
            sample=[Sample.of(one) for one in view.sample],
            back_test=[PastFigure.of(one) for one in view.back_test],
            note=view.note,
            outcome=None if view.outcome is None else Became.of(view.outcome),
            previous=None if view.previous is None else Before.of(view.previous),
        )


class FindingOut(View, frozen=True):
    finding_id: str
    item_name: str
    office: str
    last_day: date
    why: str
    party_name: str | None = None
    licence_number_tail: str | None = None
    reason: str | None = None

    @classmethod
    def of(cls, line: FindingLine) -> Self:
        return cls(
            finding_id=short(FINDING, line.finding_id),
            item_name=line.item_name,
            office=line.office,
            last_day=line.last_day,
            why=line.why,
            party_name=line.party_name or None,
            licence_number_tail=line.licence_number_tail or None,
            reason=line.reason,
        )


class FindingsPage(View, frozen=True):
    findings: list[FindingOut]
    next_cursor: str | None = None


@bp.get("/push-lists", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_push_lists(request: Ask) -> HTTPResponse:
    """GET /v1/console/push-lists: newest first. 200."""
    before = id_behind(request, PREFIX, PushListId)
    lists, following = await office(request).notices.list_push_lists(before=before, size=page_size(request))
    return reply(Page([Summary.of(view) for view in lists], next_cursor(PREFIX, following)))


@bp.get("/push-lists/<push_list:str>", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def read_push_list(request: Ask, push_list: str) -> HTTPResponse:
    """GET /v1/console/push-lists/{pushListId}: counts, reasons and a sample. 200."""
    view = await office(request).notices.read_push_list(_known(push_list))
    return reply(Whole.of(view))


@bp.get(
    "/push-lists/<push_list:str>/findings",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
)
async def list_findings(request: Ask, push_list: str) -> HTTPResponse:
    """GET /v1/console/push-lists/{pushListId}/findings: due or not and why, at most twenty a page. 200."""
    after = id_behind(request, FINDING, FindingId)
    lines, following = await office(request).notices.list_findings(
        _known(push_list), reasons=_reasons(request), after=after, size=page_size(request)
    )
    return reply(FindingsPage([FindingOut.of(line) for line in lines], next_cursor(FINDING, following)))


@bp.post(
    "/push-lists/<push_list:str>/signature",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=SIGNERS,
)
async def decide_push_list(request: Ask, push_list: str) -> HTTPResponse:
    """POST /v1/console/push-lists/{pushListId}/signature: sign, send back or stop. 200."""
    body, staff = decode(request, Decide), request.ctx.staff
    if body.decision in WITH_NOTE and body.note is None:
        raise malformed("note", "missing", "请写明原因")
    view = await office(request).notices.decide_push_list(
        staff,
        _known(push_list),
        Decision(body.decision),
        digest=body.digest,
        note=body.note or "",
        request=request_key(request, short("staff", staff.staff_id)),
    )
    return reply(Whole.of(view))


def _reasons(request: Ask) -> tuple[Reason | None, ...]:
    """`reason`: due, or one of the reasons; absent for all. Raises MalformedBody."""
    text = request.args.get("reason")
    if text is None:
        return ()
    if text == DUE:
        return (None,)
    if text not in set(Reason):
        raise malformed("reason", "unknown", "没有这种原因")
    return (Reason(text),)


def _known(text: str) -> PushListId:
    return id_in(text, PREFIX, PushListId)
