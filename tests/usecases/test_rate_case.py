"""One case, one rating: given by the party it was for, handed to the province once."""

import asyncio
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import CaseId, RatingId
from domain.kernel.personal import Free
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.parties.ports import NotRepresentative
from domain.ratings.rating import (
    AlreadyRated,
    Opinion,
    RatingState,
    RatingTagUnknown,
    Satisfaction,
    WordsNeeded,
)
from domain.usecases.record_rating import RATEABLE
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.wallet_world import World, wallet_world

GOOD = Opinion(Satisfaction.VERY_GOOD, ("510", "514"), Free("证书送到了学校门口。"))


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(core, clock, tmp_path)


async def rate(world: World, case: CaseId, opinion: Opinion = GOOD, *, key: str = "") -> RatingId:
    given = await world.desk.rate_case(world.acting, case, opinion, world.key(key))
    return RatingId(given.rating_id)


async def state(world: World, rating: RatingId) -> RatingState:
    async with world.core.atomic():
        return (await world.ratings.take(rating)).state


async def moves(world: World, case: CaseId) -> list[tuple[str, object]]:
    entries = await world.core.ledger.of_case(case)
    return [(entry.step.kind, entry.step.facts.get("to")) for entry in entries]


async def test_a_rating_closes_the_delivered_case_and_is_on_its_way_to_the_province(world: World) -> None:
    case = await world.case(CaseState.DELIVERED)

    rating = await rate(world, case)

    assert await state(world, rating) is RatingState.GIVEN
    assert await moves(world, case) == [("rating-given", None), ("case-closed", "closed")]
    archived = ("archive-case", {"case_id": str(case)})
    handed = ("hand-over-rating", {"rating_id": str(rating)})
    assert await jobs_deferred() == [archived, handed]


@pytest.mark.parametrize("ended", [CaseState.DENIED, CaseState.NOT_ACCEPTED])
async def test_who_was_refused_may_rate_and_the_case_still_reads_refused(
    world: World, ended: CaseState
) -> None:
    case = await world.case(ended)

    await rate(world, case)

    assert await moves(world, case) == [("rating-given", None)]


@pytest.mark.parametrize("early", [one for one in CaseState if one not in RATEABLE])
async def test_nobody_rates_what_is_not_over(world: World, early: CaseState) -> None:
    case = await world.case(early)

    with pytest.raises(StepNotAllowed):
        await rate(world, case)

    assert (await count("ratings"), await jobs_deferred()) == (0, [])


async def test_a_case_is_rated_once(world: World) -> None:
    case = await world.case(CaseState.DELIVERED)
    await rate(world, case)

    with pytest.raises(AlreadyRated):
        await rate(world, case)

    assert [name for name, _ in await jobs_deferred()].count("hand-over-rating") == 1


async def test_ten_ratings_at_once_and_one_counts(world: World) -> None:
    case = await world.case(CaseState.DENIED)

    answers = await asyncio.gather(*(rate(world, case) for _ in range(10)), return_exceptions=True)

    assert sum(isinstance(answer, AlreadyRated) for answer in answers) == 9
    assert (await count("ratings"), len(await jobs_deferred())) == (1, 1)


async def test_the_same_request_again_has_the_same_answer(world: World) -> None:
    case = await world.case(CaseState.DELIVERED)

    assert await rate(world, case, key="one") == await rate(world, case, key="one")
    assert await count("ratings") == 1


async def test_a_rating_of_somebody_elses_case_is_not_there(world: World) -> None:
    case = await world.case(CaseState.DELIVERED)

    with pytest.raises(NotFound):
        await world.desk.rate_case(world.phone(world.stranger, world.stranger), case, GOOD, world.key())
    with pytest.raises(NotRepresentative):
        await world.desk.rate_case(world.phone(world.stranger, world.school), case, GOOD, world.key())

    assert await count("ratings") == 0


@pytest.mark.parametrize(
    ("opinion", "refusal"),
    [
        (Opinion(Satisfaction.VERY_BAD, (), None), WordsNeeded),
        (Opinion(Satisfaction.GOOD, ("510",), None), RatingTagUnknown),
    ],
)
async def test_a_rating_that_says_too_little_or_the_wrong_thing_is_refused(
    world: World, opinion: Opinion, refusal: type[Exception]
) -> None:
    case = await world.case(CaseState.DELIVERED)

    with pytest.raises(refusal):
        await rate(world, case, opinion)

    assert await count("ratings") == 0


async def test_what_somebody_wrote_lies_sealed_and_the_ledger_does_not_say_how_content_they_were(
    world: World,
) -> None:
    case = await world.case(CaseState.DELIVERED)
    rating = await rate(world, case)

    rows = await get_connection("default").execute_query_dict("SELECT r::text AS row FROM ratings r")
    [given, _] = await world.core.ledger.of_case(case)

    assert "学校门口" not in rows[0]["row"]
    assert given.step.facts == {"rating": str(rating)}
    kept = await world.ratings.of_case(case)
    assert kept is not None
    assert (kept.words, kept.tags, kept.satisfaction) == (GOOD.words, GOOD.tags, GOOD.satisfaction)


async def test_the_province_gets_the_rating_with_five_for_the_best(world: World) -> None:
    case = await world.case(CaseState.DELIVERED)
    rating = await rate(world, case)

    await world.desk.hand_over_rating(rating)

    [evaluation] = world.province.taken.values()
    assert (evaluation.satisfaction, evaluation.tags, evaluation.words) == (5, GOOD.tags, GOOD.words)
    assert (evaluation.area_code, evaluation.department) == ("370285", "莱西市行政审批局")
    assert evaluation.rater_number == world.school.number
    assert not evaluation.rater_is_person
    assert await state(world, rating) is RatingState.HANDED
    assert (await moves(world, case))[-1] == ("rating-handed", None)


async def test_a_rating_handed_over_is_not_handed_over_again(world: World) -> None:
    rating = await rate(world, await world.case(CaseState.DELIVERED))
    await world.desk.hand_over_rating(rating)
    world.province.trouble.before.append(Unavailable("rating", "not to be asked"))

    await world.desk.hand_over_rating(rating)

    assert len(world.province.trouble.before) == 1


async def test_while_the_province_is_away_the_rating_waits(world: World) -> None:
    rating = await rate(world, await world.case(CaseState.DELIVERED))
    world.province.trouble.before.append(Unavailable("rating", "http-500"))

    with pytest.raises(Unavailable):
        await world.desk.hand_over_rating(rating)
    assert await state(world, rating) is RatingState.GIVEN

    await world.desk.hand_over_rating(rating)
    assert await state(world, rating) is RatingState.HANDED


async def test_when_the_answer_is_lost_the_province_is_asked_before_anything_is_sent_again(
    world: World,
) -> None:
    rating = await rate(world, await world.case(CaseState.DELIVERED))
    world.province.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.desk.hand_over_rating(rating)
    assert await state(world, rating) is RatingState.HANDING
    sent: list[object] = []

    async def never(evaluation: object) -> str:
        sent.append(evaluation)
        return ""

    world.province.hand_over = never  # type: ignore[method-assign]  # whoever sends again is noticed

    await world.desk.hand_over_rating(rating)

    assert sent == []
    assert await state(world, rating) is RatingState.HANDED


async def test_killed_before_anything_arrived_it_is_sent_after_asking(world: World) -> None:
    rating = await rate(world, await world.case(CaseState.DELIVERED))
    world.province.trouble.before.append(Unknown("rating", "reset"))
    with pytest.raises(Unknown):
        await world.desk.hand_over_rating(rating)

    await world.desk.hand_over_rating(rating)

    assert len(world.province.taken) == 1
    assert await state(world, rating) is RatingState.HANDED


async def test_what_the_province_will_not_take_is_on_record_and_left_alone(world: World) -> None:
    case = await world.case(CaseState.DELIVERED)
    rating = await rate(world, case)
    world.province.trouble.before.append(Refused("rating", "4001"))
    with pytest.raises(Refused):
        await world.desk.hand_over_rating(rating)

    await world.desk.hand_over_rating(rating)

    assert await state(world, rating) is RatingState.REFUSED
    assert (await moves(world, case))[-1] == ("rating-refused", None)
    assert world.province.taken == {}


async def test_two_workers_with_one_rating_hand_over_one(world: World) -> None:
    case = await world.case(CaseState.DELIVERED)
    rating = await rate(world, case)

    await asyncio.gather(*(world.desk.hand_over_rating(rating) for _ in range(5)))

    assert len(world.province.taken) == 1
    assert [kind for kind, _ in await moves(world, case)].count("rating-handed") == 1


async def test_the_levels_are_listed_best_first_with_the_bad_ones_marked(world: World) -> None:
    levels = await world.desk.list_rating_tags()

    assert [(one.level, one.label, one.negative) for one in levels] == [
        (5, "非常满意", False),
        (4, "满意", False),
        (3, "基本满意", False),
        (2, "不满意", True),
        (1, "非常不满意", True),
    ]
    assert levels[0].tags[0] == ("510", "一窗受理一次办结")
