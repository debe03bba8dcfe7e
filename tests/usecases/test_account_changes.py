"""Accounts change by two hands: one security administrator asks, another confirms."""

from datetime import timedelta

import pytest

from bff.compose.core import Core
from bff.compose.staff import staff_desk
from bff.desks.staff import StaffDesk
from domain.kernel.ids import AccountChangeId
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.staff.account import KeyUnknown, LoginTaken, Role, RolesIncompatible
from domain.staff.change import AskerIsConfirmer, AskerIsGone, ChangeKind, ChangePending
from domain.staff.credentials import SignInFailed
from domain.usecases.ask_account_change import Wish
from domain.usecases.describe_account_change import AccountChangeView
from tests.fakes.limits import FakeLimits
from tests.support.catalogue import shipped
from tests.support.house import HandClock, rows
from tests.support.staff import Colleague, activated, cheap_passwords, enrolled

WHY = "手机丢失，本人到场核对工作证"


class Security:
    """Two security administrators and a clerk."""

    def __init__(
        self, desk: StaffDesk, clock: HandClock, first: Colleague, second: Colleague, clerk: Colleague
    ) -> None:
        self.desk, self.clock = desk, clock
        self.first, self.second, self.clerk = first, second, clerk
        self._keys = 0

    def key(self, who: Colleague) -> RequestKey:
        self._keys += 1
        return RequestKey(str(who.account.staff_id), "change", f"key-{self._keys}", bytes(32))

    async def ask(self, kind: ChangeKind, login: str = "clerk-1", **more: object) -> AccountChangeId:
        wish = Wish(kind, login, WHY, **more)  # type: ignore[arg-type]  # name and roles, as each test says
        view = await self.desk.ask_change(self.first.account, wish, self.key(self.first))
        return AccountChangeId(view.change_id)

    async def confirm(self, change: AccountChangeId, by: Colleague | None = None) -> AccountChangeView:
        who = by or self.second
        return await self.desk.decide_change(who.account, change, is_confirmed=True, request=self.key(who))


@pytest.fixture
async def office(core: Core, clock: HandClock) -> Security:
    desk = staff_desk(core, FakeLimits(), cheap_passwords(), shipped())
    first = await enrolled(desk, clock, "security-1", "安全甲", Role.SECURITY, address="192.0.2.1")
    second = await enrolled(desk, clock, "security-2", "安全乙", Role.SECURITY, address="192.0.2.2")
    clerk = await enrolled(desk, clock, "clerk-1", "窗口甲", Role.CLERK, address="192.0.2.3")
    clock.go_on(timedelta(minutes=1))
    return Security(desk, clock, first, second, clerk)


async def test_until_a_second_hand_confirms_it_a_recovery_changes_nothing(office: Security) -> None:
    before = office.clerk.token
    await office.ask(ChangeKind.RECOVER)

    token = await office.clerk.sign_in()

    for known in (before, token):
        assert (await office.desk.recognise_staff(known)).account == office.clerk.account


async def test_a_confirmed_recovery_ends_what_was_there_and_gives_a_key_to_who_confirmed(
    office: Security,
) -> None:
    before = office.clerk.token

    told = await office.confirm(await office.ask(ChangeKind.RECOVER))

    with pytest.raises(KeyUnknown):
        await office.desk.recognise_staff(before)
    with pytest.raises(SignInFailed):
        await office.clerk.sign_in()
    again = await activated(office.desk, office.clock, office.clerk.account, told.activation_key)
    assert (await office.desk.recognise_staff(again.token)).account == office.clerk.account


async def test_who_asked_cannot_confirm(office: Security) -> None:
    change = await office.ask(ChangeKind.RECOVER)

    with pytest.raises(AskerIsConfirmer):
        await office.confirm(change, by=office.first)

    await office.clerk.sign_in()


async def test_nobody_confirms_what_concerns_their_own_account(office: Security) -> None:
    change = await office.ask(ChangeKind.RECOVER, "security-2")

    with pytest.raises(AskerIsConfirmer):
        await office.confirm(change, by=office.second)


@pytest.mark.parametrize("kind", [ChangeKind.END, ChangeKind.CHANGE_ROLES])
async def test_what_somebody_asked_who_is_no_security_administrator_any_more_is_not_confirmed(
    office: Security, kind: ChangeKind
) -> None:
    change = await office.ask(ChangeKind.RECOVER)
    third = await enrolled(
        office.desk, office.clock, "security-3", "安全丙", Role.SECURITY, address="192.0.2.4"
    )
    wish = Wish(kind, "security-1", WHY, roles=frozenset({Role.CLERK}))
    gone = await office.desk.ask_change(third.account, wish, office.key(third))
    await office.confirm(AccountChangeId(gone.change_id))

    with pytest.raises(AskerIsGone):
        await office.confirm(change)

    await office.clerk.sign_in()


async def test_who_asked_may_take_it_back_and_then_nobody_confirms_it(office: Security) -> None:
    change = await office.ask(ChangeKind.END)

    await office.desk.decide_change(
        office.first.account, change, is_confirmed=False, request=office.key(office.first)
    )

    with pytest.raises(StepNotAllowed):
        await office.confirm(change)
    await office.clerk.sign_in()


async def test_an_ended_account_is_closed_at_once_and_its_login_never_given_again(office: Security) -> None:
    await office.confirm(await office.ask(ChangeKind.END))

    with pytest.raises(KeyUnknown):
        await office.desk.recognise_staff(office.clerk.token)
    with pytest.raises(SignInFailed):
        await office.clerk.sign_in()
    with pytest.raises(LoginTaken):
        await office.desk.add_staff("clerk-1", "窗口新", frozenset({Role.CLERK}))
    assert {account.login: state for account, state in await office.desk.list_accounts()} == {
        "clerk-1": "ended",
        "security-1": "active",
        "security-2": "active",
    }


async def test_with_another_post_one_signs_in_again(office: Security) -> None:
    await office.confirm(await office.ask(ChangeKind.CHANGE_ROLES, roles=frozenset({Role.CHIEF})))

    with pytest.raises(KeyUnknown):
        await office.desk.recognise_staff(office.clerk.token)
    duty = await office.desk.recognise_staff(await office.clerk.sign_in())
    assert duty.account.roles == {Role.CHIEF}


async def test_a_new_account_waits_for_its_owner(office: Security) -> None:
    wish = {"name": "窗口乙", "roles": frozenset({Role.CLERK})}

    told = await office.confirm(await office.ask(ChangeKind.ADD, "clerk-2", **wish))

    assert ("clerk-2", "waiting") in [
        (account.login, state) for account, state in await office.desk.list_accounts()
    ]
    assert len(told.activation_key) > 20


async def test_no_second_change_is_asked_while_one_waits(office: Security) -> None:
    await office.ask(ChangeKind.RECOVER)

    with pytest.raises(ChangePending):
        await office.ask(ChangeKind.END)


async def test_posts_that_must_be_apart_are_refused_when_asked(office: Security) -> None:
    with pytest.raises(RolesIncompatible):
        await office.ask(ChangeKind.CHANGE_ROLES, roles=frozenset({Role.CLERK, Role.BUSINESS}))
    with pytest.raises(NotFound):
        await office.ask(ChangeKind.END, "nobody-1")


async def test_the_ledger_names_both_and_no_key(office: Security) -> None:
    told = await office.confirm(await office.ask(ChangeKind.RECOVER))

    entries = [one for one in await rows("ledger_entries") if one["kind"].startswith("account-change")]
    assert [(one["kind"], one["staff"]) for one in sorted(entries, key=lambda one: one["number"])] == [
        ("account-change-asked", "security-1"),
        ("account-change-confirmed", "security-2"),
    ]
    assert told.activation_key not in str(entries)


async def test_the_same_request_gets_the_same_key_and_no_second_one(office: Security) -> None:
    change, key = await office.ask(ChangeKind.RECOVER), office.key(office.second)
    decide = office.desk.decide_change

    first = await decide(office.second.account, change, is_confirmed=True, request=key)
    second = await decide(office.second.account, change, is_confirmed=True, request=key)

    assert first == second
