"""Asking for a code: how often, what goes out, and what is kept of it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from adapters.keys.cipher import HmacDigests
from bff.compose.core import Core
from domain.identity.sign_in_code import SmsCode
from domain.kernel.identifiers import IdentifierInvalid
from domain.kernel.ids import SignInCodeId
from domain.kernel.limits import TooManyRequests
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.usecases.send_code import code_digest
from domain.usecases.sign_in_by_code import AccountSignedIn
from tests.support.house import RING, HandClock, rows
from tests.usecases.sign_in_world import OTHER, PHONE, SignInWorld, sign_in_world

SPELT = (
    PHONE,
    f"+86{PHONE}",
    f"0086 {PHONE}",
    "199 0000 0101",
    PHONE.translate({ord(str(n)): 0xFF10 + n for n in range(10)}),
    "199-0000-0101",
)


@pytest.fixture
def here(core: Core, clock: HandClock) -> SignInWorld:
    return sign_in_world(core, clock)


async def test_a_code_goes_to_the_number_alone_and_we_keep_a_digest(here: SignInWorld) -> None:
    code = await here.ask()

    [text] = here.sms.sent
    [kept] = await rows("sign_in_codes")
    assert (text.to.reveal(), text.out_id) == (PHONE, f"code-{kept['id'].hex}")
    assert code not in str(kept)
    assert PHONE not in str(kept)
    assert (kept["ends_at"] - kept["asked_at"], kept["sent_as"]) == (timedelta(minutes=5), text.reference)


async def test_one_number_gets_one_code_a_minute_five_an_hour_and_ten_a_day(here: SignInWorld) -> None:
    began, sent = here.world.clock.at, []
    for second in range(0, 2 * 24 * 3600, 20 * 60 // 4):  # every five minutes, two days long
        here.world.clock.at = began + timedelta(seconds=second)
        for n in (1, 2):
            try:
                await here.ask(line=f"192.0.2.{second % 250}:{n}{second}")
            except TooManyRequests:
                continue
            sent.append(second)

    assert max(_most(sent, 60), 1) == 1
    assert _most(sent, 3600) == 5
    assert _most(sent, 24 * 3600) == 10
    assert len(here.sms.sent) == len(sent)


def _most(sent: list[int], window: int) -> int:
    return max(sum(one <= other < one + window for other in sent) for one in sent)


@pytest.mark.parametrize("spelt", SPELT)
async def test_the_same_number_written_otherwise_is_the_same_number(here: SignInWorld, spelt: str) -> None:
    await here.ask()

    with pytest.raises(TooManyRequests) as told:
        await here.desk.ask_sign_in_code(spelt, address="192.0.2.9")

    assert told.value.data["retry_after"] == 60
    assert len(here.sms.sent) == 1


async def test_of_fifty_who_ask_for_one_number_at_once_one_has_it_sent(here: SignInWorld) -> None:
    outcomes = await asyncio.gather(
        *(here.desk.ask_sign_in_code(PHONE, address=f"192.0.2.{n}") for n in range(50)),
        return_exceptions=True,
    )

    assert [one for one in outcomes if one is True] == [True]
    assert sum(isinstance(one, TooManyRequests) for one in outcomes) == 49
    assert len(here.sms.sent) == 1


async def test_one_line_asks_for_thirty_numbers_in_ten_minutes(here: SignInWorld) -> None:
    for n in range(30):
        await here.desk.ask_sign_in_code(f"199000002{n:02d}", address="192.0.2.9")

    with pytest.raises(TooManyRequests):
        await here.desk.ask_sign_in_code(OTHER, address="192.0.2.9")

    assert len(here.sms.sent) == 30


async def test_the_office_sends_no_more_than_its_budget_whoever_asks(core: Core, clock: HandClock) -> None:
    here = sign_in_world(core, clock, budget=3)
    for n in range(3):
        await here.desk.ask_sign_in_code(f"199000002{n:02d}", address=f"192.0.2.{n}")

    with pytest.raises(TooManyRequests) as told:
        await here.desk.ask_sign_in_code(OTHER, address="192.0.2.99")

    assert told.value.data["retry_after"] == 3600
    assert len(here.sms.sent) == 3


async def test_a_flood_over_one_number_leaves_the_budget_to_the_others(core: Core, clock: HandClock) -> None:
    here = sign_in_world(core, clock, budget=3)
    for n in range(40):
        try:
            await here.desk.ask_sign_in_code(PHONE, address=f"192.0.2.{n}")
        except TooManyRequests:
            continue

    assert await here.desk.ask_sign_in_code(OTHER, address="192.0.2.99")


@pytest.mark.parametrize(
    "trouble", [Refused("sms", "isv.BLACK_LIST"), Unavailable("sms", "x"), Unknown("sms", "x")]
)
async def test_what_the_operator_did_not_take_is_tried_no_second_time_and_told_to_nobody(
    here: SignInWorld, trouble: Refused | Unavailable | Unknown
) -> None:
    here.sms.trouble.before.append(trouble)

    assert await here.desk.ask_sign_in_code(PHONE, address="192.0.2.9") is False

    assert here.sms.sent == []


async def test_a_message_whose_answer_was_lost_is_as_good_as_any(here: SignInWorld) -> None:
    here.sms.trouble.answer_lost = True
    assert await here.desk.ask_sign_in_code(PHONE, address="192.0.2.9") is False

    told = await here.enter(here.code())

    assert isinstance(told, AccountSignedIn)


@pytest.mark.parametrize(
    "number", ["12345678901", "1990000010", "99999919000101000", "+1 4155550100", "甲子"]
)
async def test_what_is_no_mobile_number_is_said_so_and_nothing_is_counted(
    here: SignInWorld, number: str
) -> None:
    with pytest.raises(IdentifierInvalid):
        await here.desk.ask_sign_in_code(number, address="192.0.2.9")

    assert not here.world.limits.tries


async def test_codes_older_than_two_days_are_forgotten(here: SignInWorld) -> None:
    await here.ask()
    here.world.clock.go_on(timedelta(days=2, minutes=6))

    await here.ask(OTHER)

    assert len(await rows("sign_in_codes")) == 1


def test_the_same_digits_to_two_phones_are_kept_as_two_digests() -> None:
    digests, digits = HmacDigests(RING), SmsCode("048213")

    kept = {code_digest(digests, SignInCodeId(UUID(int=n)), digits) for n in (1, 2)}

    assert len(kept) == 2
