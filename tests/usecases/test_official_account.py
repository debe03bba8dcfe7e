"""公众号: a follower is found by what WeChat says is the same person; a message's fate is believed once."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from adapters.postgres.followers import PostgresFollowers
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.rows.channels import FollowerRow
from adapters.postgres.rows.identity import VisitorRow
from bff.compose.core import Core
from domain.kernel.ids import VisitorId
from domain.kernel.party import Channel
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Unavailable
from domain.usecases.receive_account_event import ReceiveAccountEvent
from domain.usecases.record_account_event import RecordAccountEvent
from tests.fakes.wechat_account import FakeAccountCallbacks, FakeDirectory
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.notice_world import kinds, rows
from tests.usecases.reached import ACCOUNT_OPENID, UNIONID, Reached, reached
from tests.usecases.subscribed import states

FOLLOWER = OpenId(ACCOUNT_OPENID)
SIGNED = {"signed": "yes"}


@dataclass
class Account:
    """Our official account as the office hears it."""

    here: Reached
    directory: FakeDirectory
    receive: ReceiveAccountEvent
    record: RecordAccountEvent

    @property
    def followers(self) -> PostgresFollowers:
        core = self.here.world.core
        return PostgresFollowers(core.cipher, core.digests, core.new_id)

    async def told(
        self, happened: str, *, reference: str = "", error: str = "", at: datetime | None = None
    ) -> None:
        """The platform pushes one event and the worker reads it."""
        clock = self.here.world.clock
        row = [happened, ACCOUNT_OPENID, (at or clock()).isoformat(), reference, error]
        await self.receive(SIGNED, json.dumps(row).encode())
        await self.work()
        clock.go_on(timedelta(seconds=1))

    async def work(self) -> None:
        """Every event that waits, each once more."""
        for name, arguments in await jobs_deferred():
            if name == "read-inbox" and arguments["source"] == "official-account-event":
                await self.record(UUID(arguments["message_id"]))

    async def follows(self, unionid: str = UNIONID) -> None:
        self.directory.people[ACCOUNT_OPENID] = unionid
        await self.told("followed")

    async def leaves(self) -> None:
        self.directory.people.pop(ACCOUNT_OPENID, None)
        await self.told("left")

    async def sent(self) -> str:
        """The vendor's number of a notice that went to them."""
        await self.here.by_official_account()
        await self.here.world.desk.send_notice(await self.here.queued())
        return self.here.account.sent[-1].reference


@pytest.fixture
async def account(core: Core, clock: HandClock, tmp_path: Path) -> Account:
    here = await reached(core, clock, tmp_path)
    inbox = PostgresInbox(core.cipher, clock, core.new_id)
    followers = PostgresFollowers(core.cipher, core.digests, core.new_id)
    directory = FakeDirectory()
    record = RecordAccountEvent(
        inbox,
        directory,
        followers,
        followers,
        PostgresNotices(core.cipher, core.digests),
        here.world.desk.record_wechat_event.record,
        core.jobs,
        core.atomic,
        clock,
    )
    receive = ReceiveAccountEvent(FakeAccountCallbacks(), inbox, core.jobs, core.atomic)
    return Account(here, directory, receive, record)


async def visitor_of(account: Account) -> VisitorId:
    """Whoever is signed in to our mini-program with the WeChat account that also follows us."""
    await account.here.by_official_account()
    await FollowerRow.all().delete()
    [row] = await VisitorRow.all()
    return VisitorId(row.id)


async def test_who_follows_us_is_the_visitor_that_wechat_says_is_the_same(account: Account) -> None:
    visitor = await visitor_of(account)
    assert await account.followers.of_visitor(visitor) is None

    await account.follows()

    found = await account.followers.of_visitor(visitor)
    assert found is not None
    assert found.openid == FOLLOWER


@pytest.mark.parametrize("unionid", ["", "u-invented-somebody-else"])
async def test_a_follower_wechat_names_otherwise_is_nobodys(account: Account, unionid: str) -> None:
    visitor = await visitor_of(account)

    await account.follows(unionid)

    assert await account.followers.of_visitor(visitor) is None
    assert await count("followers") == 1


async def test_who_leaves_is_written_to_no_more_and_their_account_is_forgotten(account: Account) -> None:
    visitor = await visitor_of(account)
    await account.follows()

    await account.leaves()

    [row] = await FollowerRow.all()
    sealed = account.here.world.core.cipher.open("followers.openid", row.id, row.openid)
    assert (await account.followers.of_visitor(visitor), row.unionid_index, sealed) == (None, None, b"")


async def test_who_follows_again_is_the_same_row_and_reached_again(account: Account) -> None:
    visitor = await visitor_of(account)
    await account.follows()
    await account.leaves()

    await account.follows()

    assert await account.followers.of_visitor(visitor) is not None
    assert await count("followers") == 1


async def test_an_older_event_that_comes_late_changes_nothing(account: Account) -> None:
    visitor = await visitor_of(account)
    long_ago = account.here.world.clock() - timedelta(minutes=5)
    await account.follows()
    await account.leaves()
    account.directory.people[ACCOUNT_OPENID] = UNIONID

    await account.told("followed", at=long_ago)

    assert await account.followers.of_visitor(visitor) is None
    await account.follows()
    await account.told("left", at=long_ago)
    assert await account.followers.of_visitor(visitor) is not None


async def test_who_left_before_we_could_ask_who_they_are_is_kept_nowhere(account: Account) -> None:
    await account.told("followed")

    assert await count("followers") == 0


async def test_while_the_platform_is_away_it_is_asked_again(account: Account) -> None:
    account.directory.trouble.before.append(Unavailable("official-account", "45011"))
    with pytest.raises(Unavailable):
        await account.follows()

    await account.work()

    assert await count("followers") == 1


async def test_an_event_told_three_times_is_worked_on_once(account: Account) -> None:
    account.directory.people[ACCOUNT_OPENID] = UNIONID
    row = json.dumps(["followed", ACCOUNT_OPENID, account.here.world.clock().isoformat(), "", ""]).encode()

    for _ in range(3):
        await account.receive(SIGNED, row)
        await account.work()

    assert await count("inbox") == 1


async def test_a_message_that_arrived_is_delivered_and_no_text_follows(account: Account) -> None:
    reference = await account.sent()

    await account.told("delivered", reference=reference)

    assert await states() == [("official_account", "delivered")]
    assert account.here.sent() == {Channel.OFFICIAL_ACCOUNT: 1}


async def test_a_message_that_did_not_arrive_is_followed_by_one_text(account: Account) -> None:
    reference = await account.sent()

    for _ in range(2):
        await account.told("failed", reference=reference, error="system-failed")
    await account.here.world.send_all()

    assert await states() == [("official_account", "undelivered"), ("sms", "sent")]
    assert account.here.sent() == {Channel.OFFICIAL_ACCOUNT: 1, Channel.SMS: 1}
    assert "notice-undelivered" in await kinds()


async def test_who_blocks_us_gets_a_text_and_is_written_to_there_no_more(account: Account) -> None:
    reference = await account.sent()

    await account.told("failed", reference=reference, error="user-block")

    [row] = await rows("followers")
    assert row["ended_at"] is not None


async def test_a_message_nobody_numbered_is_known_by_whom_it_went_to(account: Account) -> None:
    account.here.account.tells_number = False
    await account.sent()

    await account.told("delivered")

    assert await states() == [("official_account", "delivered")]


async def test_an_event_of_somebody_who_never_followed_changes_nothing(account: Account) -> None:
    await account.told("delivered", reference="4000000000000000001")

    assert await count("notices") == 0
    assert await count("followers") == 0
