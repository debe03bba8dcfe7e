"""Ways into our mini-program (转到小程序): an address to open, a picture to scan."""

from datetime import datetime
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.citizen.matters import matter_in
from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from domain.invitations.mini_program_link import CodePicture, MiniProgramLink
from domain.kernel.party import Level

bp = Blueprint("citizen_mini_program", url_prefix="/v1/citizen")


class MiniProgramLinkView(View, frozen=True):
    url: str
    expires_at: datetime

    @classmethod
    def of(cls, link: MiniProgramLink) -> Self:
        return cls(link.url, link.expires_at)


@bp.get("/mini-program-link", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_mini_program_link(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/mini-program-link, public: 200, to the first page, the same for everybody."""
    return reply(MiniProgramLinkView.of(await office(request).wechat.enter_mini_program.link()))


@bp.get("/mini-program-code", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_mini_program_code(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/mini-program-code, public: 200, the picture a counter prints."""
    return _picture(await office(request).wechat.enter_mini_program.code())


@bp.get("/matters/<matter_id:str>/mini-program-link", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_matter_link(request: Ask, matter_id: str) -> HTTPResponse:
    """GET /v1/citizen/matters/{matterId}/mini-program-link, person, phone: 200."""
    enter = office(request).wechat.enter_mini_program
    return reply(MiniProgramLinkView.of(await enter.link_to(request.ctx.acting, matter_in(matter_id))))


@bp.get("/matters/<matter_id:str>/mini-program-code", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_matter_code(request: Ask, matter_id: str) -> HTTPResponse:
    """GET /v1/citizen/matters/{matterId}/mini-program-code, person, phone: 200, from a screen to a phone."""
    enter = office(request).wechat.enter_mini_program
    return _picture(await enter.code_of(request.ctx.acting, matter_in(matter_id)))


def _picture(code: CodePicture) -> HTTPResponse:
    return raw(code.content, content_type=code.kind, headers={"Cache-Control": "no-store"})
