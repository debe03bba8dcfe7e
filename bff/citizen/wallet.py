"""The wallet of electronic licences (电子证照): the cards, showing one (亮证), and who looked."""

from datetime import date, datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.qr import qr_svg
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import LicenceId, short, unshort
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.licences.order import MOST
from domain.licences.presentation import qr_text
from domain.usecases.licence_view import LicenceView
from domain.usecases.list_views import Viewed
from domain.usecases.read_wallet import WalletView
from domain.usecases.record_presentation import Shown

bp = Blueprint("citizen_wallet", url_prefix="/v1/citizen")


class Card(View, frozen=True):
    licence_id: str
    name: str
    number_tail: str
    holder: str
    issuer: str
    status: str
    status_text: str
    renewing: bool
    fetched_at: datetime
    valid_from: date | None = None
    valid_until: date | None = None
    correcting: bool = False
    confirmed_at: datetime | None = None

    @classmethod
    def of(cls, licence: LicenceView) -> Self:
        return cls(
            short("lic", licence.licence_id),
            licence.name,
            licence.number_tail,
            licence.holder,
            licence.issuer,
            licence.status,
            licence.status_text,
            licence.renewing,
            licence.fetched_at,
            licence.valid_from,
            licence.valid_until,
            licence.correcting,
            licence.confirmed_at,
        )


class Wallet(View, frozen=True):
    cards: list[Card]
    note: str | None = None

    @classmethod
    def of(cls, wallet: WalletView) -> Self:
        return cls([Card.of(card) for card in wallet.cards], wallet.note)


class Presentation(View, frozen=True):
    presentation_id: str
    code: str
    qr_svg: str
    expires_at: datetime
    confirmed_at: datetime | None = None
    bank_away: bool = False

    @classmethod
    def of(cls, shown: Shown) -> Self:
        return cls(
            short("prs", shown.presentation_id),
            shown.code,
            qr_svg(qr_text(shown.code)),
            shown.expires_at,
            shown.confirmed_at,
            shown.bank_away,
        )


class Look(View, frozen=True):
    at: datetime
    by: str
    purpose: str
    result: str

    @classmethod
    def of(cls, viewed: Viewed) -> Self:
        return cls(viewed.at, viewed.by, viewed.purpose, viewed.result)


class Views(View, frozen=True):
    views: list[Look]


@bp.get("/wallet", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_wallet(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/wallet, person, phone: 200."""
    return reply(Wallet.of(await office(request).wallet.read_wallet(request.ctx.acting)))


class OrderBody(Body, frozen=True):
    licence_ids: Annotated[
        tuple[Annotated[str, Meta(max_length=40)], ...], Meta(min_length=1, max_length=MOST)
    ]


@bp.put("/wallet/order", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def order_wallet(request: Ask) -> HTTPResponse:
    """PUT /v1/citizen/wallet/order, person, phone: 204; 404 for a card that is not in there."""
    acting, body = request.ctx.acting, decode(request, OrderBody)
    await office(request).wallet.order_wallet(acting, [licence_in(one) for one in body.licence_ids])
    return empty(headers={"Cache-Control": "no-store"})


@bp.post("/licences/<licence:str>/presentations", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def present_licence(request: Ask, licence: str) -> HTTPResponse:
    """POST /v1/citizen/licences/{licenceId}/presentations, person, phone: 201."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    shown = await office(request).wallet.present_licence(acting, licence_in(licence), key)
    return reply(Presentation.of(shown), status=201)


@bp.get("/licences/<licence:str>/views", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_views(request: Ask, licence: str) -> HTTPResponse:
    """GET /v1/citizen/licences/{licenceId}/views, person, phone: 200."""
    found = await office(request).wallet.list_views(request.ctx.acting, licence_in(licence))
    return reply(Views([Look.of(viewed) for viewed in found]))


def licence_in(licence: str) -> LicenceId:
    """The id in a path. Raises NotFound for anything that is none."""
    found = unshort("lic", licence)
    if found is None:
        raise NotFound
    return LicenceId(found)
