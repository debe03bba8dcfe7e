"""What the platform pushes about our official account; and the ways from our page into the mini-program."""

from typing import Any
from uuid import uuid4

import pytest
from tortoise.connection import get_connection

from adapters.postgres.rows.channels import AppDeviceRow, FollowerRow
from adapters.postgres.rows.identity import VisitorRow
from tests.http.books import books, differing
from tests.http.hand import Hand
from tests.http.own_data import copied, erased, facing, read
from tests.http.town import Town
from tests.http.wechat import ACCOUNT_PUSHES, TOKEN, WechatPhone
from tests.support.house import count
from tests.usecases.case_world import YI

FOLLOWER = "o-invented-follower"


async def post(town: Town, path: str, body: bytes) -> Any:
    headers = {"Content-Type": "text/xml"}
    return await town.caller.send("POST", path, content=body, headers=headers, key="")


async def test_the_platform_tries_our_address_and_reads_its_own_word(town: Town) -> None:
    told = town.wechat.account_pusher().url_check("invented0echo")

    tried = await town.caller.send("GET", told["url"].partition("https://palm.test")[2])

    assert (tried.status, tried.raw.text) == (200, told["echostr"])


@pytest.mark.parametrize("shape", ["xml", "json"])
async def test_who_follows_us_is_remembered_however_it_is_written(town: Town, shape: Any) -> None:
    town.wechat.directory.people[FOLLOWER] = "u-invented"
    pusher = town.wechat.account_pusher()
    pusher.shape = shape
    pusher.account(FOLLOWER, "subscribe")

    answer = await post(town, *town.wechat.last_push(ACCOUNT_PUSHES))
    await town.work()

    assert (answer.status, answer.raw.text) == (200, "success")
    assert await count("followers") == 1


async def test_nothing_of_a_follower_stands_open_in_any_table(town: Town) -> None:
    town.wechat.directory.people[FOLLOWER] = "u-invented-needle"
    town.wechat.account_pusher().account(FOLLOWER, "subscribe")
    await post(town, *town.wechat.last_push(ACCOUNT_PUSHES))
    await town.work()

    for table in ("followers", "inbox", "procrastinate_jobs"):
        rows = await get_connection("default").execute_query_dict(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        assert rows
        assert FOLLOWER not in str(rows)
        assert "needle" not in str(rows)


@pytest.mark.parametrize(
    "keys", [{"token": TOKEN}, {"encoding_key": "C" * 42 + "E"}, {"appid": "wx9999999999999999"}]
)
async def test_a_push_of_anybody_else_makes_nobody_a_follower(town: Town, keys: dict[str, str]) -> None:
    before = await books()
    town.wechat.account_pusher(**keys).account(FOLLOWER, "subscribe")

    answer = await post(town, *town.wechat.last_push(ACCOUNT_PUSHES))

    assert (answer.status, answer.code) == (401, "signature-wrong")
    assert await differing(before) == []


async def test_what_is_meant_for_the_mini_program_is_not_taken_at_the_accounts_door(town: Town) -> None:
    town.wechat.pusher().popup(FOLLOWER, ["invented-template-due"], accept=True)
    path, body = town.wechat.last_push(ACCOUNT_PUSHES)

    answer = await post(town, path, body)

    assert (answer.status, answer.code) == (401, "signature-wrong")


async def test_a_bomb_in_xml_is_refused_in_no_time(town: Town) -> None:
    path, _ = _signed(town)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "aaaaaaaaaa"}">' for n in range(9))

    answer = await post(town, path, f"<!DOCTYPE xml [{entities}]><xml><Encrypt>&a8;</Encrypt></xml>".encode())

    assert (answer.status, answer.code) == (401, "signature-wrong")


def _signed(town: Town) -> tuple[str, bytes]:
    town.wechat.account_pusher().account(FOLLOWER, "subscribe")
    return town.wechat.last_push(ACCOUNT_PUSHES)


async def test_everybody_is_told_the_way_into_the_mini_program(town: Town) -> None:
    told = await town.caller.expect(200, "GET", "/v1/citizen/mini-program-link")
    picture = await town.caller.send("GET", "/v1/citizen/mini-program-code")

    assert told["url"].startswith("https://wxaurl.cn/")
    assert picture.status == 200
    assert picture.raw.headers["content-type"] == "image/jpeg"
    assert picture.raw.content.startswith(b"\xff\xd8\xff")


async def test_a_way_to_a_matter_names_the_matter_and_nothing_else(town: Town) -> None:
    jia, matter = await town.arrived()

    told = await jia.get(f"/v1/citizen/matters/{matter}/mini-program-link")
    picture = await jia.send("GET", f"/v1/citizen/matters/{matter}/mini-program-code")

    assert told["url"].startswith("https://wxaurl.cn/")
    assert picture.raw.content == b"\xff\xd8\xffpages/matter/matter?" + matter.encode()


async def test_the_way_to_somebody_elses_matter_is_not_told(town: Town) -> None:
    _, matter = await town.arrived()
    yi = await town.sign_in(YI)

    for what in ("mini-program-link", "mini-program-code"):
        answer = await yi.send("GET", f"/v1/citizen/matters/{matter}/{what}")
        assert (answer.status, answer.code) == (404, "not-found")
    assert town.wechat.links.made == 0


async def followed_by(town: Town) -> Hand:
    """乙 uses our mini-program and follows our account, with one WeChat account."""
    phone = WechatPhone(town, "o-invented-yi")
    code = town.wechat.mini_program.login("o-invented-yi", "u-invented-yi")
    told = await town.caller.expect(200, "POST", "/v1/enterprise/session", json={"code": code}, key="")
    phone.token = told["accessToken"]
    await phone.prove(YI)
    town.wechat.directory.people[FOLLOWER] = "u-invented-yi"
    town.wechat.account_pusher().account(FOLLOWER, "subscribe")
    await post(town, *town.wechat.last_push(ACCOUNT_PUSHES))
    await town.work()
    return await facing(town, await town.sign_in(YI), YI)


async def test_a_copy_of_ones_data_has_the_account_that_follows_us(town: Town) -> None:
    hand = await followed_by(town)

    _, file = await copied(town, hand)

    assert [one["openid"] for one in read(file)[0]["followers"]] == [FOLLOWER]


async def test_one_who_signed_in_before_there_were_digests_is_found_by_what_is_sealed(town: Town) -> None:
    hand = await followed_by(town)
    await VisitorRow.all().update(unionid_index=None)

    _, file = await copied(town, hand)
    told = await erased(town, hand)

    assert [one["openid"] for one in read(file)[0]["followers"]] == [FOLLOWER]
    assert (await count("followers"), await count("visitors")) == (0, 0)
    assert told


async def test_the_preview_names_and_counts_the_account_that_follows_us(town: Town) -> None:
    hand = await followed_by(town)
    before = {one["family"]: one for one in (await hand.get(f"{hand.front}/erasure"))["goes"]}
    await FollowerRow.all().delete()
    after = {one["family"]: one for one in (await hand.get(f"{hand.front}/erasure"))["goes"]}

    assert "关注公众号" in str(before["wechat"])
    assert (before["wechat"]["count"], after["wechat"]["count"]) == (2, 1)


async def test_the_preview_and_the_receipt_name_and_count_the_apps_that_are_told(town: Town) -> None:
    hand = await followed_by(town)
    visitor = await VisitorRow.get(person_id__isnull=False)
    await AppDeviceRow.create(
        id=uuid4(),
        account="a" * 32,
        person_id=visitor.person_id,
        session_id=uuid4(),
        platform="android",
        bound_at=town.clock(),
    )

    shown = {one["family"]: one for one in (await hand.get(f"{hand.front}/erasure"))["goes"]}
    assert "接收提醒的应用" in shown["sessions"]["what"]
    assert shown["sessions"]["count"] == 1

    told = await erased(town, hand)
    receipt = await hand.get(f"{hand.front}/erasures/{told['erasureId']}")
    gone = {one["family"]: one["count"] for one in receipt["gone"]}
    assert (gone["wechat"], gone["sessions"]) == (2, 1)
    assert await count("app_devices") == 0


async def test_an_erased_person_follows_us_no_more_as_far_as_we_know(town: Town) -> None:
    hand = await followed_by(town)

    await erased(town, hand)

    assert (await count("followers"), await count("visitors")) == (0, 0)
