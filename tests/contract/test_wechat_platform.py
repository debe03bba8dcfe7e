"""What our adapters make of the mini-program platform's answers, code by code."""

import asyncio

import pytest
from structlog.testing import capture_logs

from adapters.sandbox.kit import Books
from adapters.wechat.messages import WechatField, WechatMessages, WechatTemplate
from domain.kernel.refusal import Refused, Unavailable
from tests.contract.stand import Stand
from tests.contract.wechat_worlds import OPENID, TEMPLATE_ID, PlatformWorld, open_check, platform
from tests.sandbox.conftest import FixedClock

VALUES = {"org": "莱西市虚构建筑有限公司", "item": "登记证书", "day": "2026年3月5日"}
PAGE = "pages/matter/matter?m=mtr_invented"
SEND = {"path": "/cgi-bin/message/subscribe/send"}


@pytest.fixture
async def world(stand: Stand, books: Books) -> PlatformWorld:
    return await platform(stand, books)


async def test_a_phone_number_told_to_another_mini_program_is_refused(world: PlatformWorld) -> None:
    code = await world.share_phone(OPENID, "19900000101")
    await world.token.current()
    await world.stand.mode(world.vendor, "other_watermark")

    with pytest.raises(Refused, match="not-ours"):
        await world.mini_program.phone_number(code, openid=OPENID)


async def test_of_the_platforms_words_only_the_number_for_its_support_is_logged(world: PlatformWorld) -> None:
    words = f"invalid {OPENID.reveal()} rid: 66f0-0a1b-2c3d"
    await world.control("/__mode", mode="answer", errcode=40003, errmsg=words, times=1)

    with capture_logs() as lines, pytest.raises(Refused):
        await world.mini_program.sign_in("0000")

    [line] = lines
    assert line["rid"] == "66f0-0a1b-2c3d"
    assert OPENID.reveal() not in str(line)
    assert world.vendor.url not in str(line)


async def test_a_blocked_user_is_refused_by_name(world: PlatformWorld) -> None:
    await world.keep_user(OPENID, blocked=True)

    with pytest.raises(Refused, match="blocked"):
        await world.mini_program.sign_in(await world.login(OPENID))


async def test_a_code_older_than_five_minutes_is_refused(world: PlatformWorld, clock: FixedClock) -> None:
    code = await world.login(OPENID)
    clock.move(seconds=301)

    with pytest.raises(Refused, match="code"):
        await world.mini_program.sign_in(code)


@pytest.mark.parametrize("code", ["", "a b", "c" * 129, "好"])
async def test_what_cannot_be_a_code_never_leaves_the_house(world: PlatformWorld, code: str) -> None:
    with pytest.raises(Refused, match="code"):
        await world.mini_program.sign_in(code)

    assert await world.stand.hand.look(world.vendor, "/__log") == []


async def test_a_question_to_a_busy_platform_is_asked_three_times(world: PlatformWorld) -> None:
    code = await world.login(OPENID)
    await world.control("/__mode", mode="answer", errcode=-1, times=2)

    user = await world.mini_program.sign_in(code)

    assert user.openid == OPENID
    assert world.pauses.seconds == [0.2, 0.5]


async def test_a_platform_that_stays_busy_is_unavailable(world: PlatformWorld) -> None:
    await world.control("/__mode", mode="answer", errcode=-1)

    with pytest.raises(Unavailable, match="-1"):
        await world.mini_program.sign_in("0000")

    assert world.pauses.seconds == [0.2, 0.5]


async def test_a_message_to_a_busy_platform_is_left_to_the_worker(world: PlatformWorld) -> None:
    await world.grant(OPENID, 1)
    await world.control("/__mode", mode="answer", errcode=-1, match=SEND)

    with pytest.raises(Unavailable, match="-1"):
        await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    assert world.pauses.seconds == []


@pytest.mark.parametrize(("errcode", "seconds"), [(45011, 60), (45009, 24 * 3600)])
async def test_a_used_up_quota_shuts_that_one_call_until_it_is_fresh(
    world: PlatformWorld, clock: FixedClock, errcode: int, seconds: int
) -> None:
    await world.grant(OPENID, 2)
    await world.control("/__mode", mode="answer", errcode=errcode, match=SEND, times=1)
    with pytest.raises(Unavailable, match=str(errcode)):
        await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    with pytest.raises(Unavailable, match="quota"):
        await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)
    await open_check(world)
    clock.move(seconds=seconds)

    assert (await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)).reference


async def test_one_eager_user_shuts_nobody_else_out(world: PlatformWorld) -> None:
    await world.control("/__mode", mode="answer", errcode=45011, times=1)
    with pytest.raises(Unavailable, match="45011"):
        await world.mini_program.sign_in("0000")

    assert (await world.mini_program.sign_in(await world.login(OPENID))).openid == OPENID


@pytest.mark.parametrize("errcode", [40003, 40037, 43107, 45168, 47003, 48001, 50002, 99999])
async def test_any_other_no_to_a_message_is_final(world: PlatformWorld, errcode: int) -> None:
    await world.grant(OPENID, 1)
    await world.control("/__mode", mode="answer", errcode=errcode, match=SEND, times=1)

    with pytest.raises(Refused, match=str(errcode)):
        await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)


async def test_two_messages_to_one_user_go_one_after_the_other(world: PlatformWorld) -> None:
    await world.grant(OPENID, 4)

    await asyncio.gather(*(world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE) for _ in range(4)))

    assert world.pauses.seconds == []
    assert await world.count() == 4


async def test_a_message_that_met_another_of_the_same_user_goes_a_little_later(world: PlatformWorld) -> None:
    await world.grant(OPENID, 1)
    await world.control("/__mode", mode="answer", errcode=43108, match=SEND, times=1)

    await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    assert world.pauses.seconds == [1.5]
    assert await world.count() == 1


async def test_a_message_number_keeps_all_its_digits_and_may_be_missing(world: PlatformWorld) -> None:
    await world.grant(OPENID, 2)

    first = await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)
    await world.control("/__mode", mode="no_msgid", times=1)
    second = await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    assert first.reference == "3000000000000000001"
    assert second.reference == ""


async def test_an_answer_is_read_whatever_type_it_claims(world: PlatformWorld) -> None:
    await world.control("/__mode", mode="wrong_content_type", times=2)

    assert (await open_check(world)).url


@pytest.mark.parametrize("mode", ["malformed_json", "html", "500", "huge", "redirect"])
async def test_an_answer_that_cannot_be_read_is_no_sign_in(world: PlatformWorld, mode: str) -> None:
    code = await world.login(OPENID)
    await world.stand.mode(world.vendor, mode)

    with pytest.raises(Unavailable):
        await world.mini_program.sign_in(code)


async def test_what_was_sent_stands_in_the_platforms_books(world: PlatformWorld) -> None:
    await world.grant(OPENID, 1)
    await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    [message] = (await world.stand.hand.look(world.vendor, "/__books"))["messages"]

    assert (message["openid"], message["template"], message["page"]) == (OPENID.reveal(), TEMPLATE_ID, PAGE)
    assert message["data"]["thing2"] == VALUES["org"]


async def test_a_value_that_looks_like_a_variable_stays_as_it_is(world: PlatformWorld) -> None:
    fields = (WechatField("thing1", "事项", "${item}"),)
    messages = WechatMessages(world.client, templates={"x": WechatTemplate(TEMPLATE_ID, "标题", fields)})

    assert messages.wording("x", {"item": "${org}", "org": "甲"}) == "标题\n事项：${org}"
