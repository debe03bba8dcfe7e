"""A key opens an account; only its digest is kept."""

import pytest

from bff.compose.core import Core
from bff.compose.staff import staff_desk
from bff.desks.staff import StaffDesk
from domain.staff.account import KeyUnknown, LoginTaken, Role
from tests.usecases.notice_world import rows


@pytest.fixture
def desk(core: Core) -> StaffDesk:
    return staff_desk(core)


async def test_a_clerk_is_recognised_by_the_key_they_were_given(desk: StaffDesk) -> None:
    account, key = await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))

    assert await desk.recognise_staff(key) == account


async def test_a_verifier_is_recognised_with_its_purposes(desk: StaffDesk) -> None:
    account, key = await desk.add_verifier("莱西市虚构教育主管局", "年检窗口", ("年度检查核验证书",))

    assert await desk.recognise_verifier(key) == account


async def test_a_key_of_one_kind_opens_no_account_of_the_other(desk: StaffDesk) -> None:
    _, staff_key = await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))
    _, verifier_key = await desk.add_verifier("莱西市虚构教育主管局", "年检窗口", ("年度检查核验证书",))

    with pytest.raises(KeyUnknown):
        await desk.recognise_verifier(staff_key)
    with pytest.raises(KeyUnknown):
        await desk.recognise_staff(verifier_key)


async def test_a_login_is_given_once(desk: StaffDesk) -> None:
    _, key = await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))

    with pytest.raises(LoginTaken):
        await desk.add_staff("clerk-1", "窗口乙", frozenset({Role.CHIEF}))

    assert (await desk.recognise_staff(key)).name == "窗口甲"


async def test_no_key_lies_in_the_database(desk: StaffDesk) -> None:
    _, key = await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))

    [row], [entry] = await rows("staff"), await rows("ledger_entries")

    assert key.encode() not in b"".join(str(value).encode() for value in (*row.values(), *entry.values()))
    assert len(bytes(row["key_digest"])) == 32
