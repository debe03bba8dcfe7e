"""Signing in at another house: who comes back as whom, once, on the device that left."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.postgres.outside_sign_ins import PostgresOutsideSignIns
from adapters.postgres.parties import PostgresParties
from bff.compose.core import Core
from bff.compose.outside_sign_in import OutsideSignInParts, outside_sign_in_desk
from domain.identity.check import AnotherDocument, FaceForAdults
from domain.identity.outside_sign_in import (
    HouseNotOffered,
    NotRealName,
    OrganisationAccount,
    OutsideSignInEnded,
    Subject,
    Ticket,
    Way,
)
from domain.identity.session import UNKNOWN_DEVICE, Method, SessionEnded
from domain.kernel.ids import PartyId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Level
from domain.kernel.refusal import Refusal, Refused, Unavailable, Unknown
from domain.usecases.take_outside_sign_in import state_digest
from domain.usecases.tell_session import SessionTold
from tests.fakes.people import state_in
from tests.support.house import HandClock, count, rows
from tests.usecases.identity_world import CHILD_NUMBER, JIA, JIA_NUMBER, YI, YI_NUMBER
from tests.usecases.outside_world import LINE, MINUTE, OutsideWorld, holder, outside_world, person


@pytest.fixture
def here(core: Core, clock: HandClock) -> OutsideWorld:
    return outside_world(core, clock)


async def ended(here: OutsideWorld, url: str, ticket: Ticket, **more: object) -> None:
    with pytest.raises(OutsideSignInEnded):
        await here.come_back(url, ticket, **more)  # type: ignore[arg-type]  # a device or a line


async def test_who_comes_back_is_signed_in_as_themselves_at_the_level_of_the_phone(
    here: OutsideWorld,
) -> None:
    told = await here.sign_in()

    assert (told.level, told.name) == (Level.PHONE, f"{JIA[0]}{'*' * (len(JIA) - 1)}")
    known = await here.world.desk.recognise_person(told.access_token)
    assert known.level is Level.PHONE
    [session] = await rows("sessions")
    assert (session["method"], session["face_at"]) == (str(Method.UNIFIED_IDENTITY), None)
    [kept] = await rows("outside_sign_ins")
    assert (kept["session_id"], kept["used_at"]) == (session["id"], here.world.clock())


async def test_the_person_is_the_one_whose_face_passed_before(here: OutsideWorld) -> None:
    before = await here.world.sign_in(YI, YI_NUMBER)

    told = await here.sign_in(person(YI, YI_NUMBER))

    first = await here.world.desk.recognise_person(before.access_token)
    assert (await here.world.desk.recognise_person(told.access_token)).person == first.person


async def test_the_list_of_devices_and_the_ledger_say_by_what_it_began(here: OutsideWorld) -> None:
    told = await here.sign_in()

    [line] = await here.world.sessions.list_sessions(await here.world.acting(told))
    assert (line.method, line.front) == ("省统一身份认证", "手机网页")
    [entry] = [one for one in await rows("ledger_entries") if one["kind"] == "signed-in"]
    assert '"unified-identity"' in str(entry["facts"]).replace("'", '"')


async def test_it_is_no_face_however_fresh(here: OutsideWorld) -> None:
    told = await here.sign_in()

    [session] = await rows("sessions")
    assert (session["face_at"], session["face_purpose"], session["face_check_id"]) == (None, None, None)
    acting = await here.world.acting(told)
    assert (acting.level, acting.check) == (Level.PHONE, None)


async def test_a_sign_in_on_the_same_device_ends_the_one_before(here: OutsideWorld) -> None:
    first = await here.sign_in()
    second = await here.sign_in(person(YI, YI_NUMBER))

    with pytest.raises(SessionEnded):
        await here.world.desk.recognise_person(first.access_token)
    assert await here.world.desk.recognise_person(second.access_token)


async def test_the_session_is_renewed_as_any_other(here: OutsideWorld) -> None:
    told = await here.sign_in()
    here.world.clock.go_on(MINUTE)

    renewed = await here.world.desk.refresh_session(told.refresh_token, here.mine)

    assert renewed.level is Level.PHONE


async def test_the_notices_code_leads_to_its_matter_whoever_may_act_for_the_holder(
    here: OutsideWorld,
) -> None:
    matter, notice = await here.world.invited()

    mine = await here.sign_in(notice=notice)
    theirs = await here.sign_in(person(YI, YI_NUMBER), notice=notice)

    assert (mine.matter, theirs.matter) == (matter, None)


# the return


async def test_a_return_works_once(here: OutsideWorld) -> None:
    url = await here.leave()
    await here.come_back(url, here.unified.agree(url, person()))

    await ended(here, url, here.unified.agree(url, person()))
    assert here.unified.exchanged == 1
    assert await count("sessions") == 1


async def test_a_ticket_works_once(here: OutsideWorld) -> None:
    url = await here.leave()
    ticket = here.unified.agree(url, person())
    await here.come_back(url, ticket)

    await ended(here, await here.leave(), ticket)
    assert await count("sessions") == 1


@pytest.mark.parametrize(
    "trouble",
    [Unavailable("unified-identity", "http-503"), Refused("unified-identity", "4030")],
    ids=["away", "refused"],
)
async def test_a_return_is_used_up_whatever_the_other_house_says(
    here: OutsideWorld, trouble: Refusal
) -> None:
    url = await here.leave()
    ticket = here.unified.agree(url, person())
    here.unified.trouble.before.append(trouble)  # type: ignore[arg-type]  # both are Outward

    with pytest.raises(type(trouble)):
        await here.come_back(url, ticket)

    await ended(here, url, ticket)
    assert await here.sign_in()  # beginning anew is all it takes


async def test_a_lost_answer_signs_nobody_in_and_the_next_try_does(here: OutsideWorld) -> None:
    url = await here.leave()
    here.unified.trouble.answer_lost = True

    with pytest.raises(Unknown):
        await here.come_back(url, here.unified.agree(url, person()))

    assert await count("sessions") == 0
    assert await here.sign_in()


async def test_another_device_brings_nothing_back_and_uses_nothing_up(here: OutsideWorld) -> None:
    url = await here.leave()
    ticket = here.unified.agree(url, person())

    await ended(here, url, ticket, device=here.theirs)
    await ended(here, url, ticket, device=UNKNOWN_DEVICE)

    assert here.unified.exchanged == 0
    assert await here.come_back(url, ticket)


async def test_a_device_that_keeps_no_secret_signs_nobody_in(here: OutsideWorld) -> None:
    url = await here.leave(UNKNOWN_DEVICE)

    await ended(here, url, here.unified.agree(url, person()), device=UNKNOWN_DEVICE)
    assert await count("sessions") == 0


async def test_a_ticket_of_another_browser_serves_no_state_of_ours(here: OutsideWorld) -> None:
    stolen = here.unified.agree(await here.leave(here.theirs), person(YI, YI_NUMBER))

    await ended(here, await here.leave(), stolen)
    assert await count("sessions") == 0


async def test_the_state_for_one_house_opens_no_other(here: OutsideWorld) -> None:
    url = await here.leave(way=Way.BUSINESS_LICENCE)

    await ended(here, url, here.unified.agree(url, person()))
    assert here.unified.exchanged == 0


@pytest.mark.parametrize(("seconds", "is_good"), [(599, True), (600, False)])
async def test_a_return_is_good_for_ten_minutes(here: OutsideWorld, seconds: int, *, is_good: bool) -> None:
    url = await here.leave()
    here.world.clock.go_on(timedelta(seconds=seconds))
    ticket = here.unified.agree(url, person())

    if is_good:
        assert await here.come_back(url, ticket)
    else:
        await ended(here, url, ticket)


async def test_of_fifty_returns_at_once_one_begins_a_session(here: OutsideWorld) -> None:
    url = await here.leave()
    ticket = here.unified.agree(url, person())

    outcomes = await asyncio.gather(
        *(here.come_back(url, ticket, line=f"192.0.2.{n}") for n in range(50)), return_exceptions=True
    )

    assert sum(isinstance(one, SessionTold) for one in outcomes) == 1
    assert sum(isinstance(one, OutsideSignInEnded) for one in outcomes) == 49
    assert (await count("sessions"), here.unified.exchanged) == (1, 1)


async def test_whoever_comes_second_waits_for_the_first_and_finds_it_used(
    here: OutsideWorld, core: Core
) -> None:
    url, go = await here.leave(), asyncio.Event()
    ticket, kept = here.unified.agree(url, person()), PostgresOutsideSignIns()
    digest = state_digest(core.digests, Way.UNIFIED_IDENTITY, state_in(url), here.mine)

    async def comes_second() -> SessionTold:
        await go.wait()
        return await here.come_back(url, ticket)

    second = asyncio.create_task(comes_second())
    async with core.atomic():
        first = await kept.take(digest)
        assert first is not None
        go.set()
        await asyncio.wait({second}, timeout=0.5)
        assert not second.done()
        first.take(core.now())
        await kept.save(first)

    with pytest.raises(OutsideSignInEnded):
        await second
    assert here.unified.exchanged == 0


async def test_one_line_tries_thirty_times_in_ten_minutes(here: OutsideWorld) -> None:
    for _ in range(30):
        await ended(here, "https://x.invalid/?state=guessed", Ticket("TK-guessed"), line="192.0.2.9")

    with pytest.raises(TooManyRequests):
        await here.come_back("https://x.invalid/?state=guessed", Ticket("TK-guessed"), line="192.0.2.9")


async def test_one_line_begins_thirty_times_in_ten_minutes(here: OutsideWorld) -> None:
    for _ in range(30):
        await here.leave(line="192.0.2.9")

    with pytest.raises(TooManyRequests):
        await here.leave(line="192.0.2.9")
    assert await count("outside_sign_ins") == 30


async def test_of_a_state_only_a_digest_is_kept_and_no_two_devices_have_the_same(here: OutsideWorld) -> None:
    url = await here.leave()

    [kept] = await rows("outside_sign_ins")
    state = state_in(url)
    assert len(state) >= 32
    digests = here.world.core.digests
    plain = {digests.keyed("outside-sign-in", state), state.encode()}
    assert kept["state_digest"] not in plain
    assert len(kept["state_digest"]) == 32


async def test_what_was_begun_and_never_finished_is_forgotten_with_the_next(here: OutsideWorld) -> None:
    await here.leave()
    here.world.clock.go_on(timedelta(days=2))

    await here.leave()

    assert await count("outside_sign_ins") == 1


# who is not served


@pytest.mark.parametrize(
    ("subject", "refusal"),
    [
        (person(is_person=False), OrganisationAccount),
        (person(is_real_name=False), NotRealName),
        (person(number="E12345678"), AnotherDocument),
        (person(number="91370283MA990001X3"), AnotherDocument),
        (person(number=CHILD_NUMBER), FaceForAdults),
        (person(number=""), AnotherDocument),
    ],
    ids=["organisation", "typed-name", "passport", "uscc", "child", "nothing"],
)
async def test_organisations_minors_and_unproved_names_are_sent_elsewhere(
    here: OutsideWorld, subject: Subject, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await here.sign_in(subject)

    assert (await count("sessions"), await count("parties")) == (0, 0)


async def test_a_number_in_small_letters_is_the_same_person(here: OutsideWorld) -> None:
    await here.sign_in(person(number="99999919900101018X"))
    await here.sign_in(person(number="99999919900101018x"))

    assert await count("parties") == 1


# what they are called

BY_HOUSE = pytest.mark.parametrize("way", Way)
DOTTED = "阿依古丽·买买提"


async def came(here: OutsideWorld, way: Way, name: str, number: str = YI_NUMBER) -> SessionTold:
    if way is Way.BUSINESS_LICENCE:
        return await here.sign_in_with(holder(name, number))
    return await here.sign_in(person(name, number))


async def called(here: OutsideWorld, told: SessionTold) -> str:
    core = here.world.core
    who: PartyId = (await here.world.desk.recognise_person(told.access_token)).person
    return (await PostgresParties(core.cipher, core.digests, core.now, core.new_id).by_id(who)).name.reveal()


@BY_HOUSE
@pytest.mark.parametrize("says", ["阿依古丽•买买提", " 阿依古丽．买买提", "阿依古丽", "别人"])
async def test_whose_face_passed_is_called_what_it_passed_for_whatever_another_house_says(
    here: OutsideWorld, way: Way, says: str
) -> None:
    before = await here.world.sign_in(DOTTED, YI_NUMBER)

    told = await came(here, way, says)

    assert (told.name, await called(here, told)) == (before.name, DOTTED)
    assert await count("parties") == 1


@BY_HOUSE
async def test_whom_the_register_names_it_names_after_a_sign_in_elsewhere(
    here: OutsideWorld, way: Way
) -> None:
    school = await here.world.school()
    await here.world.sign_in(JIA, JIA_NUMBER)

    told = await came(here, way, f"{JIA[0]}•{JIA[1:]}", JIA_NUMBER)

    await here.world.desk.check_authority(await here.world.acting(told, school), fresh=True)


@BY_HOUSE
async def test_who_is_new_here_is_called_as_registers_write_it_until_a_face_says_otherwise(
    here: OutsideWorld, way: Way
) -> None:
    told = await came(here, way, "\u200b阿依古丽•买买提 ")
    first = await called(here, told)

    after = await here.world.sign_in(YI, YI_NUMBER)

    assert (first, await called(here, after)) == (DOTTED, YI)


@BY_HOUSE
@pytest.mark.parametrize(
    "says",
    ["", "  ", "乙", "乙\u200b", "乙丑\n宁", "乙" * 51],
    ids=["nothing", "spaces", "short", "unseen", "control", "long"],
)
async def test_what_can_be_no_name_signs_nobody_in(here: OutsideWorld, way: Way, says: str) -> None:
    with pytest.raises(Unavailable, match="name-unclear"):
        await came(here, way, says)

    assert (await count("sessions"), await count("parties")) == (0, 0)


async def test_a_house_that_is_not_joined_is_not_offered(here: OutsideWorld, core: Core) -> None:
    world = here.world
    parts = OutsideSignInParts(
        here.unified, None, world.register, world.limits, world.tokens, world.desk.check_authority
    )
    desk = outside_sign_in_desk(core, parts)

    assert desk.begin_outside_sign_in.ways() == (Way.UNIFIED_IDENTITY,)
    with pytest.raises(HouseNotOffered):
        await desk.begin_outside_sign_in(Way.BUSINESS_LICENCE, address=LINE, device=here.mine)
    with pytest.raises(HouseNotOffered):
        await desk.sign_in_by_business_licence(Ticket("TK"), "state", address=LINE, device=here.mine)
    none = outside_sign_in_desk(core, replace(parts, unified_identity=None))
    assert none.begin_outside_sign_in.ways() == ()
    with pytest.raises(HouseNotOffered):
        await none.sign_in_by_unified_identity(Ticket("TK"), "state", address=LINE, device=here.mine)
