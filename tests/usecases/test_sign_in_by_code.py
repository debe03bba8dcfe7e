"""Signing in by a code: which digits count, how often, and whom they sign in."""

import asyncio
from datetime import timedelta

import pytest

from bff.compose.core import Core
from domain.identity.ports import AccountClaims
from domain.identity.session import Method, SessionEnded
from domain.identity.sign_in_code import CodeWrong
from domain.kernel.ids import AccountId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import Phone
from domain.usecases.sign_in_by_code import AccountSignedIn
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock, rows
from tests.usecases.identity_world import JIA, YI, YI_NUMBER
from tests.usecases.sign_in_world import OTHER, PHONE, SignInWorld, sign_in_world


@pytest.fixture
def here(core: Core, clock: HandClock) -> SignInWorld:
    return sign_in_world(core, clock)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def refused(here: SignInWorld, code: str, phone: str = PHONE, *, line: str = "198.51.100.7") -> None:
    with pytest.raises(CodeWrong):
        await here.enter(code, phone, line=line)


# the code


async def test_five_wrong_codes_close_the_right_one(here: SignInWorld) -> None:
    code = await here.ask()
    for _ in range(5):
        await refused(here, other_than(code))

    await refused(here, code)
    [kept] = await rows("sign_in_codes")
    assert (kept["tries"], kept["used_at"]) == (5, None)


async def test_the_right_code_at_the_fifth_try_is_right(here: SignInWorld) -> None:
    code = await here.ask()
    for _ in range(4):
        await refused(here, other_than(code))

    assert await here.enter(code)


async def test_a_code_works_once(here: SignInWorld) -> None:
    code = await here.ask()
    assert await here.enter(code)

    await refused(here, code)
    [kept] = await rows("sign_in_codes")
    assert (kept["tries"], kept["used_at"] is not None) == (1, True)


async def test_the_code_of_one_number_opens_no_other(here: SignInWorld) -> None:
    code = await here.ask()
    await here.ask(OTHER)

    await refused(here, code, OTHER)

    assert await rows("sessions") == []
    assert [(one["tries"], one["used_at"]) for one in await rows("sign_in_codes")] == [(0, None), (1, None)]


async def test_only_the_newest_code_opens_anything(here: SignInWorld) -> None:
    older = await here.ask()
    here.world.clock.go_on(timedelta(minutes=1))
    newer = await here.ask()

    await refused(here, older)
    assert await here.enter(newer)


@pytest.mark.parametrize(("seconds", "is_good"), [(299, True), (300, False), (301, False)])
async def test_a_code_is_good_for_five_minutes(here: SignInWorld, seconds: int, *, is_good: bool) -> None:
    code = await here.ask()
    here.world.clock.go_on(timedelta(seconds=seconds))

    if is_good:
        assert await here.enter(code)
    else:
        await refused(here, code)


async def test_no_code_was_sent_and_a_wrong_one_read_alike(here: SignInWorld) -> None:
    code = await here.ask()
    told = []
    for phone, typed in ((OTHER, code), (PHONE, other_than(code)), (PHONE, "12345"), (PHONE, "abcdef")):
        with pytest.raises(CodeWrong) as refusal:
            await here.enter(typed, phone)
        told.append((refusal.value.code, refusal.value.title, dict(refusal.value.data)))

    assert len({str(one) for one in told}) == 1


async def test_what_cannot_be_a_code_costs_nobody_a_try(here: SignInWorld) -> None:
    code = await here.ask()
    for typed in ("12345", "1234567", "abcdef", "٠١٢٣٤٥"):
        await refused(here, typed)

    [kept] = await rows("sign_in_codes")
    assert kept["tries"] == 0
    full_width = code.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    assert await here.enter(f" {full_width} ")


async def test_of_fifty_who_send_the_right_code_at_once_one_is_signed_in(here: SignInWorld) -> None:
    await here.linked()
    here.world.clock.go_on(timedelta(minutes=1))
    code, before = await here.ask(), len(await rows("sessions"))

    outcomes = await asyncio.gather(
        *(here.enter(code, line=f"192.0.2.{n}") for n in range(50)), return_exceptions=True
    )

    assert sum(isinstance(one, SessionTold) for one in outcomes) == 1
    assert sum(isinstance(one, CodeWrong) for one in outcomes) == 49
    assert len(await rows("sessions")) == before + 1


async def test_fifty_wrong_tries_at_once_are_five(here: SignInWorld) -> None:
    code = await here.ask()
    wrong = [f"{(int(code) + n) % 10**6:06d}" for n in range(1, 51)]

    await asyncio.gather(
        *(here.enter(one, line=f"192.0.2.{n}") for n, one in enumerate(wrong)), return_exceptions=True
    )

    [kept] = await rows("sign_in_codes")
    assert kept["tries"] == 5
    await refused(here, code, line="192.0.2.99")


async def test_twenty_wrong_tries_a_day_close_a_number_until_the_next(here: SignInWorld) -> None:
    for n in range(4):
        code = await here.ask()
        for _ in range(5):
            await refused(here, other_than(code), line=f"192.0.2.{n}")
        here.world.clock.go_on(timedelta(minutes=20))
    code = await here.ask()

    with pytest.raises(TooManyRequests) as told:
        await here.enter(code)

    assert told.value.data["retry_after"] == 24 * 3600
    here.world.clock.go_on(timedelta(days=1))
    assert await here.enter(await here.ask())


async def test_one_line_tries_thirty_times_in_ten_minutes(here: SignInWorld) -> None:
    for n in range(30):
        await refused(here, "000000", f"199000002{n:02d}", line="192.0.2.9")

    with pytest.raises(TooManyRequests):
        await here.enter("000000", OTHER, line="192.0.2.9")


# whom it signs in


async def test_a_number_is_nobodys_until_a_face_passed_on_it(here: SignInWorld) -> None:
    told = await here.account()

    with pytest.raises(SessionEnded):
        await here.world.desk.recognise_person(told.account_token)
    with pytest.raises(SessionEnded):
        await here.world.desk.recognise_visitor(told.account_token)
    assert await rows("sessions") == []


async def test_a_linked_number_signs_its_person_in_to_read(here: SignInWorld) -> None:
    proved = await here.linked()
    here.world.clock.go_on(timedelta(minutes=6))

    told = await here.sign_in()

    known = await here.world.desk.recognise_person(told.access_token)
    before = await here.world.desk.recognise_person(proved.access_token)
    assert (known.person, known.level, told.level) == (before.person, Level.PHONE, Level.PHONE)
    assert told.name == f"{JIA[0]}{'*' * (len(JIA) - 1)}"
    assert (await rows("sessions"))[-1]["method"] == str(Method.SMS)
    assert await here.world.desk.refresh_session(told.refresh_token)


async def test_a_face_without_the_number_links_none(here: SignInWorld) -> None:
    await here.account()
    await here.world.sign_in(JIA, "370285196001059983")
    here.world.clock.go_on(timedelta(minutes=1))

    assert isinstance(await here.enter(await here.ask()), AccountSignedIn)


async def test_an_account_token_is_good_for_a_quarter_of_an_hour(here: SignInWorld) -> None:
    told = await here.account()
    here.world.clock.go_on(timedelta(minutes=15))

    with pytest.raises(SessionEnded):
        here.desk.recognise_account(told.account_token)


async def test_a_persons_token_is_no_account(here: SignInWorld) -> None:
    proved = await here.linked()

    with pytest.raises(SessionEnded):
        here.desk.recognise_account(proved.access_token)


async def test_the_notices_code_leads_to_its_matter_whoever_may_act_for_the_holder(here: SignInWorld) -> None:
    matter, notice = await here.world.invited()
    await here.linked()
    await here.linked(OTHER, YI, YI_NUMBER)
    here.world.clock.go_on(timedelta(minutes=1))

    mine = await here.enter(await here.ask(), notice=notice)
    theirs = await here.enter(await here.ask(OTHER), OTHER, notice=notice)

    assert isinstance(mine, SessionTold)
    assert isinstance(theirs, SessionTold)
    assert (mine.matter, theirs.matter) == (matter, None)


# how a link ends


async def acting(here: SignInWorld, access_token: str) -> Acting:
    known = await here.world.desk.recognise_person(access_token)
    return Acting(known.person, known.person, known.level, Channel.H5, known.session)


async def test_another_persons_proof_takes_the_number_over_and_signs_the_first_out(here: SignInWorld) -> None:
    await here.linked()
    here.world.clock.go_on(timedelta(minutes=1))
    code = await here.ask()
    first = await here.enter(code)
    assert isinstance(first, SessionTold)
    [linked] = await rows("phone_accounts")
    claims = AccountClaims(AccountId(linked["id"]), here.world.clock() + timedelta(minutes=5))
    held = AccountSignedIn(here.world.tokens.issue(claims), claims.expires_at)

    second = await here.prove(held, YI, YI_NUMBER)

    with pytest.raises(SessionEnded):
        await here.world.desk.recognise_person(first.access_token)
    assert await here.world.desk.recognise_person(second.access_token)
    [taken] = await rows("phone_accounts")
    assert taken["person_id"] not in {None, linked["person_id"]}


async def test_whoever_shows_their_face_on_a_session_of_the_number_holds_it_from_then_on(
    here: SignInWorld,
) -> None:
    await here.linked()
    here.world.clock.go_on(timedelta(minutes=1))
    first = await here.sign_in()

    opened = await here.world.open(YI, YI_NUMBER, acting=await acting(here, first.access_token))
    here.world.stand_before_the_camera()
    told = await here.world.finish(opened)

    assert isinstance(told, SessionTold)
    with pytest.raises(SessionEnded):
        await here.world.desk.recognise_person(first.access_token)
    theirs = await here.world.desk.recognise_person(told.access_token)
    [account] = await rows("phone_accounts")
    assert account["person_id"] == theirs.person


async def test_a_number_that_is_no_longer_mine_signs_nobody_in(here: SignInWorld) -> None:
    proved = await here.linked()
    here.world.clock.go_on(timedelta(minutes=1))
    told = await here.sign_in()

    await here.desk.end_phone_links(await acting(here, told.access_token))

    for token in (told.access_token, proved.access_token):
        with pytest.raises(SessionEnded):
            await here.world.desk.recognise_person(token)
    here.world.clock.go_on(timedelta(minutes=1))
    assert isinstance(await here.enter(await here.ask()), AccountSignedIn)
    [account] = await rows("phone_accounts")
    assert (account["person_id"], account["unlinked_why"]) == (None, "not-mine")


async def test_ending_ones_links_leaves_everybody_elses(here: SignInWorld) -> None:
    proved = await here.linked()
    await here.linked(OTHER, YI, YI_NUMBER)

    await here.desk.end_phone_links(await acting(here, proved.access_token))

    here.world.clock.go_on(timedelta(minutes=1))
    assert isinstance(await here.enter(await here.ask(OTHER), OTHER), SessionTold)


async def test_a_number_a_clerk_heard_somebody_else_on_is_nobodys_again(here: SignInWorld) -> None:
    proved = await here.linked()
    async with here.world.core.atomic():
        await here.desk.end_phone_links.of_phone(Phone(PHONE), "clerk-1", here.world.clock())

    with pytest.raises(SessionEnded):
        await here.world.desk.recognise_person(proved.access_token)
    here.world.clock.go_on(timedelta(minutes=1))
    assert isinstance(await here.enter(await here.ask()), AccountSignedIn)
    [account] = await rows("phone_accounts")
    assert account["unlinked_why"] == "wrong-number"


@pytest.mark.parametrize(("days", "is_known"), [(179, True), (180, False)])
async def test_a_link_not_used_for_half_a_year_is_not_believed(
    here: SignInWorld, days: int, *, is_known: bool
) -> None:
    await here.linked()
    here.world.clock.go_on(timedelta(days=days))

    told = await here.enter(await here.ask())

    assert isinstance(told, SessionTold) == is_known
    [account] = await rows("phone_accounts")
    assert account["unlinked_why"] == (None if is_known else "unused")


async def test_whose_link_ended_is_linked_again_by_their_face(here: SignInWorld) -> None:
    proved = await here.linked()
    await here.desk.end_phone_links(await acting(here, proved.access_token))
    here.world.clock.go_on(timedelta(minutes=1))

    await here.linked()

    here.world.clock.go_on(timedelta(minutes=1))
    assert isinstance(await here.enter(await here.ask()), SessionTold)
    assert [one["unlinked_why"] for one in await rows("phone_accounts")] == [None]
