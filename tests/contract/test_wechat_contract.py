"""What every mini-program platform keeps to: who signs in, their phone, their face, one message a credit."""

import json

import pytest

from adapters.sandbox.kit import Books
from domain.identity.outside import Cause, FaceSession
from domain.kernel.personal import DocumentNumber, OpenId, PersonName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.work import NetworkInsideWork, holding
from tests.contract.stand import Stand
from tests.contract.wechat_worlds import NAME, NUMBER, OPENID, TEMPLATE_ID, FakeWorld, World, platform

VALUES = {"org": "莱西市虚构建筑有限公司", "item": "登记证书", "day": "2026年3月5日"}
PAGE = "pages/matter/matter?m=mtr_invented"


@pytest.fixture(params=["fake", "platform"])
async def world(request: pytest.FixtureRequest, stand: Stand, books: Books) -> World:
    if request.param == "fake":
        return FakeWorld(stand.clock)
    return await platform(stand, books)


async def open_check(
    world: World, order_no: str = "c0000000001", meta_info: str | None = None
) -> FaceSession:
    return await world.face.open(
        PersonName(NAME),
        DocumentNumber(NUMBER),
        order_no=order_no,
        meta_info=json.dumps({"openid": OPENID.reveal()}) if meta_info is None else meta_info,
        return_url="",
        callback_url="",
        callback_token="",
    )


async def test_a_login_code_tells_who_is_asking(world: World) -> None:
    user = await world.mini_program.sign_in(await world.login(OPENID))

    assert user.openid == OPENID
    assert user.unionid is not None
    assert user.unionid.reveal() == "u-invented-1"
    assert user.session_key.reveal()


async def test_nothing_of_a_user_is_printed(world: World) -> None:
    user = await world.mini_program.sign_in(await world.login(OPENID))

    for secret in (user.openid, user.unionid, user.session_key):
        assert secret is not None
        assert secret.reveal() not in f"{user} {user!r}"


async def test_a_login_code_is_good_once(world: World) -> None:
    code = await world.login(OPENID)
    await world.mini_program.sign_in(code)

    with pytest.raises(Refused, match="code"):
        await world.mini_program.sign_in(code)


async def test_a_code_nobody_gave_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="code"):
        await world.mini_program.sign_in("0000")


async def test_a_user_tells_their_phone_once(world: World) -> None:
    code = await world.share_phone(OPENID, "19900000101")

    assert (await world.mini_program.phone_number(code, openid=OPENID)).reveal() == "19900000101"
    with pytest.raises(Refused, match="code"):
        await world.mini_program.phone_number(code, openid=OPENID)


async def test_a_login_code_opens_no_phone_number_and_a_phone_code_no_session(world: World) -> None:
    phone_code = await world.share_phone(OPENID, "19900000101")
    login_code = await world.login(OPENID)

    with pytest.raises(Refused, match="code"):
        await world.mini_program.phone_number(login_code, openid=OPENID)
    with pytest.raises(Refused, match="code"):
        await world.mini_program.sign_in(phone_code)


async def test_another_users_phone_code_is_refused(world: World) -> None:
    code = await world.share_phone(OPENID, "19900000101")

    with pytest.raises(Refused, match="code"):
        await world.mini_program.phone_number(code, openid=OpenId("o-somebody-else"))


async def test_a_number_from_abroad_is_refused_by_name(world: World) -> None:
    code = await world.share_phone(OPENID, "+85200000000")

    with pytest.raises(Refused, match="not-mainland"):
        await world.mini_program.phone_number(code, openid=OPENID)


async def test_a_check_nobody_finished_is_pending_and_the_right_face_passes(world: World) -> None:
    session = await open_check(world)

    assert (await world.face.verdict(session.reference)).outcome == "pending"
    await world.finish(session)
    assert (await world.face.verdict(session.reference)).outcome == "passed"


@pytest.mark.parametrize("cause", ["mismatch", "not_found", "other_face", "liveness", "source"])
async def test_a_check_that_failed_says_why(world: World, cause: Cause) -> None:
    session = await open_check(world)
    await world.finish(session, cause)

    verdict = await world.face.verdict(session.reference)

    assert (verdict.outcome, verdict.cause) == ("failed", cause)


async def test_a_reference_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        await world.face.verdict("somebody-elses")


async def test_a_check_needs_to_know_which_user_it_is_for(world: World) -> None:
    with pytest.raises(Refused, match="meta-info-malformed"):
        await open_check(world, meta_info="not json")


async def test_a_session_does_not_print_its_reference_or_its_key(world: World) -> None:
    session = await open_check(world)

    assert session.reference not in repr(session)
    assert session.url not in repr(session)


async def test_a_check_whose_answer_was_lost_is_unknown(world: World) -> None:
    await open_check(world)
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await open_check(world, order_no="c0000000002")


async def test_forgetting_twice_is_harmless(world: World) -> None:
    session = await open_check(world)

    await world.face.forget(session.reference)
    await world.face.forget(session.reference)


async def test_each_message_uses_up_one_credit_and_without_one_none_is_sent(world: World) -> None:
    await world.grant(OPENID, 2)
    first = await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)
    second = await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    with pytest.raises(Refused) as refused:
        await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    assert refused.value.reason == "no-credit"
    assert first.vendor == "wechat"
    assert first.reference != second.reference
    assert await world.count() == 2


async def test_a_message_whose_answer_was_lost_is_unknown_and_went_out_once(world: World) -> None:
    await world.grant(OPENID, 2)
    await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    assert await world.count() == 2


async def test_a_busy_platform_accepted_nothing(world: World) -> None:
    await world.grant(OPENID, 2)
    await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    assert await world.count() == 1


async def test_a_long_name_is_cut_to_what_the_platform_takes(world: World) -> None:
    await world.grant(OPENID, 1)
    long = VALUES | {"org": "莱西市" + "很长的名字" * 6}

    await world.messages.send(OPENID, "renewal-due", long, page=PAGE)

    line = world.messages.wording("renewal-due", long).splitlines()[2]
    assert line == "主体：莱西市" + "很长的名字" * 3 + "很…"


async def test_the_wording_is_what_the_person_reads(world: World) -> None:
    assert world.messages.wording("renewal-due", VALUES) == (
        "证照到期提醒\n事项：登记证书到期换发\n主体：莱西市虚构建筑有限公司\n最后申请日：2026年3月5日"
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"item": "登记证书", "day": "2026年3月5日"}, "template-variable-missing"),
        (VALUES | {"org": ""}, "value-malformed-thing2"),
        (VALUES | {"day": "三月五日"}, "value-malformed-date3"),
    ],
)
async def test_a_message_that_cannot_be_read_is_not_sent(
    world: World, values: dict[str, str], reason: str
) -> None:
    await world.grant(OPENID, 1)

    with pytest.raises(Refused, match=reason):
        await world.messages.send(OPENID, "renewal-due", values, page=PAGE)

    assert await world.count() == 0


async def test_an_unknown_template_or_a_page_with_a_slash_before_it_is_refused(world: World) -> None:
    await world.grant(OPENID, 1)

    with pytest.raises(Refused, match="template-unknown"):
        await world.messages.send(OPENID, "advertisement", VALUES, page=PAGE)
    with pytest.raises(Refused, match="page-malformed"):
        await world.messages.send(OPENID, "renewal-due", VALUES, page="/" + PAGE)

    assert world.messages.template_id("renewal-due") == TEMPLATE_ID


async def test_nothing_is_sent_while_a_transaction_is_open(world: World) -> None:
    await world.grant(OPENID, 1)

    with holding(), pytest.raises(NetworkInsideWork):
        await world.messages.send(OPENID, "renewal-due", VALUES, page=PAGE)

    assert await world.count() == 0
