"""The rating (好差评) of a case, and the official tags to choose from."""

from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.kernel.ids import CaseId, short, unshort
from domain.kernel.party import Level
from domain.kernel.personal import Free
from domain.kernel.refusals import NotFound
from domain.ratings.rating import Opinion, Satisfaction
from domain.usecases.list_rating_tags import LevelTags
from domain.usecases.record_rating import RatingGiven

bp = Blueprint("citizen_ratings", url_prefix="/v1/citizen")


class RatingBody(Body, frozen=True):
    level: Annotated[int, Meta(ge=1, le=5)]
    tags: Annotated[list[Annotated[str, Meta(pattern=r"^[1-5][0-9]{2}\Z")]], Meta(max_length=8)]
    text: Annotated[str, Meta(min_length=1, max_length=500)] | None = None

    def opinion(self) -> Opinion:
        """Raises MalformedBody for a tag named twice."""
        if len(set(self.tags)) != len(self.tags):
            raise malformed("tags", "repeated", "同一标签只选一次")
        words = (self.text or "").strip()
        return Opinion(Satisfaction(self.level), tuple(self.tags), Free(words) if words else None)


class Given(View, frozen=True):
    rating_id: str
    state: str

    @classmethod
    def of(cls, given: RatingGiven) -> Self:
        return cls(short("rat", given.rating_id), given.state)


class Tag(View, frozen=True):
    code: str
    text: str


class LevelView(View, frozen=True):
    level: int
    label: str
    negative: bool
    tags: list[Tag]

    @classmethod
    def of(cls, level: LevelTags) -> Self:
        tags = [Tag(code, text) for code, text in level.tags]
        return cls(level.level, level.label, level.negative, tags)


class LevelsView(View, frozen=True):
    levels: list[LevelView]


@bp.post("/cases/<case:str>/rating", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def rate_case(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/citizen/cases/{caseId}/rating, person, phone: 201."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    found = unshort("case", case)
    if found is None:
        raise NotFound
    opinion = decode(request, RatingBody).opinion()
    given = await office(request).wallet.rate_case(acting, CaseId(found), opinion, key)
    return reply(Given.of(given), status=201)


@bp.get("/rating-tags", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_rating_tags(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/rating-tags, person, phone: 200."""
    levels = await office(request).wallet.list_rating_tags()
    return reply(LevelsView([LevelView.of(level) for level in levels]))
