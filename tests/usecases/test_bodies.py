"""Whose cases somebody works on (所辖机关): given by two hands, kept by each case, narrowing lists."""

from uuid import UUID

import pytest
from tortoise.connection import get_connection

from adapters.postgres.call_entries import PostgresCallEntries
from adapters.postgres.concerns import PostgresConcerns
from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.rows.invitations import CallRow, InvitationRow, OfferRow
from bff.compose.core import Core
from domain.kernel.ids import CaseId
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit
from domain.staff.account import BodiesNotFitting, KeyUnknown, Role, StaffAccount
from domain.staff.change import ChangeKind
from domain.staff.concerns import Work
from domain.usecases.ask_account_change import Wish
from domain.usecases.check_remit import CheckRemit
from tests.support.house import HandClock, rows
from tests.usecases.case_world import LAIXI, case_world
from tests.usecases.ends import Ends, filed
from tests.usecases.test_account_changes import WHY, Security, office

__all__ = ["office"]  # a fixture

PINGDU = "11370283MB9990020A"
OURS, OTHERS = Remit(frozenset({LAIXI})), Remit(frozenset({PINGDU}))


@pytest.fixture
async def ends(core: Core, clock: HandClock) -> Ends:
    return await filed(core, clock)


async def _account(office: Security, login: str = "clerk-1") -> StaffAccount:
    [found] = [account for account, _ in await office.desk.list_accounts() if account.login == login]
    return found


async def test_whoever_has_an_account_works_for_every_body_until_somebody_says_otherwise(
    office: Security,
) -> None:
    assert (await _account(office)).remit == EVERY_BODY


async def test_bodies_are_given_by_two_hands_and_one_signs_in_anew_with_them(office: Security) -> None:
    change = await office.ask(ChangeKind.CHANGE_BODIES, bodies=frozenset({LAIXI}))
    before = await _account(office)

    told = await office.confirm(change)

    assert before.bodies is None
    assert told.bodies == (LAIXI,)
    with pytest.raises(KeyUnknown):
        await office.desk.recognise_staff(office.clerk.token)
    duty = await office.desk.recognise_staff(await office.clerk.sign_in())
    assert duty.account.bodies == frozenset({LAIXI})


async def test_every_body_is_given_back_by_two_hands_too(office: Security) -> None:
    await office.confirm(await office.ask(ChangeKind.CHANGE_BODIES, bodies=frozenset({LAIXI})))

    await office.confirm(await office.ask(ChangeKind.CHANGE_BODIES, bodies=None))

    assert (await _account(office)).bodies is None


async def test_a_new_account_begins_with_its_bodies(office: Security) -> None:
    wish = {"name": "莱西窗口", "roles": frozenset({Role.CLERK}), "bodies": frozenset({LAIXI})}

    await office.confirm(await office.ask(ChangeKind.ADD, "clerk-2", **wish))

    assert (await _account(office, "clerk-2")).bodies == frozenset({LAIXI})


@pytest.mark.parametrize("kind", [ChangeKind.RECOVER, ChangeKind.CHANGE_ROLES])
async def test_another_change_leaves_the_bodies_as_they_are(office: Security, kind: ChangeKind) -> None:
    await office.confirm(await office.ask(ChangeKind.CHANGE_BODIES, bodies=frozenset({LAIXI})))

    await office.confirm(await office.ask(kind, roles=frozenset({Role.CHIEF}), bodies=frozenset({PINGDU})))

    assert (await _account(office)).bodies == frozenset({LAIXI})


async def test_who_goes_over_to_the_whole_offices_work_leaves_the_bodies_behind(office: Security) -> None:
    await office.confirm(await office.ask(ChangeKind.CHANGE_BODIES, bodies=frozenset({LAIXI})))

    told = await office.confirm(await office.ask(ChangeKind.CHANGE_ROLES, roles=frozenset({Role.AUDIT})))

    assert told.bodies is None
    assert (await _account(office)).remit == EVERY_BODY


@pytest.mark.parametrize(
    ("login", "bodies", "code"),
    [
        ("clerk-1", frozenset(), "missing"),
        ("clerk-1", frozenset({"11370285MB999001XX"}), "unknown"),
        ("security-2", frozenset({LAIXI}), "whole-office"),
    ],
)
async def test_bodies_that_cannot_be_are_refused_when_asked(
    office: Security, login: str, bodies: frozenset[str], code: str
) -> None:
    with pytest.raises(BodiesNotFitting) as refused:
        await office.desk.ask_change(
            office.first.account,
            Wish(ChangeKind.CHANGE_BODIES, login, WHY, bodies=bodies),
            office.key(office.first),
        )

    assert [one["code"] for one in refused.value.data["fields"]] == [code]  # type: ignore[attr-defined]  # a list of slips


async def test_the_first_accounts_may_have_bodies_too_and_the_ledger_says_so(office: Security) -> None:
    account, _ = await office.desk.add_staff(
        "clerk-7", "莱西窗口", frozenset({Role.CLERK}), frozenset({LAIXI})
    )

    [entry] = [one for one in await rows("ledger_entries") if one["facts"].get("login") == "clerk-7"]
    assert account.bodies == frozenset({LAIXI})
    assert entry["facts"]["bodies"] == LAIXI


async def test_a_case_keeps_whose_decision_it_is_from_the_yes_on(core: Core, clock: HandClock) -> None:
    world = await case_world(core, clock)

    [begun] = (await world.answer(await world.phone(world.jia))).cases

    row = await CaseRow.get(id=begun.case_id)
    assert row.body_code == LAIXI


async def test_a_case_that_does_not_say_it_is_of_the_body_of_what_was_offered(ends: Ends) -> None:
    """The version before, which runs beside this one for a while, writes none."""
    await CaseRow.filter(id=ends.world.case).update(body_code=None)

    found = [await ends.endings.find_cases((await ends.case()).number or "", one) for one in (OURS, OTHERS)]

    assert await PostgresConcerns().bodies_of(Work.CASE, ends.world.case) == {LAIXI}
    assert [len(one) for one in found] == [1, 0]


async def test_a_case_of_which_nothing_says_the_body_is_the_halls(ends: Ends) -> None:
    await CaseRow.filter(id=ends.world.case).update(body_code=None)
    await OfferRow.all().delete()

    found = [
        await ends.endings.find_cases(ends.world.party.number.reveal(), one) for one in (OURS, EVERY_BODY)
    ]

    assert [len(one) for one in found] == [0, 1]


async def test_what_the_case_itself_says_counts_before_the_offer(ends: Ends) -> None:
    await CaseRow.filter(id=ends.world.case).update(body_code=PINGDU)

    assert await PostgresConcerns().bodies_of(Work.CASE, ends.world.case) == {PINGDU}


async def test_a_matter_of_two_bodies_is_for_who_has_both(ends: Ends) -> None:
    matter = (await ends.case()).matter
    await _also_of(ends, matter, PINGDU)

    found = await PostgresConcerns().bodies_of(Work.MATTER, matter)

    assert found == {LAIXI, PINGDU}
    assert not OURS.covers(found)
    assert not OTHERS.covers(found)


async def test_a_call_about_two_bodies_matters_is_on_the_list_of_who_has_both(ends: Ends) -> None:
    matter = (await ends.case()).matter
    await _also_of(ends, matter, PINGDU)
    await CallRow.create(
        id=ends.core.new_id(), matter_id=matter, kind="call_me", received_at=ends.core.now(), natural_key="n"
    )
    entries = PostgresCallEntries(ends.core.cipher, ends.core.new_id)
    both = Remit(frozenset({LAIXI, PINGDU}))

    counted = [
        (await entries.waiting(after=None, size=5, remit=one))[0] for one in (OURS, OTHERS, both, EVERY_BODY)
    ]

    assert counted == [0, 0, 1, 1]


@pytest.mark.parametrize("work", list(Work))
async def test_of_an_id_nobody_has_there_is_nothing_for_who_works_for_some_bodies(
    core: Core, work: Work
) -> None:
    clerk = StaffAccount(UUID(int=1), "c", "丙", frozenset({Role.CLERK}), frozenset({LAIXI}))  # type: ignore[arg-type]  # an id is an id

    with pytest.raises(NotFound):
        await CheckRemit(PostgresConcerns())(clerk, work, core.new_id())


async def test_a_colleague_of_the_body_is_let_through_and_one_of_another_is_not(ends: Ends) -> None:
    check, case = CheckRemit(PostgresConcerns()), CaseId(ends.world.case)
    ours, other = (
        StaffAccount(UUID(int=1), "c", "丙", frozenset({Role.CLERK}), one.bodies)  # type: ignore[arg-type]  # an id is an id
        for one in (OURS, OTHERS)
    )

    await check(ours, Work.CASE, case)
    with pytest.raises(NotFound):
        await check(other, Work.CASE, case)


async def test_a_code_that_is_no_code_changes_no_query(ends: Ends) -> None:
    """Whatever stands in an account is a value, never SQL."""
    odd = Remit(frozenset({"x'); DROP TABLE cases; --", "%s", "{}"}))

    found = await ends.endings.find_cases(ends.world.party.number.reveal(), odd)

    [counted] = await get_connection("default").execute_query_dict("SELECT count(*) AS n FROM cases")
    assert (found, counted["n"]) == ((), 1)


async def _also_of(ends: Ends, matter: UUID, body: str) -> None:
    """Something else was offered with it, of another body."""
    invitation = await InvitationRow.get(matter_id=matter)
    offer = await OfferRow.filter(invitation_id=invitation.id).first()
    assert offer is not None
    offer.id, offer.item, offer.issuing_body, offer.place = ends.core.new_id(), "another", body, 9
    await offer.save(force_create=True)
