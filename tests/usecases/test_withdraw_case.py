"""撤回 until the decision: at once where nothing was filed, else by the back-end's own word."""

import asyncio
from dataclasses import replace

import pytest

from adapters.postgres.matters import PostgresMatters
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.cases.request import DecidedAlready, RequestKind, RequestState
from domain.decisions.outside import DocumentKind
from domain.decisions.push import PushStatus
from domain.kernel.refusal import Unavailable, Unknown
from domain.matters.matter import MatterState
from domain.shipments.piece import Custody
from domain.shipments.states import Direction, ShipmentState
from domain.supplements.supplement import SupplementState
from domain.usecases.require_face import FaceForThisMatter
from tests.support.house import HandClock
from tests.usecases.decided import confirmed
from tests.usecases.ends import Ends, filed


@pytest.fixture
async def ends(core: Core, clock: HandClock) -> Ends:
    return await filed(core, clock)


async def withdraw(ends: Ends, key: str = "") -> str:
    view = await ends.endings.withdraw_case(await ends.phone(), ends.world.case, ends.key(key))
    return view.next.label


async def parcel(ends: Ends, way: Direction) -> ShipmentState | None:
    of_case = await ends.world.shipments.of_case(ends.world.case)
    return next((one.state for one in of_case if one.direction is way), None)


async def test_before_anything_is_filed_it_is_withdrawn_at_once(core: Core, clock: HandClock) -> None:
    ends = Ends(await confirmed(core, clock))
    await ends.world.collection(ShipmentState.PLANNED)

    assert await withdraw(ends) == "申请已撤回"

    assert (await ends.case()).state is CaseState.WITHDRAWN
    assert await parcel(ends, Direction.COLLECT) is ShipmentState.CANCELLED
    await ends.world.desk.file_case(ends.world.case)
    assert ends.world.back_end.filings == {}
    assert await ends.replays() is CaseState.WITHDRAWN


async def test_what_is_filed_is_withdrawn_by_the_back_ends_word(ends: Ends) -> None:
    assert await withdraw(ends) == "正在撤回申请"
    assert (await ends.case()).state is CaseState.FILED

    await ends.endings.tell_withdrawal(ends.world.case)
    assert (await ends.case()).state is CaseState.FILED
    await ends.world.hear(ends.world.push(PushStatus.WITHDRAWN, 1))

    request = await ends.request(RequestKind.WITHDRAWAL)
    assert request is not None
    assert (request.state, (await ends.case()).state) == (RequestState.DONE, CaseState.WITHDRAWN)
    assert await ends.replays() is CaseState.WITHDRAWN


async def test_asked_twice_it_is_told_once(ends: Ends) -> None:
    await asyncio.gather(withdraw(ends, "one"), withdraw(ends, "two"))
    await ends.endings.tell_withdrawal(ends.world.case)
    await ends.endings.tell_withdrawal(ends.world.case)

    number = (await ends.case()).number
    assert number is not None
    assert len(ends.world.back_end.asked[number]) == 1
    assert (await ends.world.told()).count("withdrawal-asked") == 1


@pytest.mark.parametrize("status", [PushStatus.GRANTED, PushStatus.DENIED, PushStatus.NOT_ACCEPTED])
async def test_after_the_decision_it_is_too_late(ends: Ends, status: PushStatus) -> None:
    await ends.world.hear(ends.world.push(status, 1))

    with pytest.raises(DecidedAlready):
        await withdraw(ends)


async def test_a_decision_that_came_first_wins_also_when_we_hear_of_it_later(ends: Ends) -> None:
    await withdraw(ends)
    number = (await ends.case()).number
    assert number is not None
    ends.world.back_end.stands[number] = PushStatus.DENIED
    await ends.endings.tell_withdrawal(ends.world.case)
    request = await ends.request(RequestKind.WITHDRAWAL)
    assert request is not None
    assert (request.state, request.refused_with) == (RequestState.REFUSED, "4092")

    await ends.world.hear(ends.world.push(PushStatus.DENIED, 1))

    assert (await ends.case()).state is CaseState.DENIED


async def test_a_decision_on_its_way_ends_the_request(ends: Ends) -> None:
    await withdraw(ends)

    await ends.world.hear(ends.world.push(PushStatus.GRANTED, 1))

    request = await ends.request(RequestKind.WITHDRAWAL)
    assert request is not None
    assert request.state is RequestState.REFUSED
    await ends.endings.tell_withdrawal(ends.world.case)
    assert ends.world.back_end.asked == {}


async def test_a_lost_answer_is_asked_for_and_nothing_is_told_twice(ends: Ends) -> None:
    await withdraw(ends)
    ends.world.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await ends.endings.tell_withdrawal(ends.world.case)

    await ends.endings.tell_withdrawal(ends.world.case)

    [told] = ends.world.back_end.asked.values()
    assert len(told) == 1
    request = await ends.request(RequestKind.WITHDRAWAL)
    assert request is not None
    assert request.state is RequestState.TOLD


async def test_a_back_end_that_is_away_is_told_later(ends: Ends) -> None:
    await withdraw(ends)
    ends.world.back_end.trouble.before.append(Unavailable("approval", "away"))
    with pytest.raises(Unavailable):
        await ends.endings.tell_withdrawal(ends.world.case)

    await ends.endings.tell_withdrawal(ends.world.case)

    assert len(ends.world.back_end.asked) == 1


async def test_a_filing_nobody_knows_the_fate_of_is_asked_after_first(core: Core, clock: HandClock) -> None:
    ends = Ends(await confirmed(core, clock))
    ends.world.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await ends.world.desk.file_case(ends.world.case)
    assert await withdraw(ends) == "正在撤回申请"

    await ends.world.desk.file_case(ends.world.case)  # sends nothing more
    await ends.endings.tell_withdrawal(ends.world.case)

    case = await ends.case()
    assert ends.world.back_end.materials == {}
    assert (case.state, case.number is None) == (CaseState.FILED, False)
    assert len(ends.world.back_end.asked) == 1


async def test_a_filing_that_never_arrived_is_withdrawn_here(core: Core, clock: HandClock) -> None:
    ends = Ends(await confirmed(core, clock))
    ends.world.back_end.trouble.before.append(Unavailable("approval", "away"))
    with pytest.raises(Unavailable):
        await ends.world.desk.file_case(ends.world.case)
    await withdraw(ends)

    await ends.endings.tell_withdrawal(ends.world.case)

    assert (await ends.case()).state is CaseState.WITHDRAWN
    assert await ends.replays() is CaseState.WITHDRAWN


async def test_a_filing_under_way_all_the_same_is_told_of_the_withdrawal(ends: Ends) -> None:
    """It had left before we looked, and came in after."""
    case = await ends.case()
    number, case.number = case.number, None
    case.state, case.filed_at, case.materials_put_at = CaseState.CONFIRMED, None, None
    await ends.world.cases.save(case)
    found = ends.world.back_end.filings.pop(ends.world.biz_no)
    await withdraw(ends)
    await ends.endings.tell_withdrawal(ends.world.case)
    assert (await ends.case()).state is CaseState.WITHDRAWN

    ends.world.back_end.filings[ends.world.biz_no] = found
    await ends.world.hear(ends.world.push(PushStatus.ACCEPTED, 1))
    assert "withdraw-case" in (await ends.jobs())[-2:]
    request = await ends.request(RequestKind.WITHDRAWAL)
    assert request is not None
    await ends.endings.tell_withdrawal(ends.world.case)

    assert (await ends.case()).number == number
    assert [len(told) for told in ends.world.back_end.asked.values()] == [1]


async def test_what_the_courier_has_goes_back_free_and_tracked(ends: Ends) -> None:
    await ends.world.collection(ShipmentState.PICKED_UP)
    await withdraw(ends)

    await ends.world.hear(ends.world.push(PushStatus.WITHDRAWN, 1))

    assert await parcel(ends, Direction.GIVE_BACK) is ShipmentState.PLANNED


async def test_what_was_asked_for_meanwhile_is_asked_for_no_more(ends: Ends) -> None:
    await ends.asked()
    await withdraw(ends)

    await ends.world.hear(ends.world.push(PushStatus.WITHDRAWN, 2))

    assert (await ends.newest()).state is SupplementState.WITHDRAWN


async def test_an_act_of_law_needs_a_face_for_this_matter(ends: Ends) -> None:
    stale = replace(await ends.phone(), session=None)

    with pytest.raises(FaceForThisMatter):
        await ends.endings.withdraw_case(stale, ends.world.case, ends.key())


async def test_a_withdrawn_case_is_closed_and_its_matter_with_it(ends: Ends) -> None:
    await withdraw(ends)
    await ends.world.hear(ends.world.push(PushStatus.WITHDRAWN, 1))
    assert await ends.endings.close_ended() == 0
    ends.days_pass(2)

    assert await ends.endings.close_ended() == 1
    assert await ends.endings.close_ended() == 0

    case = await ends.case()
    assert (case.state, case.ended_as) == (CaseState.CLOSED, CaseState.WITHDRAWN)
    assert (await PostgresMatters().by_id(case.matter)).state is MatterState.CLOSED
    assert await ends.replays() is CaseState.CLOSED


async def test_a_denied_case_is_not_closed_before_its_sealed_decision_is_here(ends: Ends) -> None:
    await ends.world.hear(ends.world.push(PushStatus.DENIED, 1))
    ends.days_pass(2)
    assert await ends.endings.close_ended() == 0

    await sealed(ends)

    assert await ends.endings.close_ended() == 1
    assert (await ends.case()).ended_as is CaseState.DENIED


async def test_a_denied_case_is_not_closed_while_its_certificate_is_with_us(ends: Ends) -> None:
    await ends.world.collection(ShipmentState.SCANNED)
    await ends.world.hear(ends.world.push(PushStatus.DENIED, 1))
    await sealed(ends)
    ends.days_pass(2)
    assert await ends.endings.close_ended() == 0

    async with ends.core.atomic():
        for known in await ends.world.shipments.of_case(ends.world.case):
            held = await ends.world.shipments.take(known.shipment_id)
            for piece in held.pieces:
                piece.custody = Custody.HOLDER
            await ends.world.shipments.save(held)

    assert await ends.endings.close_ended() == 1


async def sealed(ends: Ends) -> None:
    """The decision's document is at the back-end, and fetched."""
    number = (await ends.case()).number
    assert number is not None
    ends.world.back_end.seal(number, DocumentKind.DENIED)
    await ends.world.desk.fetch_documents(ends.world.case)
