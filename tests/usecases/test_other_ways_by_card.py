"""A bank card and a code to its phone: one card a check, few tries of a code, and no bank without it."""

import asyncio
from datetime import timedelta

import pytest

from adapters.postgres.rows.identity import IdentityCheckRow
from bff.compose.core import Core
from domain.identity.check import (
    CheckState,
)
from domain.identity.other_way import CardInvalid, bank_card
from domain.identity.sign_in_code import CodeWrong
from domain.kernel.limits import TooManyRequests
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock, count, rows
from tests.usecases.identity_world import YI
from tests.usecases.other_way_world import (
    CARD,
    OTHER_CARD,
    OTHER_PHONE,
    PHONE,
    OtherWayWorld,
    other_way_world,
)


@pytest.fixture
def here(core: Core, clock: HandClock) -> OtherWayWorld:
    return other_way_world(core, clock)


@pytest.mark.parametrize(
    ("name", "card", "phone"),
    [("王五", CARD, PHONE), (YI, OTHER_CARD, PHONE), (YI, CARD, OTHER_PHONE)],
    ids=["name", "card", "phone"],
)
async def test_a_wrong_name_and_a_wrong_card_are_answered_alike(
    here: OtherWayWorld, name: str, card: str, phone: str
) -> None:
    opened = await here.open(name=name)

    told = await here.finish(opened, here.typed(await here.code(opened, phone), card, phone))

    assert isinstance(told, CheckFailed)
    assert (told.cause, told.advice) == (
        "elements",
        "银行没有确认这四项是同一个人的，请核对姓名、身份证号码、卡号和银行预留的手机号。今天还可再试4次。",
    )
    assert (await count("sessions"), await count("parties")) == (0, 0)


async def test_a_check_puts_one_card_to_the_bank_and_no_second(here: OtherWayWorld) -> None:
    opened = await here.open()
    code = await here.code(opened)
    first = await here.finish(opened, here.typed(code, OTHER_CARD))

    again = await here.finish(opened, here.typed(code, CARD))

    assert isinstance(first, CheckFailed)
    assert again == first
    assert [one[-1] for one in here.bank.asked] == [OTHER_CARD]


async def test_of_twenty_cards_at_once_one_is_put_to_the_bank(here: OtherWayWorld) -> None:
    opened = await here.open()
    code = await here.code(opened)

    outcomes = await asyncio.gather(
        *(here.finish(opened, here.typed(code, card)) for card in (CARD, OTHER_CARD) * 10)
    )

    assert len(here.bank.asked) == 1
    assert await count("sessions") <= 1
    assert {type(one) for one in outcomes} <= {CheckPending, CheckFailed, SessionTold}


async def test_without_the_code_no_bank_is_asked(here: OtherWayWorld) -> None:
    opened = await here.open()
    await here.code(opened)

    with pytest.raises(CodeWrong):
        await here.finish(opened, here.typed("000000"))

    assert here.bank.asked == []
    assert (await IdentityCheckRow.get(id=opened.check_id)).state == CheckState.OPENED


async def test_a_wrong_code_spends_no_check_and_the_sixth_try_opens_nothing(here: OtherWayWorld) -> None:
    opened = await here.open()
    code = await here.code(opened)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            await here.finish(opened, here.typed("000000"))

    with pytest.raises(CodeWrong):
        await here.finish(opened, here.typed(code))

    assert here.bank.asked == []


async def test_twenty_wrong_codes_close_a_number_for_the_day(here: OtherWayWorld) -> None:
    world = here.world
    for _ in range(4):
        opened = await here.open()
        await here.code(opened)
        for _ in range(5):
            with pytest.raises(CodeWrong):
                await here.finish(opened, here.typed("000000"), address=f"192.0.2.{next(world.keys)}")
        world.clock.go_on(timedelta(minutes=2))
    opened = await here.open()
    code = await here.code(opened)

    with pytest.raises(TooManyRequests):
        await here.finish(opened, here.typed(code))


async def test_the_code_of_another_check_or_of_a_sign_in_counts_for_nothing(here: OtherWayWorld) -> None:
    mine, theirs = await here.open(), await here.open()
    code = await here.code(theirs)

    with pytest.raises(CodeWrong):
        await here.finish(mine, here.typed(code))

    assert isinstance(await here.finish(theirs, here.typed(code)), SessionTold)


async def test_a_proof_of_another_check_spends_no_try_of_a_code(here: OtherWayWorld) -> None:
    """Else whoever knows a number keeps its holder from ever proving anything."""
    mine, theirs = await here.open(), await here.open()
    code = await here.code(mine)
    for n in range(25):
        with pytest.raises(CodeWrong):
            await here.finish(theirs, here.typed("000000"), address=f"192.0.2.{n}")
    spent = [row["tries"] for row in await rows("sign_in_codes")]

    told = await here.finish(mine, here.typed(code))

    assert spent == [0]
    assert isinstance(told, SessionTold)


async def test_a_later_code_of_another_check_replaces_none(here: OtherWayWorld) -> None:
    mine, theirs = await here.open(), await here.open()
    code = await here.code(mine)
    here.world.clock.go_on(timedelta(minutes=1))
    await here.code(theirs)

    assert isinstance(await here.finish(mine, here.typed(code)), SessionTold)


async def test_of_the_codes_of_one_check_the_newest_alone_counts(here: OtherWayWorld) -> None:
    opened = await here.open()
    first = await here.code(opened)
    here.world.clock.go_on(timedelta(minutes=1))
    second = await here.code(opened)

    with pytest.raises(CodeWrong):
        await here.finish(opened, here.typed(first))

    assert isinstance(await here.finish(opened, here.typed(second)), SessionTold)


async def test_the_code_goes_to_one_number_and_counts_with_that_number_alone(here: OtherWayWorld) -> None:
    """Else a stolen list of four elements and any phone would do."""
    opened = await here.open()
    code = await here.code(opened, OTHER_PHONE)

    with pytest.raises(CodeWrong):
        await here.finish(opened, here.typed(code, CARD, PHONE))

    assert here.bank.asked == []


async def test_one_number_gets_one_code_a_minute_whatever_it_is_for(here: OtherWayWorld) -> None:
    first, second = await here.open(), await here.open()
    await here.code(first)

    with pytest.raises(TooManyRequests):
        await here.code(second)

    assert len(here.sms.sent) == 1


async def test_a_mistyped_card_is_told_before_anything_is_spent(here: OtherWayWorld) -> None:
    for typed in ("9900000000000011", "99000000000", "9" * 20, "99000000000000１x", ""):
        with pytest.raises(CardInvalid):
            bank_card(typed)

    assert bank_card("９９００ 0000-0000 0010").reveal() == CARD
    assert CARD not in repr(bank_card(CARD))
    assert here.bank.asked == []
