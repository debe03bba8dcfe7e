"""What we really sent, over HTTP: word for word, to whom it concerns, and to nobody by a number alone."""

from datetime import timedelta

from adapters.postgres.blanking import blank
from bff.compose.telling import tell_holder
from domain.kernel.ids import MatterId, unshort
from domain.kernel.refusal import Unavailable
from tests.http.test_sign_in_by_code import linked
from tests.http.town import BING, CONTACT, Town
from tests.support.house import rows
from tests.usecases.case_world import YI

PATH = "/v1/citizen/messages"
STALE = timedelta(minutes=6)  # what a register said is asked again


async def told_again(town: Town, matter: str, *templates: str) -> None:
    """Something happens in the matter, a minute after the other."""
    known = unshort("mtr", matter)
    assert known is not None
    for template in templates:
        town.clock.go_on(timedelta(minutes=1))
        async with town.core.atomic():
            said = {"item": "民办非企业单位登记证书", "day": "2026-12-07"}
            await tell_holder(town.core)(MatterId(known), template, said)
        await town.work()


async def test_a_text_is_read_as_it_was_sent_but_for_number_and_code(town: Town) -> None:
    jia, matter = await town.arrived()

    [told] = (await jia.get(PATH))["messages"]

    sent, code = town.sms.sent[-1], town.code
    assert code[:7] not in told["wording"]
    assert told["wording"].replace("*** *** ", code[:8]) == sent.wording
    assert told["to"] == f"{CONTACT[:3]}****{CONTACT[-4:]}"
    assert (told["way"], told["state"], told["matterId"]) == ("sms", "sent", matter)
    assert told["partyId"] == jia.party


async def test_who_asks_for_themselves_finds_what_concerns_those_they_stand_for(town: Town) -> None:
    """Whoever got the text compares it: it must be there before they choose for whom they act."""
    jia, _ = await town.arrived()

    mine = await jia.get(PATH, acting_for="")

    assert [one["partyId"] for one in mine["messages"]] == [jia.party]


async def test_a_number_alone_shows_nothing(town: Town) -> None:
    """乙 signs in with the very number the text went to: it may have been somebody else's before."""
    await town.invited()
    hand = await linked(town, YI, CONTACT)

    assert (await hand.get(PATH))["messages"] == []


async def test_who_spoke_for_the_school_before_finds_nothing_of_it_any_more(town: Town) -> None:
    jia, _ = await town.arrived()
    town.is_led_by(BING)
    town.clock.go_on(STALE)

    refused = await jia.send("GET", PATH)
    mine = await jia.get(PATH, acting_for="")

    assert (refused.status, refused.code) == (404, "not-representative")
    assert mine["messages"] == []


async def test_while_the_register_is_away_it_is_said_that_there_may_be_more(town: Town) -> None:
    jia, _ = await town.arrived()
    town.clock.go_on(STALE)
    town.register.trouble.before.append(Unavailable("social-register", "away"))

    told = await jia.get(PATH, acting_for="")

    assert (told["messages"], told["partial"]) == ([], True)


async def test_pages_follow_each_other_newest_first(town: Town) -> None:
    jia, matter = await town.arrived()
    await told_again(town, matter, "supplement-asked", "parcel-problem")

    first = await jia.get(f"{PATH}?limit=2")
    second = await jia.get(f"{PATH}?limit=2&cursor={first['nextCursor']}")

    whole = [*first["messages"], *second["messages"]]
    assert (len(first["messages"]), "nextCursor" in second) == (2, False)
    said = [one.wording.partition("办理码")[0] for one in reversed(town.sms.sent)]
    assert [one["wording"].partition("办理码")[0] for one in whole] == said


async def test_what_is_not_kept_any_more_has_no_wording_and_no_number(town: Town) -> None:
    jia, _ = await town.arrived()
    await blank(town.core.cipher, "notices", await rows("notices"))

    [told] = (await jia.get(PATH))["messages"]

    assert {"wording", "to"} & set(told) == set()
    assert told["state"] == "sent"


async def test_what_never_went_out_is_not_there(town: Town) -> None:
    jia, matter = await town.arrived()
    known = unshort("mtr", matter)
    assert known is not None
    async with town.core.atomic():
        said = {"item": "民办非企业单位登记证书", "day": "2026-12-07"}
        await tell_holder(town.core)(MatterId(known), "parcel-problem", said)

    told = await jia.get(PATH)

    assert (len(told["messages"]), len(await rows("notices"))) == (1, 2)
