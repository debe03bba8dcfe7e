"""Mandates (授权委托): whom one lets act for one's party, and for whom one may act."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from msgspec import Meta, field
from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.person_name import Typed, person_name
from bff.http.request import Ask, Audience, office
from domain.identity.check import Purpose
from domain.kernel.ids import ItemCode, MandateId, short
from domain.kernel.party import Level
from domain.mandates.mandate import Act, Terms
from domain.usecases.mandate_view import ItemNamed, MandateView, UseLine

bp = Blueprint("citizen_mandates", url_prefix="/v1/citizen")
Digest = Annotated[str, Meta(min_length=64, max_length=64, pattern=r"^[0-9a-f]+\Z")]


class ItemOut(View, frozen=True):
    item_code: str
    name: str

    @classmethod
    def of(cls, item: ItemNamed) -> Self:
        return cls(item.item_code, item.name)


class MandateOut(View, frozen=True, kw_only=True):
    mandate_id: str
    principal: str
    agent: str
    agent_number: str
    items: tuple[ItemOut, ...] = ()
    acts: tuple[str, ...]
    from_: date = field(name="from")
    until: date
    most_cases: int | None = None
    cases: int
    state: str
    words: str
    source: str
    given_at: datetime | None = None
    ended_at: datetime | None = None

    @classmethod
    def of(cls, one: MandateView) -> Self:
        return cls(
            mandate_id=short("mdt", one.mandate_id),
            principal=one.principal,
            agent=one.agent,
            agent_number=one.agent_number,
            items=tuple(ItemOut.of(item) for item in one.items),
            acts=one.acts,
            from_=one.from_on,
            until=one.until_on,
            most_cases=one.most_cases,
            cases=one.cases,
            state=one.state,
            words=one.words,
            source=one.source,
            given_at=one.given_at,
            ended_at=one.ended_at,
        )


class LetterOut(View, frozen=True):
    title: str
    paragraphs: tuple[str, ...]


class UseOut(View, frozen=True):
    at: datetime
    what: str
    case_id: str | None = None
    item_name: str | None = None

    @classmethod
    def of(cls, use: UseLine) -> Self:
        case = None if use.case is None else short("case", use.case)
        return cls(use.at, use.what, case, use.item_name or None)


class MandateScreen(MandateOut, frozen=True, kw_only=True):
    """`text` and `digest`: what was confirmed, or is to be; absent where another house holds it."""

    text: LetterOut | None = None
    digest: str | None = None
    uses: tuple[UseOut, ...]

    @classmethod
    def of(cls, one: MandateView) -> Self:
        out = MandateOut.of(one)
        return cls(
            **{name: getattr(out, name) for name in out.__struct_fields__},
            text=LetterOut(one.title, one.paragraphs) if one.digest else None,
            digest=one.digest or None,
            uses=tuple(UseOut.of(use) for use in one.uses),
        )


class MandatesScreen(View, frozen=True):
    given: tuple[MandateOut, ...]
    received: tuple[MandateOut, ...]


class MandateBody(Body, frozen=True, kw_only=True):
    agent_name: Typed
    agent_number: Annotated[str, Meta(min_length=8, max_length=40)]
    items: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=64)]], Meta(min_length=1, max_length=50)
    ]
    acts: Annotated[list[Literal["apply", "follow"]], Meta(min_length=1, max_length=2)]
    from_: date = field(name="from")
    until: date
    most_cases: Annotated[int, Meta(ge=1, le=999)] | None = None

    def terms(self) -> Terms:
        return Terms(
            tuple(ItemCode(item) for item in self.items),
            frozenset(Act(act) for act in self.acts),
            self.from_,
            self.until,
            self.most_cases,
        )


@bp.get("/mandates", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_mandates(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/mandates, person, phone: 200."""
    found = await office(request).mandates.list_mandates(request.ctx.acting)
    return reply(
        MandatesScreen(
            tuple(MandateOut.of(one) for one in found.given),
            tuple(MandateOut.of(one) for one in found.received),
        )
    )


@bp.post("/mandates", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def draft_mandate(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/mandates, person, phone: 201, the letter to be confirmed."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    body = decode(request, MandateBody)
    name = person_name(body.agent_name, "agentName")
    desk = office(request).mandates
    drafted = await desk.draft_mandate(acting, name, body.agent_number, body.terms(), key)
    return reply(MandateScreen.of(drafted), status=201)


@bp.get("/mandates/<mandate_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_mandate(request: Ask, mandate_id: str) -> HTTPResponse:
    """GET /v1/citizen/mandates/{mandateId}, person, phone: 200, for either side."""
    mandate = id_in(mandate_id, "mdt", MandateId)
    return reply(MandateScreen.of(await office(request).mandates.read_mandate(request.ctx.acting, mandate)))


class ConfirmationBody(Body, frozen=True):
    digest: Digest


@bp.post(
    "/mandates/<mandate_id:str>/confirmation",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.MANDATE,
)
async def give_mandate(request: Ask, mandate_id: str) -> HTTPResponse:
    """POST /v1/citizen/mandates/{mandateId}/confirmation, person, face: 200; it stands from now on."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    body = decode(request, ConfirmationBody)
    mandate = id_in(mandate_id, "mdt", MandateId)
    given = await office(request).mandates.give_mandate(acting, mandate, body.digest, key)
    return reply(MandateScreen.of(given))


@bp.delete("/mandates/<mandate_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def end_mandate(request: Ask, mandate_id: str) -> HTTPResponse:
    """DELETE /v1/citizen/mandates/{mandateId}, person, phone: 204, at once; by either side."""
    await office(request).mandates.end_mandate(request.ctx.acting, id_in(mandate_id, "mdt", MandateId))
    return empty(headers={"Cache-Control": "no-store"})
