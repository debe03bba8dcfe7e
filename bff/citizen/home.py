"""The first screen: for whom one may act, what waits for an answer, what is under way."""

from datetime import date
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply
from bff.http.case_parts import NextView
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.usecases.case_line import CaseLine
from domain.usecases.list_matters import MatterLine
from domain.usecases.read_home import HomeView, PartyLine

bp = Blueprint("citizen_home", url_prefix="/v1/citizen")


class PersonView(View, frozen=True):
    name: str


class HomePartyView(View, frozen=True):
    party_id: str
    name: str
    kind: str
    capacity: str
    until: date | None = None

    @classmethod
    def of(cls, line: PartyLine) -> Self:
        return cls(short("pty", line.party_id), line.name, line.kind, line.capacity, line.until)


class HomeItemView(View, frozen=True):
    item_code: str
    name: str


class HomeMatterView(View, frozen=True):
    matter_id: str
    title: str
    state: str
    last_day: date
    items: tuple[HomeItemView, ...]
    next: NextView

    @classmethod
    def of(cls, line: MatterLine) -> Self:
        return cls(
            short("mtr", line.matter_id),
            line.title,
            line.state,
            line.last_day,
            tuple(HomeItemView(item.item_code, item.name) for item in line.items),
            NextView.of(line.next),
        )


class HomeCaseView(View, frozen=True):
    case_id: str
    matter_id: str
    item_name: str
    state: str
    state_text: str
    next: NextView
    light: str | None = None
    due: date | None = None
    owed_by: date | None = None

    @classmethod
    def of(cls, line: CaseLine) -> Self:
        return cls(
            short("case", line.case_id),
            short("mtr", line.matter_id),
            line.item_name,
            line.state,
            line.state_text,
            NextView.of(line.next),
            line.light,
            line.due,
            line.owed_by,
        )


class HomeScreen(View, frozen=True):
    person: PersonView
    acting_for: str
    parties: tuple[HomePartyView, ...]
    matters: tuple[HomeMatterView, ...]
    cases: tuple[HomeCaseView, ...]
    cards: int
    alerts: int

    @classmethod
    def of(cls, home: HomeView) -> Self:
        return cls(
            PersonView(home.person),
            short("pty", home.acting_for),
            tuple(HomePartyView.of(line) for line in home.parties),
            tuple(HomeMatterView.of(line) for line in home.matters),
            tuple(HomeCaseView.of(line) for line in home.cases),
            home.cards,
            home.alerts,
        )


@bp.get("/home", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_home(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/home, person, phone: 200. `choose=waiting`: of the party for which something waits."""
    desk, acting = office(request), request.ctx.acting
    is_open = request.args.get("choose") == "waiting" and "acting-for" not in request.headers
    return reply(
        HomeScreen.of(await (desk.screens.choose_party if is_open else desk.cases.read_home)(acting))
    )
