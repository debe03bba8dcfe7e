"""Accounts of the office: an activation key becomes password and authenticator; sessions end."""

import asyncio
from datetime import timedelta

import pytest

from adapters.keys.totp import digits
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.compose.staff import staff_desk
from bff.desks.staff import StaffDesk
from domain.kernel.limits import TooManyRequests
from domain.kernel.refusals import NotFound
from domain.staff.account import KeyUnknown, LoginTaken, Role, RolesIncompatible
from domain.staff.credentials import PasswordWeak, SignInFailed
from tests.fakes.limits import FakeLimits
from tests.support.catalogue import shipped
from tests.support.house import HandClock, rows
from tests.support.staff import ADDRESS, PASSWORD, Colleague, cheap_passwords, enrolled, secret_of

LATER = timedelta(seconds=31)


@pytest.fixture
def desk(core: Core) -> StaffDesk:
    return staff_desk(core, FakeLimits(), cheap_passwords(), shipped())


@pytest.fixture
async def clerk(desk: StaffDesk, clock: HandClock) -> Colleague:
    one = await enrolled(desk, clock, "clerk-1", "窗口甲", Role.CLERK)
    clock.go_on(LATER)
    return one


async def test_who_is_enrolled_is_signed_in(desk: StaffDesk, clerk: Colleague) -> None:
    assert (await desk.recognise_staff(clerk.token)).account == clerk.account


async def test_password_and_code_open_the_console(desk: StaffDesk, clerk: Colleague) -> None:
    token = await clerk.sign_in()

    assert (await desk.recognise_staff(token)).account.login == "clerk-1"


async def test_a_code_counts_once(clerk: Colleague) -> None:
    await clerk.sign_in()

    with pytest.raises(SignInFailed):
        await clerk.sign_in()


async def test_of_two_who_have_seen_the_same_code_one_gets_in(clerk: Colleague) -> None:
    told = await asyncio.gather(clerk.sign_in(), clerk.sign_in(), return_exceptions=True)

    assert [type(one) for one in told if isinstance(one, Exception)] == [SignInFailed]


async def test_an_older_code_counts_no_more_once_a_newer_one_did(clerk: Colleague, clock: HandClock) -> None:
    older = clerk.code
    clock.go_on(LATER)
    await clerk.sign_in()

    with pytest.raises(SignInFailed):
        await clerk.sign_in(code=older)


async def test_a_clock_that_differs_by_one_step_is_forgiven_and_by_two_is_not(
    clerk: Colleague, clock: HandClock
) -> None:
    clock.go_on(timedelta(minutes=5))
    next_one = digits(clerk.secret, clock() + timedelta(seconds=30))
    too_far = digits(clerk.secret, clock() + timedelta(seconds=90))

    with pytest.raises(SignInFailed):
        await clerk.sign_in(code=too_far)
    await clerk.sign_in(code=next_one)


@pytest.mark.parametrize("wrong", ["password", "code", "login"])
async def test_whatever_is_wrong_the_answer_is_the_same(
    desk: StaffDesk, clerk: Colleague, wrong: str
) -> None:
    said = {"login": "clerk-1", "password": PASSWORD, "code": clerk.code}
    said[wrong] = {"login": "clerk-9", "password": f"{PASSWORD}!", "code": "000000"}[wrong]

    with pytest.raises(SignInFailed) as refused:
        await desk.sign_in(said["login"], said["password"], said["code"], address=ADDRESS)

    assert refused.value.data == {}


async def test_after_ten_tries_on_one_line_the_right_password_does_not_help_there_and_does_elsewhere(
    clerk: Colleague,
) -> None:
    for _ in range(10):
        with pytest.raises(SignInFailed):
            await clerk.sign_in(code="000000", address="198.51.100.9")

    with pytest.raises(TooManyRequests) as refused:
        await clerk.sign_in(address="198.51.100.9")

    assert refused.value.data["retry_after"] == 900
    assert await clerk.sign_in()


async def test_after_sixty_tries_from_anywhere_a_login_rests(clerk: Colleague) -> None:
    for line in range(58):  # enrolling were two
        with pytest.raises(SignInFailed):
            await clerk.sign_in(code="000000", address=f"198.51.100.{line}")

    with pytest.raises(TooManyRequests):
        await clerk.sign_in()


async def test_a_hundred_logins_are_tried_from_one_line_before_anybody_is_shut_out(desk: StaffDesk) -> None:
    for number in range(100):
        with pytest.raises(SignInFailed):
            await desk.sign_in(f"clerk-{number}", PASSWORD, "000000", address=ADDRESS)


async def test_five_failures_in_a_row_stand_in_the_ledger_under_the_login(clerk: Colleague) -> None:
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await clerk.sign_in(code="000000")

    [noted] = [one for one in await rows("ledger_entries") if one["kind"] == "staff-sign-in-failing"]
    assert (noted["staff"], noted["facts"]) == ("clerk-1", {"failures": 5})


async def test_an_activation_key_is_used_once(desk: StaffDesk, clock: HandClock) -> None:
    _, key = await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))
    told = await desk.choose_password("clerk-1", key, PASSWORD, address=ADDRESS)
    code = digits(secret_of(told.secret), clock())
    await desk.confirm_enrolment("clerk-1", key, code, address=ADDRESS)

    with pytest.raises(SignInFailed):
        await desk.choose_password("clerk-1", key, "另一个很长的口令-2026", address=ADDRESS)
    with pytest.raises(SignInFailed):
        await desk.confirm_enrolment("clerk-1", key, code, address=ADDRESS)


async def test_an_activation_key_of_eight_days_ago_opens_nothing(desk: StaffDesk, clock: HandClock) -> None:
    _, key = await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))
    clock.go_on(timedelta(days=7))

    with pytest.raises(SignInFailed):
        await desk.choose_password("clerk-1", key, PASSWORD, address=ADDRESS)


async def test_before_the_first_code_neither_password_nor_key_opens_the_console(
    desk: StaffDesk, clock: HandClock
) -> None:
    _, key = await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))
    told = await desk.choose_password("clerk-1", key, PASSWORD, address=ADDRESS)

    with pytest.raises(SignInFailed):
        await desk.sign_in("clerk-1", PASSWORD, digits(secret_of(told.secret), clock()), address=ADDRESS)
    with pytest.raises(KeyUnknown):
        await desk.recognise_staff(key)


@pytest.mark.parametrize(
    ("password", "problems"),
    [
        ("kurz-2026", ["too-short"]),
        ("clerk-1", ["too-short", "holds-login"]),
        ("Password1234", ["common"]),
        ("aaaaaaaaaaaa", ["common"]),
        ("my-CLERK-1-secret", ["holds-login"]),
    ],
)
async def test_a_password_everybody_would_try_is_refused_with_all_that_is_wrong(
    desk: StaffDesk, password: str, problems: list[str]
) -> None:
    _, key = await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))

    with pytest.raises(PasswordWeak) as refused:
        await desk.choose_password("clerk-1", key, password, address=ADDRESS)

    fields = refused.value.data["fields"]
    assert isinstance(fields, list)
    assert [one["code"] for one in fields] == problems


async def test_a_session_nobody_uses_for_half_an_hour_has_ended(
    desk: StaffDesk, clerk: Colleague, clock: HandClock
) -> None:
    token = await clerk.sign_in()
    clock.go_on(timedelta(minutes=29))
    await desk.recognise_staff(token)
    clock.go_on(timedelta(minutes=29))
    await desk.recognise_staff(token)
    clock.go_on(timedelta(minutes=30))

    with pytest.raises(KeyUnknown):
        await desk.recognise_staff(token)


async def test_a_session_ends_after_nine_hours_however_busy(
    desk: StaffDesk, clerk: Colleague, clock: HandClock
) -> None:
    token = await clerk.sign_in()
    for _ in range(26):
        clock.go_on(timedelta(minutes=20))
        await desk.recognise_staff(token)
    clock.go_on(timedelta(minutes=20))

    with pytest.raises(KeyUnknown):
        await desk.recognise_staff(token)


async def test_one_session_is_ended_and_the_other_goes_on(desk: StaffDesk, clerk: Colleague) -> None:
    other, token = clerk.token, await clerk.sign_in()
    duty = await desk.recognise_staff(other)

    await desk.end_sessions(clerk.account, only=duty.session.session_id)

    with pytest.raises(KeyUnknown):
        await desk.recognise_staff(other)
    assert [one.session_id for one in await desk.list_sessions(clerk.account)] == [
        (await desk.recognise_staff(token)).session.session_id
    ]


async def test_nobody_ends_a_colleagues_session(desk: StaffDesk, clerk: Colleague, clock: HandClock) -> None:
    other = await enrolled(desk, clock, "clerk-2", "窗口乙", Role.CLERK)
    theirs = (await desk.recognise_staff(other.token)).session.session_id

    with pytest.raises(NotFound):
        await desk.end_sessions(clerk.account, only=theirs)

    await desk.recognise_staff(other.token)


async def test_all_sessions_are_ended_at_once(desk: StaffDesk, clerk: Colleague) -> None:
    first, second = clerk.token, await clerk.sign_in()

    await desk.end_sessions(clerk.account)

    for token in (first, second):
        with pytest.raises(KeyUnknown):
            await desk.recognise_staff(token)


async def test_people_read_a_name_where_the_ledger_has_a_login(clerk: Colleague) -> None:
    accounts = PostgresAccounts()
    await accounts.save_staff(clerk.account, ended_at=clerk.clock())

    told = [await accounts.called(login) for login in ("clerk-1", "nobody-7", "")]

    assert told == ["窗口甲", "nobody-7", ""]  # who has left is still named


async def test_a_login_is_given_once(desk: StaffDesk) -> None:
    await desk.add_staff("clerk-1", "窗口甲", frozenset({Role.CLERK}))

    with pytest.raises(LoginTaken):
        await desk.add_staff("clerk-1", "窗口乙", frozenset({Role.CHIEF}))


@pytest.mark.parametrize(
    ("roles", "problems"),
    [
        ({Role.AUDIT, Role.SECURITY}, ["audit-alone", "security-alone"]),
        ({Role.BUSINESS, Role.CHIEF}, ["business-prepares"]),
        ({Role.CLERK, Role.CHIEF}, ["one-post"]),
        (set(Role), ["audit-alone", "security-alone", "business-prepares", "one-post"]),
        (set(), ["missing"]),
    ],
)
async def test_posts_that_must_be_apart_are_refused_all_problems_at_once(
    desk: StaffDesk, roles: set[Role], problems: list[str]
) -> None:
    with pytest.raises(RolesIncompatible) as refused:
        await desk.add_staff("many-1", "兼职甲", frozenset(roles))

    fields = refused.value.data["fields"]
    assert isinstance(fields, list)
    assert [one["code"] for one in fields] == problems
    assert await rows("staff") == []


async def test_nothing_that_opens_an_account_lies_readable_in_the_database(clerk: Colleague) -> None:
    token = await clerk.sign_in()

    tables = ("staff", "staff_credentials", "staff_sessions", "ledger_entries")
    kept = b" ".join([_all(row) for table in tables for row in await rows(table)])

    for secret in (PASSWORD.encode(), clerk.secret, clerk.token.encode(), token.encode()):
        assert secret not in kept
    assert b"$argon2id$" in kept


def _all(row: dict[str, object]) -> bytes:
    parts = (bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row.values())
    return b" ".join(parts)


async def test_a_verifier_is_recognised_with_its_purposes(desk: StaffDesk) -> None:
    account, key = await desk.add_verifier("莱西市虚构教育主管局", "年检窗口", ("年度检查核验证书",))

    assert await desk.recognise_verifier(key, address=ADDRESS) == account


async def test_a_key_of_one_kind_opens_no_account_of_the_other(desk: StaffDesk, clerk: Colleague) -> None:
    _, verifier_key = await desk.add_verifier("莱西市虚构教育主管局", "年检窗口", ("年度检查核验证书",))

    with pytest.raises(KeyUnknown):
        await desk.recognise_verifier(clerk.token, address=ADDRESS)
    with pytest.raises(KeyUnknown):
        await desk.recognise_staff(verifier_key)
