"""The emulated platform gives ways into a mini-program: addresses and pictures, so many a day."""

from dataclasses import replace

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.wechat import create_app
from tests.sandbox.conftest import FixedClock, Hand
from tests.sandbox.wechat.client import CONFIG, Client

LINK, CODE = "/wxa/generate_urllink", "/wxa/getwxacodeunlimit"
ASKED = {"path": "pages/start/start", "query": "m=1", "expire_type": 1, "expire_interval": 7}
SCENE = {"scene": "start", "page": "pages/start/start"}


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({}, 0),
        ({"path": ""}, 0),
        ({"path": "pages/nowhere"}, 40165),
        ({"query": "q" * 1025}, 40212),
        ({"expire_interval": 0}, 85401),
        ({"expire_interval": 31}, 85401),
        ({"expire_type": 0}, 85401),
        ({"env_version": "beta"}, 85402),
    ],
)
async def test_a_link_keeps_the_platforms_limits(
    client: Client, changed: dict[str, object], errcode: int
) -> None:
    told = await client.call(LINK, ASKED | changed)

    assert told["errcode"] == errcode
    assert (errcode == 0) == str(told.get("url_link", "")).startswith("https://wxaurl.cn/")


async def test_the_days_links_end_at_midnight_in_beijing(books: Books, clock: FixedClock, hand: Hand) -> None:
    vendor = await hand.start(create_app(books, config=replace(CONFIG, links_a_day=1), now=clock.now))
    client = Client(hand.http, hand, vendor)
    first, second = await client.call(LINK, ASKED), await client.call(LINK, ASKED)
    clock.move(hours=24)

    later = await client.call(LINK, ASKED)

    assert [one["errcode"] for one in (first, second, later)] == [0, 44993, 0]


async def test_a_hundred_links_a_second_and_no_more(client: Client) -> None:
    told = [(await client.call(LINK, ASKED))["errcode"] for _ in range(101)]

    assert (told[99], told[100]) == (0, 44990)


async def test_a_code_is_a_picture_and_a_refusal_is_json(client: Client) -> None:
    token = str((await client.stable())["access_token"])
    url = f"{client.vendor.url}{CODE}"

    async with client.http.post(url, json=SCENE, params={"access_token": token}) as answer:
        kind, content = answer.content_type, await answer.read()
    refused = await client.call(CODE, SCENE | {"page": "pages/nowhere"})

    assert (kind, content[:3], content[-2:]) == ("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9")
    assert b"pages/start/start?start" in content
    assert refused["errcode"] == 41030


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [({"scene": "s" * 33}, 40169), ({"scene": ""}, 40169), ({"scene": "50%"}, 40169), ({"width": 10}, 40097)],
)
async def test_a_scene_keeps_the_platforms_limits(
    client: Client, changed: dict[str, object], errcode: int
) -> None:
    assert (await client.call(CODE, SCENE | changed))["errcode"] == errcode


async def test_without_a_token_there_is_neither(client: Client) -> None:
    for path, body in ((LINK, ASKED), (CODE, SCENE)):
        assert (await client.post(path, body))["errcode"] == 41001
        assert (await client.post(path, body, access_token="nobodys"))["errcode"] == 40001
