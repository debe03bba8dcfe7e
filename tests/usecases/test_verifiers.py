"""Keys of registered verifiers (核验方): each has its end and its successor, and nobody guesses one."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from bff.compose.core import Core
from bff.compose.staff import staff_desk
from bff.desks.staff import StaffDesk
from domain.kernel.ids import VerifierId
from domain.kernel.limits import LimitsUnavailable, TooManyRequests
from domain.kernel.refusals import NotFound
from domain.staff.account import KeyUnknown
from domain.usecases.recognise_verifier import MISSES
from tests.fakes.limits import FakeLimits
from tests.support.catalogue import shipped
from tests.support.house import HandClock, rows
from tests.support.staff import ADDRESS, cheap_passwords

ELSEWHERE = "203.0.113.77"
WHO = ("莱西市虚构教育主管局", "年检窗口", ("年度检查核验证书",))


class NoCounter(FakeLimits):
    async def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        raise LimitsUnavailable(f"{purpose} {subject} {allowed} {seconds}")


@pytest.fixture
def desk(core: Core) -> StaffDesk:
    return staff_desk(core, FakeLimits(), cheap_passwords(), shipped())


async def is_known(desk: StaffDesk, key: str) -> bool:
    try:
        await desk.recognise_verifier(key, address=ADDRESS)
    except KeyUnknown:
        return False
    return True


async def test_a_key_that_was_ended_is_nobodys_from_then_on(desk: StaffDesk) -> None:
    account, key = await desk.add_verifier(*WHO)
    assert await is_known(desk, key)

    await desk.end_verifier(account.verifier_id)

    assert not await is_known(desk, key)


async def test_a_key_ends_on_its_day_by_itself(desk: StaffDesk, clock: HandClock) -> None:
    _, key = await desk.add_verifier(*WHO, ends_at=clock() + timedelta(days=30))
    clock.go_on(timedelta(days=30) - timedelta(seconds=1))
    assert await is_known(desk, key)

    clock.go_on(timedelta(seconds=1))

    assert not await is_known(desk, key)


async def test_the_operator_gets_another_key_and_the_old_one_ends_at_once(desk: StaffDesk) -> None:
    account, old = await desk.add_verifier(*WHO)

    renewed, new = await desk.end_verifier.rekey(account.verifier_id, overlap=timedelta())

    assert not await is_known(desk, old)
    assert await desk.recognise_verifier(new, address=ADDRESS) == renewed
    assert (renewed.organisation, renewed.operator, renewed.purposes) == WHO
    assert renewed.verifier_id != account.verifier_id


async def test_for_the_days_of_an_overlap_both_keys_are_good(desk: StaffDesk, clock: HandClock) -> None:
    account, old = await desk.add_verifier(*WHO)
    _, new = await desk.end_verifier.rekey(account.verifier_id, overlap=timedelta(days=7))
    clock.go_on(timedelta(days=7) - timedelta(seconds=1))
    assert (await is_known(desk, old), await is_known(desk, new)) == (True, True)

    clock.go_on(timedelta(seconds=1))

    assert (await is_known(desk, old), await is_known(desk, new)) == (False, True)


async def test_an_overlap_lengthens_no_keys_life(desk: StaffDesk, clock: HandClock) -> None:
    account, old = await desk.add_verifier(*WHO, ends_at=clock() + timedelta(days=1))
    await desk.end_verifier.rekey(account.verifier_id, overlap=timedelta(days=7))

    clock.go_on(timedelta(days=1))

    assert not await is_known(desk, old)


async def test_what_has_ended_is_neither_ended_nor_renewed_again(desk: StaffDesk) -> None:
    account, _ = await desk.add_verifier(*WHO)
    await desk.end_verifier(account.verifier_id)

    for number in (account.verifier_id, VerifierId(UUID(int=1))):
        with pytest.raises(NotFound):
            await desk.end_verifier(number)
        with pytest.raises(NotFound):
            await desk.end_verifier.rekey(number, overlap=timedelta())


async def test_of_ten_who_end_one_key_at_once_one_does(desk: StaffDesk) -> None:
    account, _ = await desk.add_verifier(*WHO)

    told = await asyncio.gather(
        *(desk.end_verifier(account.verifier_id) for _ in range(10)), return_exceptions=True
    )

    assert sorted(isinstance(one, NotFound) for one in told) == [False] + [True] * 9


async def test_every_key_there_ever_was_is_listed_and_the_ledger_has_each_change(
    desk: StaffDesk, clock: HandClock
) -> None:
    account, key = await desk.add_verifier(*WHO)
    renewed, new = await desk.end_verifier.rekey(account.verifier_id, overlap=timedelta())

    listed = {one.account.verifier_id: one.ends_at for one in await desk.end_verifier.all()}
    written = await rows("ledger_entries")

    assert listed == {account.verifier_id: clock(), renewed.verifier_id: None}
    assert [row["kind"] for row in written] == ["verifier-added", "verifier-ended", "verifier-rekeyed"]
    assert key not in str(written)
    assert new not in str(written)


async def test_who_guesses_keys_is_told_to_wait_and_the_right_key_opens_from_the_same_line(
    desk: StaffDesk,
) -> None:
    _, key = await desk.add_verifier(*WHO)
    for n in range(MISSES):
        assert not await is_known(desk, f"guess-{n}")

    with pytest.raises(TooManyRequests):
        await desk.recognise_verifier("one-guess-more", address=ADDRESS)

    assert await is_known(desk, key)
    with pytest.raises(KeyUnknown):
        await desk.recognise_verifier("a-first-guess", address=ELSEWHERE)


async def test_while_nobody_counts_no_guess_is_answered_and_the_right_key_opens(core: Core) -> None:
    desk = staff_desk(core, NoCounter(), cheap_passwords(), shipped())
    _, key = await desk.add_verifier(*WHO)

    with pytest.raises(LimitsUnavailable):
        await desk.recognise_verifier("a-guess", address=ADDRESS)

    assert await is_known(desk, key)
