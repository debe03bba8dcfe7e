"""A signed finding becomes one matter, one invitation and one notice, or is set aside with its reason."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bff.compose.core import Core
from domain.kernel.ids import MatterId
from domain.kernel.jobs import Job
from domain.kernel.refusal import Unavailable
from domain.parties.records import HolderRecord
from domain.usecases.decide_push_list import Decision
from tests.fakes.holder_register import FakeHolderRegister
from tests.support.house import HandClock, count
from tests.usecases.notice_world import JIMO, LAST_DAY, World, a_record, a_world, kinds, refs, rows

TABLES = ("matters", "invitations", "offers", "address_codes", "notices")


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def counts() -> list[int]:
    return [await count(table) for table in TABLES]


async def test_a_holder_who_is_due_gets_a_matter_an_invitation_and_a_queued_notice(world: World) -> None:
    [finding] = await world.signed(a_record(1))

    await world.desk.invite_holder(finding)

    assert await counts() == [1, 1, 1, 1, 1]
    [matter], [offer], [notice] = await rows("matters"), await rows("offers"), await rows("notices")
    assert matter["state"] == "invited"
    assert (offer["item"], offer["last_day"]) == ("wg-15-minban-renewal", LAST_DAY)
    assert offer["rule"] == "minban-certificate-expiry@1"
    assert await refs("send-notice") == [notice["id"]]
    assert await kinds() == ["matter-found", "invitation-issued"]


async def test_number_and_code_lie_nowhere_in_clear(world: World) -> None:
    await world.queued(a_record(1))

    await world.send_all()

    [text] = world.sms.sent
    code = text.wording.split("办理码")[1][:11]
    [notice], [kept] = await rows("notices"), await rows("address_codes")
    for value in (*notice.values(), *kept.values()):
        shown = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
        assert text.to.reveal().encode() not in shown
        assert code.encode() not in shown
        assert code.replace(" ", "").encode() not in shown


async def test_a_second_run_changes_nothing(world: World) -> None:
    [finding] = await world.signed(a_record(1))

    for _ in range(2):
        await world.desk.invite_holder(finding)

    assert await counts() == [1, 1, 1, 1, 1]
    assert len(await refs("send-notice")) == 1


async def test_two_workers_at_once_open_one_matter(world: World) -> None:
    [finding] = await world.signed(a_record(1))

    await asyncio.gather(*(world.desk.invite_holder(finding) for _ in range(4)))

    assert await counts() == [1, 1, 1, 1, 1]


async def test_without_a_number_the_matter_waits_and_a_clerk_calls(world: World) -> None:
    [finding] = await world.signed(replace(a_record(1), contact_phone=None))

    await world.desk.invite_holder(finding)

    assert await counts() == [1, 1, 1, 0, 0]
    [matter], [kept] = await rows("matters"), await rows("findings")
    assert (matter["state"], kept["reason"]) == ("found", "no-contact")
    [entry], _ = await world.calls.list_calls()
    assert (entry.reasons[0].kind, entry.phone, entry.last_day) == ("unreachable", None, LAST_DAY)
    assert entry.matter == MatterId(matter["id"])


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (a_record(1, status="revoked"), "needs-clerk"),
        (a_record(1, valid_until=date(2031, 1, 20)), "needs-clerk"),
        (a_record(1, issuing_body_code=JIMO), "out-of-scope"),
        (a_record(1, holder_kind="企业"), "not-for-kind"),
        (None, "needs-clerk"),
    ],
    ids=["revoked", "renewed", "another-body", "another-kind", "gone"],
)
async def test_what_changed_since_the_snapshot_is_set_aside_and_nobody_told(
    world: World, now: HolderRecord | None, reason: str
) -> None:
    [finding] = await world.signed(a_record(1))
    world.register.records.clear()
    if now is not None:
        world.knows(now)

    await world.desk.invite_holder(finding)

    assert await counts() == [0, 0, 0, 0, 0]
    [kept] = await rows("findings")
    assert (kept["reason"], kept["pursued_key"]) == (reason, None)


async def test_a_job_that_waited_past_the_last_lawful_day_tells_nobody(world: World) -> None:
    [finding] = await world.signed(a_record(1))
    world.clock.go_on(timedelta(days=29))

    await world.desk.invite_holder(finding)

    assert await counts() == [0, 0, 0, 0, 0]
    [kept] = await rows("findings")
    assert kept["reason"] == "too-late"


async def test_on_the_last_lawful_day_itself_people_are_still_told(world: World) -> None:
    [finding] = await world.signed(a_record(1))
    world.clock.go_on(timedelta(days=28))

    await world.desk.invite_holder(finding)

    assert await counts() == [1, 1, 1, 1, 1]


async def test_a_register_out_of_reach_leaves_all_as_it_was_for_the_next_try(world: World) -> None:
    [finding] = await world.signed(a_record(1))
    world.register.trouble.before.append(Unavailable("social-register", "down"))

    with pytest.raises(Unavailable):
        await world.desk.invite_holder(finding)
    before = await counts()
    await world.desk.invite_holder(finding)

    assert before == [0, 0, 0, 0, 0]
    assert await counts() == [1, 1, 1, 1, 1]


@dataclass
class WatchedRegister(FakeHolderRegister):
    """Somebody stops the list while the register is being asked."""

    meanwhile: list[World] = field(default_factory=list)

    async def certificate(self, record_id: str, *, purpose: str) -> HolderRecord | None:
        for world in self.meanwhile:
            [push_list], _ = await world.desk.list_push_lists()
            await world.decide(push_list.push_list_id, Decision.STOP, key="stop", note="规则有误")  # type: ignore[arg-type] # a view's plain id
        return await super().certificate(record_id, purpose=purpose)


async def test_a_list_stopped_while_the_register_is_asked_tells_nobody(world: World) -> None:
    [finding] = await world.signed(a_record(1))
    register = WatchedRegister(world.register.records, world.register.as_of, meanwhile=[world])

    invite = world.desk.invite_holder
    await replace(invite, look_again=replace(invite.look_again, register=register))(finding)

    assert await counts() == [0, 0, 0, 0, 0]


class DyingJobs:
    """The process dies at the very last write."""

    async def defer(self, job: Job, *, after: timedelta = timedelta()) -> None:
        raise ConnectionResetError(f"{job} {after}")


async def test_killed_at_the_last_write_nothing_of_the_matter_is_left(world: World) -> None:
    [finding] = await world.signed(a_record(1))
    dying = world.desk.invite_holder
    open_matter = dying.open_matter
    queue = open_matter.queue_notice
    queue = replace(queue, queue_text=replace(queue.queue_text, jobs=DyingJobs()))
    open_matter = replace(open_matter, queue_notice=queue)

    with pytest.raises(ConnectionResetError):
        await replace(dying, open_matter=open_matter)(finding)
    left = [*(await counts()), len(await kinds())]
    await world.desk.invite_holder(finding)

    assert left == [0, 0, 0, 0, 0, 0]
    assert await counts() == [1, 1, 1, 1, 1]


async def test_a_name_longer_than_a_message_may_hold_is_cut(world: World) -> None:
    long = a_record(1)
    name = replace(long.name, value=type(long.name.value)("莱西市虚构" + "长" * 60 + "学校"))
    await world.queued(replace(long, name=name))

    await world.send_all()

    [text] = world.sms.sent
    assert "长…的民办非企业单位登记证书" in text.wording
