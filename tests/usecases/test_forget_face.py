"""What the vendor holds of a face is deleted there after every check, however it ended."""

from datetime import timedelta

import pytest
from procrastinate.jobs import Job

from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import IdentityCheckRow
from bff.compose.core import Core
from bff.worker import Pace, PatientRetry
from domain.identity.check import LIFE
from domain.identity.outside import Cause
from domain.kernel.ids import IdentityCheckId
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.usecases.stuck_words import TASKS
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.identity_world import World, identity_world


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


@pytest.mark.parametrize("cause", ["", "other_face", "mismatch"])
async def test_a_decided_check_passed_or_failed_is_deleted_at_the_vendors(
    world: World, clock: HandClock, cause: Cause
) -> None:
    opened = await world.open()
    world.stand_before_the_camera(cause)
    await world.finish(opened)
    clock.go_on(timedelta(minutes=1))

    await world.desk.forget_face(opened.check_id)

    assert world.face.checks == {}
    assert ("forget-face", {"check_id": str(opened.check_id)}) in await jobs_deferred()


async def test_a_check_nobody_came_back_from_is_deleted_when_it_is_over(
    world: World, clock: HandClock
) -> None:
    opened = await world.open()
    clock.go_on(LIFE)

    await world.desk.forget_face(opened.check_id)

    assert world.face.checks == {}


async def test_a_check_whose_opening_is_unknown_is_forgotten_with_what_we_have_of_it(
    world: World, clock: HandClock
) -> None:
    world.face.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.open()
    [row] = await IdentityCheckRow.all()
    clock.go_on(LIFE)

    await world.desk.forget_face(IdentityCheckId(row.id))

    [row] = await IdentityCheckRow.all()
    assert (row.state, row.name, row.number) == ("expired", None, None)
    [entry] = await LedgerEntryRow.filter(kind="face-data-deleted")
    assert entry.facts["vendorDeletes"] is False  # without its reference nobody could tell it to


async def test_of_a_check_no_vendor_was_given_nothing_is_said_to_be_deleted(
    world: World, clock: HandClock
) -> None:
    world.face.trouble.before.append(Unavailable("face", "http-503"))
    with pytest.raises(Unavailable):
        await world.open()
    [row] = await IdentityCheckRow.all()
    clock.go_on(LIFE)

    await world.desk.forget_face(IdentityCheckId(row.id))

    row = await IdentityCheckRow.get(id=row.id)
    assert (row.number, row.forgotten_at) == (None, clock())
    assert await LedgerEntryRow.filter(kind="face-data-deleted").count() == 0


@pytest.mark.parametrize("trouble", [Unavailable("face", "http-503"), Refused("face", "not-deleted")])
async def test_however_long_the_vendor_takes_nobody_is_named_with_us_meanwhile(
    world: World, clock: HandClock, trouble: Unavailable | Refused
) -> None:
    opened = await world.open()
    clock.go_on(LIFE)
    world.face.trouble.before.append(trouble)

    with pytest.raises(type(trouble)):
        await world.desk.forget_face(opened.check_id)

    row = await IdentityCheckRow.get(id=opened.check_id)
    assert (row.name, row.number, row.verify_url, row.forgotten_at) == (None, None, None, None)
    assert row.reference is not None  # else nobody could ask again
    assert await LedgerEntryRow.filter(kind="face-data-deleted").count() == 0
    await world.desk.forget_face(opened.check_id)
    assert world.face.checks == {}


def test_a_deletion_that_never_works_stands_on_the_list_of_what_is_stuck_in_words() -> None:

    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="forget-face", attempts=3000)
    retry = PatientRetry(Pace())

    assert retry.get_retry_decision(exception=Unavailable("face", "http-503"), job=job) is None
    assert retry.get_retry_decision(exception=Refused("face", "not-deleted"), job=job) is None
    assert TASKS["forget-face"] == "删除人脸数据"
