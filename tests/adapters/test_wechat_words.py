"""What our side of WeChat says of itself: in its log nobody's data, at its start a bad key."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from adapters.conformance.stage import Ground, staged
from adapters.conformance.wechat.process import ACCOUNT, OPENID
from adapters.conformance.wechat.wechat import WechatWorld, opened
from adapters.sandbox.wechat_push import Seal
from adapters.wechat.secure_mode import PushKeys
from domain.kernel.refusal import Refused

PHONE = "19900000101"


@pytest.fixture
async def world() -> AsyncIterator[WechatWorld]:
    async with staged(Ground(ACCOUNT)) as stage, opened(stage) as made:
        yield made


async def test_of_the_platforms_words_only_the_number_for_its_support_is_logged(world: WechatWorld) -> None:
    words = f"invalid {OPENID.reveal()} rid: 66f0-0a1b-2c3d"
    await world.stage.mode("answer", errcode=40003, errmsg=words)

    with capture_logs() as lines, pytest.raises(Refused):
        await world.mini_program.sign_in("0000")

    [line] = lines
    assert line["rid"] == "66f0-0a1b-2c3d"
    assert OPENID.reveal() not in str(line)
    assert world.url not in str(line)


async def test_no_log_line_of_ours_holds_a_secret_a_token_or_a_code(world: WechatWorld) -> None:
    code = await world.share_phone(OPENID, PHONE)
    with capture_logs() as lines:
        await world.mini_program.phone_number(code, openid=OPENID)
        with pytest.raises(Refused):
            await world.mini_program.phone_number(code, openid=OPENID)
        with pytest.raises(Refused):
            await world.mini_program.sign_in(code)

    assert [line["errcode"] for line in lines] == [40029, 40029]
    assert all(line["rid"] for line in lines)
    for secret in (world.one.secret, *world.one.memory.tokens.values(), code, OPENID.reveal()):
        assert secret not in str(lines)


async def test_the_token_is_kept_five_minutes_less_than_it_lives(world: WechatWorld) -> None:
    await world.one.token.current()

    assert world.one.memory.kept_seconds == [7200 - 300]


def test_the_emulators_sealing_is_read_at_every_length() -> None:
    given = {
        "token": ACCOUNT["push_token"],
        "encoding_key": ACCOUNT["push_key"],
        "appid": ACCOUNT["appid"],
    }
    keys, seal = PushKeys(**given), Seal(**given)

    for length in range(70):
        assert keys.decrypt(seal.encrypt(b"m" * length, b"s" * 16)) == b"m" * length


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44, "*" * 43])
def test_a_key_that_is_none_is_refused_at_the_start(key: str) -> None:
    with pytest.raises(ValueError, match="43 characters"):
        PushKeys(token="t", encoding_key=key, appid="wx1")
