"""The consent to face verification taken back (撤回同意), on all three fronts."""

from datetime import timedelta
from typing import Any

from domain.staff.account import Role
from tests.http.desk import card, clerk, served
from tests.http.hand import Hand
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.support.house import count, rows
from tests.usecases.case_world import JIA, YI

STANDING = "consents WHERE withdrawn_at IS NULL"


async def taken_back(hand: Hand) -> None:
    answer = await hand.send("DELETE", f"{hand.front}/consents/face")
    assert answer.status == 204, answer.body


async def steps() -> list[Any]:
    return [one for one in await rows("ledger_entries") if one["kind"] == "face-consent-withdrawn"]


async def test_a_consent_taken_back_on_the_phone_stands_no_more_and_twice_is_once(town: Town) -> None:
    yi = await town.sign_in(YI)
    assert await count(STANDING) == 1

    await taken_back(yi)
    await taken_back(yi)

    assert (await count(STANDING), await count("consents")) == (0, 1)
    assert len(await steps()) == 1


async def test_a_check_that_still_runs_ends_with_it_and_opens_no_session(town: Town) -> None:
    yi = await town.sign_in(YI)
    opened = await town.open_check(YI)
    town.face.finish(next(reversed(town.face.checks)))

    await taken_back(yi)

    answer = await town.finish(opened)
    assert (answer.status, answer.code) == (410, "identity-check-ended")
    assert (await yi.send("GET", "/v1/citizen/home")).status == 200


async def test_what_the_vendor_holds_of_the_check_is_deleted_at_once(town: Town) -> None:
    yi = await town.sign_in(YI)
    town.clock.go_on(timedelta(minutes=2))
    await town.open_check(YI)
    running = list(town.face.checks)[-1]

    await taken_back(yi)
    await town.work()

    assert running not in town.face.checks


async def test_nobody_elses_consent_or_check_is_touched(town: Town) -> None:
    yi, _ = await town.sign_in(YI), await town.sign_in(JIA)
    theirs = await town.open_check(JIA)
    town.face.finish(next(reversed(town.face.checks)))

    await taken_back(yi)

    assert (await town.finish(theirs)).status == 200
    assert await count(STANDING) == 2


async def test_in_the_mini_program_the_consent_to_wechat_is_taken_back_too(town: Town) -> None:
    phone = WechatPhone(town)
    await phone.enter()
    hand = await phone.prove(YI)

    await taken_back(hand)

    assert await count(STANDING) == 0


async def test_at_the_counter_it_is_taken_back_by_who_stands_there_with_the_clerk_named(town: Town) -> None:
    await town.sign_in(JIA)
    visit = await clerk(town).post(201, "/v1/console/visits", card(code=await town.invited()))
    hand = await served(town, visit)

    await taken_back(hand)

    [step] = await steps()
    assert (step["staff"], step["channel"]) == ("clerk-1", "counter")
    assert await count(STANDING) == 0
    refused = await hand.caller.send(
        "DELETE", f"{hand.front}/consents/face", token=town.staff[Role.CHIEF], acting_for=hand.party
    )
    assert refused.status == 403


async def test_the_text_says_where_to_take_it_back_and_sends_nobody_to_the_hotline_for_it(town: Town) -> None:
    for front in ("citizen", "enterprise"):
        shown = await town.caller.expect(200, "GET", f"/v1/{front}/consents/face")

        [withdrawal] = [line for line in shown["text"].split("\n") if line.startswith("六、撤回")]
        assert "点“撤回刷脸的同意”" in withdrawal
        assert "12345" not in withdrawal
