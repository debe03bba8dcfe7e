"""The invitation (邀约) of a matter, and the answer to it (办理意向)."""

from datetime import date, datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.request import Ask, Audience, office
from domain.identity.check import Purpose
from domain.invitations.invitation import Answer
from domain.invitations.shown import ANSWERS, ShownItem, Why
from domain.kernel.ids import ItemCode, MatterId, short, unshort
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.usecases.read_invitation import InvitationView
from domain.usecases.record_answers import AnswersTaken

bp = Blueprint("citizen_matters", url_prefix="/v1/citizen")
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
ItemName = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=64)]


class ItemAnswerBody(Body, frozen=True):
    item_code: ItemName
    answer: Answer


class AnswerBody(Body, frozen=True):
    answers: Annotated[tuple[ItemAnswerBody, ...], Meta(min_length=1, max_length=50)]
    shown_digest: Digest
    promise: bool = False


class PartyNameView(View, frozen=True):
    name: str


class WhyView(View, frozen=True):
    text: str
    source: str
    as_of: datetime
    rule: str

    @classmethod
    def of(cls, why: Why) -> Self:
        return cls(why.text, why.source, why.as_of, why.rule)


class InvitedItemView(View, frozen=True):
    item_code: str
    name: str
    licence_number_tail: str
    last_day: date
    office: str
    free: bool
    days: int
    valid_until: date | None = None
    answer: str | None = None
    case_id: str | None = None

    @classmethod
    def of(cls, item: ShownItem, invitation: InvitationView) -> Self:
        code = ItemCode(item.item_code)
        answer, case = invitation.answers.get(code), invitation.cases.get(code)
        return cls(
            item.item_code,
            item.name,
            item.licence_number_tail,
            item.last_day,
            item.office,
            free=True,
            days=item.days,
            valid_until=item.valid_until,
            answer=str(answer) if answer else None,
            case_id=short("case", case) if case else None,
        )


class ShownView(View, frozen=True):
    version: str
    digest: str
    promise: str


class AnswerChoiceView(View, frozen=True):
    answer: str
    label: str


class InvitationScreen(View, frozen=True):
    matter_id: str
    party: PartyNameView
    why: tuple[WhyView, ...]
    items: tuple[InvitedItemView, ...]
    shown: ShownView
    answers: tuple[AnswerChoiceView, ...]

    @classmethod
    def of(cls, invitation: InvitationView) -> Self:
        shown = invitation.shown
        return cls(
            short("mtr", invitation.matter),
            PartyNameView(shown.party_name),
            tuple(WhyView.of(why) for why in shown.why),
            tuple(InvitedItemView.of(item, invitation) for item in shown.items),
            ShownView(shown.version, invitation.digest, shown.promise),
            tuple(AnswerChoiceView(str(answer), label) for answer, label in ANSWERS.items()),
        )


class CaseBegunView(View, frozen=True):
    case_id: str
    item_code: str


class ItemAnsweredView(View, frozen=True):
    item_code: str
    answer: str


class AnswersTakenView(View, frozen=True):
    cases: tuple[CaseBegunView, ...]
    answers: tuple[ItemAnsweredView, ...]

    @classmethod
    def of(cls, taken: AnswersTaken) -> Self:
        return cls(
            tuple(CaseBegunView(short("case", one.case_id), one.item_code) for one in taken.cases),
            tuple(ItemAnsweredView(one.item_code, one.answer) for one in taken.answers),
        )


@bp.get("/matters/<matter_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_invitation(request: Ask, matter_id: str) -> HTTPResponse:
    """GET /v1/citizen/matters/{matterId}, person, phone: 200."""
    found = await office(request).cases.read_invitation(request.ctx.acting, matter_in(matter_id))
    return reply(InvitationScreen.of(found))


@bp.post(
    "/matters/<matter_id:str>/answers",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.APPLY,
)
async def answer_invitation(request: Ask, matter_id: str) -> HTTPResponse:
    """POST /v1/citizen/matters/{matterId}/answers, person, face: 201."""
    acting, matter = request.ctx.acting, matter_in(matter_id)
    key = request_key(request, str(acting.session))
    body = decode(request, AnswerBody)
    taken = await office(request).cases.answer_invitation(
        acting,
        matter,
        tuple((ItemCode(one.item_code), one.answer) for one in body.answers),
        shown_digest=body.shown_digest,
        promise=body.promise,
        request=key,
    )
    return reply(AnswersTakenView.of(taken), status=201)


def matter_in(text: str) -> MatterId:
    """The id in a path. Raises NotFound for anything that is none."""
    found = unshort("mtr", text)
    if found is None:
        raise NotFound
    return MatterId(found)
