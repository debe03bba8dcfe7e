"""Revoking (撤销, 行政许可法 §69): prepared, heard, signed by another, asked once; the push alone revokes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.postgres.revocations import PostgresRevocations
from bff.compose.core import Core
from bff.compose.instant import gather_afterwards
from domain.cases.case import CaseState
from domain.decisions.push import BackEndPush, PushStatus
from domain.decisions.revocation import Basis, HearingNotOver, Revocation, RevocationState, RevokerIsPreparer
from domain.kernel.ids import RevocationId
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.licences.licence import LicenceStatus
from domain.licences.outside import LicenceFacts
from domain.parties.ports import NotRepresentative
from domain.staff.account import Role
from domain.usecases.confirm_standing import ConfirmStanding
from domain.usecases.prepare_revocation import Preparation
from domain.usecases.refresh_wallet import RefreshWallet
from domain.usecases.show_revocation import RevocationView
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.beside_world import Beside, beside
from tests.usecases.decided import LICENCE_NUMBER, REMEDY
from tests.usecases.grievance_world import request_key
from tests.usecases.instant_world import NAME, NUMBER, accepted

WANTED = Preparation(Basis.UNQUALIFIED, (Free("申请时登记信息已变更"),))
IDENTIFIER = "1.2.156.3005.2.11100000MB999900X901.11370285MB9990012C.20260001.001.K"


@pytest.fixture
async def office(core: Core, clock: HandClock) -> Beside:
    """Granted on our proposal, and the licence is in the wallet."""
    found = await beside(await accepted(core, clock))
    await found.adopted()
    day = date(2026, 11, 23)
    found.world.bank.issued[IDENTIFIER] = LicenceFacts(
        "11100000MB999900X901",
        "民办非企业单位登记证书",
        LICENCE_NUMBER,
        NAME,
        NUMBER,
        "莱西市行政审批局",
        "11370285MB9990012C",
        day,
        day,
        date(2031, 11, 22),
    )
    await found.world.desk.fetch_licence(found.world.case)
    return found


async def prepared(office: Beside) -> RevocationView:
    return await office.desk.prepare_revocation(office.clerk, office.world.case, WANTED, request_key())


async def signed(office: Beside) -> RevocationId:
    made = await prepared(office)
    revocation = RevocationId(made.revocation_id)
    await office.desk.hear_statement.by_staff(
        office.clerk, revocation, Free("没有意见"), nothing_to_say=True, request=request_key()
    )
    await office.desk.decide_revocation(office.chief, revocation, "sign", None, request_key())
    return revocation


async def kept(office: Beside, revocation: RevocationId) -> Revocation:
    return await PostgresRevocations(office.world.core.cipher).by_id(revocation)


def revoked(office: Beside, seq: int = 3) -> BackEndPush:
    plain = office.world.push(PushStatus.REVOKED, seq)
    return replace(plain, reasons=("不符合法定条件（演示）",), remedies=(REMEDY,))


async def test_prepared_it_revokes_nothing_and_tells_the_person_until_when_they_may_speak(
    office: Beside,
) -> None:
    made = await prepared(office)

    assert (made.state, made.hear_until, made.prepared_by) == (
        "hearing",
        date(2026, 11, 30),
        office.clerk.name,
    )
    assert (await office.world.cases.by_id(office.world.case)).state is CaseState.LICENSED
    assert await count("notices") == 1
    [row] = (await office.desk.queue_instant(size=20)).rows
    assert (row.kind, row.action, row.due) == ("revocation", "听取意见", date(2026, 11, 30))
    assert row.role is None


async def test_there_is_one_at_a_time(office: Beside) -> None:
    await prepared(office)

    with pytest.raises(StepNotAllowed):
        await prepared(office)


async def test_what_was_not_granted_is_not_revoked(core: Core, clock: HandClock) -> None:
    found = await beside(await accepted(core, clock))

    with pytest.raises(StepNotAllowed):
        await prepared(found)


@pytest.mark.parametrize("ended", [CaseState.DELIVERED, CaseState.DENIED])
async def test_a_closed_case_is_revoked_where_it_was_granted_and_not_where_it_was_refused(
    office: Beside, ended: CaseState
) -> None:
    async with office.world.core.atomic():
        held = await office.world.cases.take(office.world.case)
        held.state = ended
        held.move(CaseState.CLOSED)
        await office.world.cases.save(held)

    if ended is CaseState.DENIED:
        with pytest.raises(StepNotAllowed):
            await prepared(office)
        return
    await prepared(office)
    await office.world.hear(revoked(office))
    assert (await office.world.cases.by_id(office.world.case)).state is CaseState.REVOKED


async def test_the_person_speaks_for_themselves_and_a_stranger_does_not(office: Beside) -> None:
    made = await prepared(office)
    words = Free("不是有意隐瞒。")

    heard = await office.desk.hear_statement.of_person(
        office.world.acting, office.world.case, words, request_key(actor="session")
    )

    assert (heard.statement, heard.basis) == ("不是有意隐瞒。", "行政许可法第六十九条第一款第四项")
    shown = await office.desk.show_revocation(RevocationId(made.revocation_id))
    assert shown.statement is not None
    assert (shown.statement.words, shown.statement.taken_by) == ("不是有意隐瞒。", "")
    party = office.world.actor.party_id
    stranger: Acting = replace(office.world.acting, party=party)
    with pytest.raises((NotFound, NotRepresentative)):
        await office.desk.hear_statement.of_person(
            stranger, office.world.case, words, request_key(actor="session")
        )


async def test_another_chief_signs_and_not_before_the_person_was_heard(
    office: Beside, clock: HandClock
) -> None:
    made = await office.desk.prepare_revocation(office.chief, office.world.case, WANTED, request_key())
    revocation = RevocationId(made.revocation_id)
    with pytest.raises(RevokerIsPreparer):
        await office.desk.decide_revocation(office.chief, revocation, "sign", None, request_key())
    with pytest.raises(HearingNotOver):
        await office.desk.decide_revocation(office.other_chief, revocation, "sign", None, request_key())

    clock.go_on(timedelta(days=8))
    done = await office.desk.decide_revocation(
        office.other_chief, revocation, "sign", Free("理由成立"), request_key()
    )

    assert (done.state, done.decided_by, done.note) == ("signed", office.other_chief.name, "理由成立")
    assert ("ask-revocation", {"revocation_id": str(revocation)}) in await jobs_deferred()


async def test_signed_the_back_end_is_asked_once_and_nothing_is_revoked_yet(office: Beside) -> None:
    revocation = await signed(office)

    await office.desk.ask_revocation(revocation)
    await office.desk.ask_revocation(revocation)

    assert (await kept(office, revocation)).state is RevocationState.TOLD
    assert office.back_end.received == 1
    assert (await office.world.cases.by_id(office.world.case)).state is CaseState.LICENSED


@pytest.mark.parametrize("failure", [Unavailable("approval", "down"), Unknown("approval", "timeout")])
async def test_a_back_end_out_of_reach_is_asked_again(office: Beside, failure: Unavailable) -> None:
    revocation = await signed(office)
    office.back_end.trouble.before.append(failure)
    with pytest.raises(type(failure)):
        await office.desk.ask_revocation(revocation)

    await office.desk.ask_revocation(revocation)

    assert (await kept(office, revocation)).state is RevocationState.TOLD


async def test_where_the_answer_was_lost_it_is_asked_for_and_not_sent_again(office: Beside) -> None:
    revocation = await signed(office)
    office.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await office.desk.ask_revocation(revocation)

    await office.desk.ask_revocation(revocation)

    assert office.back_end.received == 1
    assert (await kept(office, revocation)).state is RevocationState.TOLD


async def test_a_refusal_comes_back_to_the_queue_and_is_signed_once_more(office: Beside) -> None:
    revocation = await signed(office)
    office.back_end.trouble.before.append(Refused("approval", "4092"))
    await office.desk.ask_revocation(revocation)
    held = await kept(office, revocation)
    assert (held.state, held.refused_with) == (RevocationState.REFUSED, "4092")
    [row] = (await office.desk.queue_instant(size=20)).rows
    assert (row.action, row.role) == ("重新签发", Role.CHIEF)

    await office.desk.decide_revocation(office.chief, revocation, "sign", None, request_key())
    await office.desk.ask_revocation(revocation)

    assert (await kept(office, revocation)).state is RevocationState.TOLD


async def test_the_signed_push_revokes_card_case_and_all_with_remedies(office: Beside) -> None:
    revocation = await signed(office)
    await office.desk.ask_revocation(revocation)

    await office.world.hear(revoked(office))

    case = await office.world.cases.by_id(office.world.case)
    assert case.state is CaseState.REVOKED
    held = await kept(office, revocation)
    assert (held.state, held.remedies, held.revoked_at) == (
        RevocationState.REVOKED,
        (REMEDY,),
        office.world.clock(),
    )
    [card] = await office.world.licences.of_holder(office.world.party.party_id)
    assert card.status is LicenceStatus.REVOKED
    after = await gather_afterwards(office.world.core)(office.world.case)
    assert after.revocation == held
    assert await count("notices") == 2


async def test_a_push_quicker_than_the_answer_is_not_asked_after(office: Beside) -> None:
    revocation = await signed(office)
    await office.world.hear(revoked(office))

    await office.desk.ask_revocation(revocation)

    assert office.back_end.received == 0
    assert (await kept(office, revocation)).state is RevocationState.REVOKED


async def test_the_back_end_may_revoke_unasked_and_the_person_reads_why(office: Beside) -> None:
    await office.world.hear(revoked(office))

    found = await PostgresRevocations(office.world.core.cipher).of_case(office.world.case)
    assert found is not None
    assert (found.prepared_by, found.state) == (None, RevocationState.REVOKED)
    assert [one.reveal() for one in found.reasons] == ["不符合法定条件（演示）"]
    shown = await office.desk.show_revocation(found.revocation_id)
    assert shown.prepared_by == "审批系统"


async def test_dropped_it_asks_nobody(office: Beside) -> None:
    made = await prepared(office)
    revocation = RevocationId(made.revocation_id)

    await office.desk.decide_revocation(office.chief, revocation, "drop", Free("理由不足"), request_key())
    await office.desk.ask_revocation(revocation)

    assert office.back_end.received == 0
    assert (await office.desk.queue_instant(size=20)).count == 0


async def test_the_same_key_prepares_one(office: Beside) -> None:
    case = office.world.case

    first, second = [
        await office.desk.prepare_revocation(office.clerk, case, WANTED, request_key("same"))
        for _ in range(2)
    ]

    assert first == second
    assert await count("revocations") == 1


async def test_a_bank_that_has_not_heard_yet_makes_no_card_valid_again(office: Beside) -> None:
    await office.world.hear(revoked(office))
    world = office.world
    refresh = RefreshWallet(world.licences, world.bank, world.core.atomic, world.clock, world.core.new_id)
    confirm = ConfirmStanding(world.licences, world.bank, world.clock)
    world.clock.go_on(timedelta(minutes=2))

    assert await refresh(world.party)

    [card] = await world.licences.of_holder(world.party.party_id)
    assert card.status is LicenceStatus.REVOKED
    assert (await confirm(card, purpose="核验")).status is LicenceStatus.REVOKED
