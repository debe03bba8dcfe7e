"""A face counts for one person, one matter, one purpose, in one window (FA-1, FA-3), and for nothing else."""

from datetime import timedelta
from itertools import product

import pytest

from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from domain.gateway.refusals import GatewayFaceNeeded
from domain.identity.check import Purpose
from domain.kernel.ids import MatterId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.usecases.finish_identity_check import CheckPending
from domain.usecases.open_identity_check import CheckOpened
from domain.usecases.require_face import FaceForThisMatter, RequireFace
from domain.usecases.tell_session import SessionTold
from tests.http.town import Town
from tests.support.house import HandClock
from tests.usecases.case_world import YI as YI_HERSELF
from tests.usecases.identity_world import JIA, JIA_NUMBER, World, identity_world

STEP_UP = 'Bearer realm="palm", error="insufficient_user_authentication", acr_values="face", max_age="300"'


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


@pytest.fixture
def require_face(core: Core) -> RequireFace:
    return RequireFace(PostgresSessions(), PostgresVisits(), core.now)


async def counts(require: RequireFace, acting: Acting, matter: MatterId, purpose: Purpose) -> bool:
    try:
        await require(acting, matter, purpose)
    except FaceForThisMatter:
        return False
    return True


async def test_of_sixteen_ways_to_use_a_face_one_is_the_right_one(
    world: World, require_face: RequireFace
) -> None:
    mine, code = await world.invited()
    other, _ = await world.invited()
    yi = await world.acting(await world.sign_in())  # her face is fresh, too
    right = await world.open(JIA, JIA_NUMBER, code=code)
    world.stand_before_the_camera()
    wrong = await world.open()
    accepted = []

    async def used(nonce: CheckOpened, *, by_jia: bool, matter: MatterId, purpose: Purpose) -> bool:
        shown = CheckOpened(right.check_id, nonce.resume_token, "", right.expires_at)
        try:
            told = await world.finish(shown)
        except NotFound:
            return False
        assert isinstance(told, SessionTold)
        acting = await world.acting(told) if by_jia else yi
        return await counts(require_face, acting, matter, purpose)

    ways = product((True, False), (mine, other), (Purpose.APPLY, Purpose.CASE), (right, wrong))
    for by_jia, matter, purpose, nonce in ways:
        if await used(nonce, by_jia=by_jia, matter=matter, purpose=purpose):
            accepted.append((by_jia, matter, purpose, nonce is right))

    assert accepted == [(True, mine, Purpose.APPLY, True)]


async def test_nobody_acts_on_the_session_of_whoever_showed_their_face(
    world: World, require_face: RequireFace
) -> None:
    matter, code = await world.invited()
    jia = await world.acting(await world.sign_in(JIA, JIA_NUMBER, code=code))
    yi = await world.acting(await world.sign_in())
    borrowed = Acting(yi.person, yi.party, jia.level, jia.channel, jia.session)

    assert await counts(require_face, jia, matter, Purpose.APPLY)
    assert not await counts(require_face, borrowed, matter, Purpose.APPLY)


@pytest.mark.parametrize(("seconds", "is_enough"), [(299, True), (301, False)])
async def test_a_face_counts_for_five_minutes(
    world: World, require_face: RequireFace, seconds: int, *, is_enough: bool
) -> None:
    matter, code = await world.invited()
    acting = await world.acting(await world.sign_in(JIA, JIA_NUMBER, code=code))

    world.clock.go_on(timedelta(seconds=seconds))

    assert await counts(require_face, acting, matter, Purpose.APPLY) is is_enough


@pytest.mark.parametrize("purpose", [Purpose.SIGN_IN, Purpose.APPLY])
async def test_a_face_for_something_else_opens_no_departments_page(
    world: World, require_face: RequireFace, purpose: Purpose
) -> None:
    _, code = await world.invited()
    acting = await world.acting(
        await world.sign_in(JIA, JIA_NUMBER, code=code if purpose is Purpose.APPLY else None)
    )

    with pytest.raises(GatewayFaceNeeded) as needed:
        await require_face.to_jump(acting, "pay")

    assert needed.value.data == {"needs": "face", "purpose": "jump", "maxAge": 300}
    stepped_up = await world.sign_in(JIA, JIA_NUMBER, acting=acting, purpose=Purpose.JUMP)
    await require_face.to_jump(await world.acting(stepped_up), "pay")


async def test_a_check_that_is_still_waited_for_counts_for_nothing(world: World) -> None:
    opened = await world.open(JIA, JIA_NUMBER)

    assert isinstance(await world.finish(opened), CheckPending)


async def test_whoever_showed_their_face_to_apply_is_asked_again_to_withdraw_and_resumes(town: Town) -> None:
    jia, matter, case = await town.under_way()
    path = f"/v1/citizen/cases/{case}/withdrawal"

    asked = await jia.send("POST", path)
    await town.stepped_up(jia, case, "case")
    done = await jia.send("POST", path)

    assert (asked.status, asked.code) == (401, "face-needed-for-matter")
    assert asked.raw.headers["www-authenticate"] == STEP_UP
    told = {name: asked.body[name] for name in ("needs", "purpose", "matterId", "maxAge")}
    assert told == {"needs": "face", "purpose": "case", "matterId": matter, "maxAge": 300}
    assert done.status == 200


async def test_a_step_on_a_session_of_yesterday_says_what_is_missing_and_for_what(town: Town) -> None:
    jia, matter = await town.arrived()
    town.clock.go_on(timedelta(minutes=6))

    asked = await jia.send("POST", f"/v1/citizen/matters/{matter}/answers", json={})

    assert (asked.status, asked.code) == (401, "face-needed")
    assert asked.raw.headers["www-authenticate"] == STEP_UP
    assert {name: asked.body[name] for name in ("needs", "purpose", "maxAge")} == {
        "needs": "face",
        "purpose": "apply",
        "maxAge": 300,
    }


@pytest.mark.parametrize(
    "more",
    [
        {"purpose": "apply"},
        {"purpose": "case"},
        {"purpose": "jump", "code": "482 913 609"},
        {"purpose": "mandate"},
        {"purpose": "everything"},
    ],
)
async def test_a_purpose_that_does_not_fit_what_is_named_is_refused(town: Town, more: dict[str, str]) -> None:
    answer = await town.caller.send(
        "POST", "/v1/citizen/identity-checks", json={**town.applicant(YI_HERSELF), **more}
    )

    assert (answer.status, answer.code) == (422, "malformed-body")
    assert [one["field"] for one in answer.body["fields"]] == ["purpose"]


async def test_a_minor_and_whoever_did_not_agree_are_told_what_is_missing(town: Town) -> None:
    path, whole = "/v1/citizen/identity-checks", town.applicant(YI_HERSELF)

    young = await town.caller.send("POST", path, json={**whole, "idNumber": "999999200912310015"})
    old_text = await town.caller.send("POST", path, json={**whole, "consentVersion": "face-2020-01"})

    assert (young.status, young.code, young.body["needs"]) == (403, "counter-only", "counter")
    assert (old_text.status, old_text.code, old_text.body["needs"]) == (422, "consent-needed", "consent")
