"""One's cards in one's own order, over HTTP."""

from typing import Any

from tests.http.hand import Hand
from tests.http.town import BING, Town
from tests.http.wechat import FRONT, WechatPhone
from tests.support.house import rows
from tests.usecases.case_world import JIA, ORGANISATION, YI

WALLET = "/v1/citizen/wallet"
UNKNOWN = "lic_01je7jryg5e008000000000006"


async def put(hand: Hand, *licences: str, **more: Any) -> Any:
    return await hand.send("PUT", f"{hand.front}/wallet/order", json={"licenceIds": licences}, key="", **more)


async def cards(hand: Hand) -> list[str]:
    return [one["licenceId"] for one in (await hand.get(f"{hand.front}/wallet"))["cards"]]


async def of_two_cards(town: Town) -> tuple[Hand, list[str]]:
    """The school has the certificate it had, and the new one."""
    jia, _, _ = await town.done()
    found = await cards(jia)
    assert len(found) == 2, ORGANISATION.certificate.licence_number
    return jia, found


async def test_cards_come_as_they_were_put_on_every_front(town: Town) -> None:
    jia, (first, second) = await of_two_cards(town)

    answers = [await put(jia, second, first) for _ in range(2)]
    phone = WechatPhone(town)
    await phone.enter()
    inside = await phone.prove(JIA)

    assert [one.status for one in answers] == [204, 204]
    assert await cards(jia) == [second, first]
    there = (await inside.send("GET", f"{FRONT}/wallet", acting_for=jia.party)).body["cards"]
    assert [one["licenceId"] for one in there] == [second, first]
    assert len(await rows("card_orders")) == 1


async def test_cards_not_named_stand_behind(town: Town) -> None:
    jia, (first, second) = await of_two_cards(town)

    await put(jia, second, second)

    assert await cards(jia) == [second, first]


async def test_a_card_that_is_not_in_there_is_refused_and_nothing_changes(town: Town) -> None:
    jia, (first, second) = await of_two_cards(town)
    yi = await town.sign_in(YI)

    invented, theirs, none = await put(jia, second, UNKNOWN), await put(yi, second), await put(jia)

    assert [(one.status, one.code) for one in (invented, theirs)] == [(404, "not-found")] * 2
    assert (none.status, none.code) == (422, "malformed-body")
    assert await cards(jia) == [first, second]


async def test_it_is_ones_own_wish_and_the_next_representative_has_theirs(town: Town) -> None:
    jia, (first, second) = await of_two_cards(town)
    await put(jia, second, first)
    town.is_led_by(BING)

    bing = await town.sign_in(BING, party=jia.party)

    assert await cards(bing) == [first, second]
    assert (await put(jia, first)).code == "not-representative"
