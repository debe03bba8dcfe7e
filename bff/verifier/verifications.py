"""For registered verifiers (核验方): redeem a shown code, and say whose key this is."""

from datetime import date, datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.usecases.licence_view import LicenceView
from domain.usecases.redeem_presentation import Verified

bp = Blueprint("verifier_verifications", url_prefix="/v1/verifier")


class VerificationBody(Body, frozen=True):
    code: Annotated[str, Meta(min_length=1, max_length=256)]
    purpose: Annotated[str, Meta(min_length=2, max_length=200)]


class Seen(View, frozen=True):
    name: str
    number_tail: str
    holder: str
    issuer: str
    status: str
    status_text: str
    valid_from: date | None = None
    valid_until: date | None = None
    confirmed_at: datetime | None = None

    @classmethod
    def of(cls, licence: LicenceView) -> Self:
        return cls(
            licence.name,
            licence.number_tail,
            licence.holder,
            licence.issuer,
            licence.status,
            licence.status_text,
            licence.valid_from,
            licence.valid_until,
            licence.confirmed_at,
        )


class Verification(View, frozen=True):
    verification_id: str
    result: str
    checked_at: datetime
    licence: Seen | None = None
    bank_away: bool = False

    @classmethod
    def of(cls, verified: Verified) -> Self:
        seen = Seen.of(verified.licence) if verified.licence else None
        return cls(
            short("chk", verified.verification_id),
            verified.result,
            verified.checked_at,
            seen,
            verified.bank_away,
        )


class Verifier(View, frozen=True):
    organisation: str
    operator: str
    purposes: list[str]


@bp.post("/verifications", ctx_audience=Audience.VERIFIER, ctx_level=Level.NONE)
async def verify_presentation(request: Ask) -> HTTPResponse:
    """POST /v1/verifier/verifications, verifier: 200, also when the code is worth nothing."""
    verifier = request.ctx.verifier
    key = request_key(request, short("ver", verifier.verifier_id))
    body = decode(request, VerificationBody)
    verified = await office(request).wallet.verify_presentation(verifier, body.code, body.purpose, key)
    return reply(Verification.of(verified))


@bp.get("/me", ctx_audience=Audience.VERIFIER, ctx_level=Level.NONE)
async def read_verifier(request: Ask) -> HTTPResponse:
    """GET /v1/verifier/me, verifier: 200."""
    verifier = request.ctx.verifier
    return reply(Verifier(verifier.organisation, verifier.operator, list(verifier.purposes)))
