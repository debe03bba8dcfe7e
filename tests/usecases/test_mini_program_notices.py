"""The notice goes to the mini-program where they asked for it, as a text otherwise; nobody gets two."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from adapters.analysis.sql_lint import lint
from adapters.catalogue.toml_items import TomlCatalogue
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.parties import PostgresParties
from adapters.postgres.rows.identity import VisitorRow
from adapters.postgres.rows.invitations import NoticeRow
from adapters.postgres.rows.subscriptions import SubscriptionRow
from adapters.postgres.visitors import PostgresVisitors
from bff.compose.core import Core
from bff.compose.telling import telling
from domain.identity.mini_program import SessionKey, WechatUser
from domain.invitations.invitation import Invitation, Offer
from domain.invitations.notice import NoticeState
from domain.invitations.outside import Happened, MessageReceipt
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.ids import InvitationId, ItemCode, MatterId, PartyId, VisitorId, short
from domain.kernel.party import Channel, Party, PartyKind
from domain.kernel.personal import DocumentNumber, OpenId, OrganisationName, PersonName, Phone
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.refusals import NotFound
from domain.usecases.record_notice import News
from tests.fakes.wechat import FakeMessages
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.notice_world import ITEMS, LAST_DAY, TEMPLATES, World, a_record, a_world, kinds, rows

OPENID, OTHER = "o-invented-jia", "o-invented-yi"
NAME = OrganisationName("莱西市虚构建筑有限公司")
RESPONSIBLE = "370285196001059982"  # of every record of this world
TEMPLATE = TEMPLATES["renewal-due"].template_id


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def linked(
    world: World, openid: str = OPENID, *, name: str = "甲子安", number: str = RESPONSIBLE
) -> VisitorId:
    """An account on which the face of this person passed."""
    core = world.core
    visitors = PostgresVisitors(core.cipher, core.digests, core.new_id)
    parties = PostgresParties(core.cipher, core.digests, world.clock, core.new_id)
    async with core.atomic():
        user = WechatUser(OpenId(openid), None, SessionKey("invented-session-key"))
        visitor = await visitors.remember(user, world.clock())
        person = await parties.remember_person(PersonName(name), DocumentNumber(number))
        await visitors.link(visitor.visitor_id, person.party_id, DocumentNumber(number), world.clock())
    return visitor.visitor_id


async def pushed(
    world: World, happened: Happened, *, openid: str = OPENID, template: str = TEMPLATE, **more: str
) -> None:
    """The platform pushes one event and the worker reads it."""
    row = [happened, openid, template, world.clock().isoformat(), more.get("reference", "")]
    body = msgspec.json.encode([[*row, more.get("error", "")]])
    await world.desk.receive_wechat_events({"signed": "yes"}, body)
    await world.read_inbox()
    world.clock.go_on(timedelta(seconds=1))


async def asked_for_it(world: World, times: int = 1) -> VisitorId:
    """Linked, and «允许» tapped; the platform counts with us."""
    visitor = await linked(world)
    for _ in range(times):
        await pushed(world, "accepted")
    world.messages.grant(OpenId(OPENID), "renewal-due", times)
    return visitor


async def credit() -> int:
    return sum(row.credits for row in await SubscriptionRow.all())


async def states() -> list[tuple[str, str]]:
    return [(str(row["channel"]), str(row["state"])) for row in await rows("notices")]


async def test_who_asked_for_it_is_told_in_the_mini_program_at_the_exact_page(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))

    await world.desk.send_notice(notice)

    [sent] = world.messages.sent
    [matter] = await rows("matters")
    assert sent.openid == OpenId(OPENID)
    assert sent.page == f"pages/matter/matter?m={short('mtr', matter['id'])}"
    assert "2026年12月21日" in sent.wording
    assert (world.sms.sent, await states(), await credit()) == ([], [("mini_program", "sent")], 0)
    assert (await kinds())[-1] == "notice-sent"


async def test_whoever_did_not_ask_gets_a_text(world: World) -> None:
    await linked(world)
    [notice] = await world.queued(a_record(1))

    await world.desk.send_notice(notice)

    assert (len(world.sms.sent), world.messages.sent) == (1, [])


async def test_somebody_elses_account_gets_nothing_of_it(world: World) -> None:
    await linked(world, number="370285196001059999")
    await pushed(world, "accepted")
    [notice] = await world.queued(a_record(1))

    await world.desk.send_notice(notice)

    assert (len(world.sms.sent), world.messages.sent) == (1, [])


async def test_without_a_phone_on_file_the_mini_program_still_reaches_them(world: World) -> None:
    await asked_for_it(world)
    record = replace(a_record(1), contact_phone=None)
    await world.signed(a_record(1))
    world.knows(record)

    [finding] = [row["id"] for row in await rows("findings")]
    await world.desk.invite_holder(finding)
    await world.send_all()

    assert (len(world.messages.sent), await count("calls")) == (1, 0)


async def test_a_credit_used_up_meanwhile_turns_into_one_text(world: World) -> None:
    await asked_for_it(world)
    await world.queued(a_record(1))
    await pushed(world, "revoked")

    await world.send_all()
    await world.send_all()

    assert world.messages.sent == []
    assert [text.to for text in world.sms.sent] == [Phone("19900000001")]
    assert sorted(await states()) == [("mini_program", "refused"), ("sms", "sent")]
    assert await count("calls") == 0


async def test_when_the_platform_says_there_is_no_credit_it_is_right(world: World) -> None:
    await asked_for_it(world, times=2)
    world.messages.credits.clear()
    await world.queued(a_record(1))

    await world.send_all()
    await world.send_all()

    assert (await credit(), len(world.sms.sent), world.messages.sent) == (0, 1, [])


async def test_an_account_that_became_somebody_elses_is_not_written_to(world: World) -> None:
    await asked_for_it(world)
    await world.queued(a_record(1))
    await linked(world, name="乙丑宁", number="370285196001059999")

    await world.send_all()
    await world.send_all()

    assert (world.messages.sent, len(world.sms.sent), await credit()) == ([], 1, 1)


async def test_a_final_refusal_is_followed_by_one_text_with_a_code_of_its_own(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.before.append(Refused("wechat-message", "43107"))

    for _ in range(3):
        await world.desk.send_notice(notice)
    await world.send_all()

    [text] = world.sms.sent
    assert text.template == "renewal-due"
    assert "办理码" in text.wording
    assert await count("address_codes") == 1


async def test_a_refusal_without_a_phone_on_file_is_a_call_for_staff(world: World) -> None:
    await asked_for_it(world)
    await world.signed(a_record(1))
    world.knows(replace(a_record(1), contact_phone=None))
    [finding] = [row["id"] for row in await rows("findings")]
    await world.desk.invite_holder(finding)
    world.messages.trouble.before.append(Refused("wechat-message", "43107"))

    await world.send_all()

    [call] = await rows("calls")
    assert (call["kind"], call["phone"]) == ("unreachable", None)


async def test_a_platform_out_of_reach_costs_no_credit_and_is_tried_again(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.before.append(Unavailable("wechat-message", "-1"))

    with pytest.raises(Unavailable):
        await world.desk.send_notice(notice)
    waiting = await states(), await credit()
    await world.desk.send_notice(notice)

    assert waiting == ([("mini_program", "queued")], 1)
    assert (await states(), await credit(), world.sms.sent) == ([("mini_program", "sent")], 0, [])


async def test_a_lost_answer_is_neither_repeated_nor_followed_by_a_text(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.answer_lost = True
    await world.desk.send_notice(notice)

    for hours in (1, 22):
        world.clock.go_on(timedelta(hours=hours))
        await world.desk.send_notice(notice)
        await world.ask_all()

    assert (len(world.messages.sent), world.sms.sent) == (1, [])
    assert await states() == [("mini_program", "unknown")]


async def test_a_lost_answer_is_settled_by_what_the_platform_pushes(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.answer_lost = True
    await world.desk.send_notice(notice)

    await pushed(world, "delivered", reference="3000000000000000001")
    world.clock.go_on(timedelta(days=2))
    await world.ask_all()

    assert await states() == [("mini_program", "delivered")]
    assert (world.sms.sent, await count("calls")) == ([], 0)


async def test_a_lost_answer_that_turns_out_a_failure_is_followed_by_a_text(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.answer_lost = True
    await world.desk.send_notice(notice)

    await pushed(world, "failed", reference="3000000000000000001", error="20001")
    await world.send_all()

    assert sorted(await states()) == [("mini_program", "undelivered"), ("sms", "sent")]


async def test_what_nobody_ever_settles_is_a_clerks_call_a_day_later(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.answer_lost = True
    await world.desk.send_notice(notice)

    world.clock.go_on(timedelta(days=1))
    for _ in range(2):
        await world.ask_all()
    await world.send_all()

    assert (len(world.messages.sent), world.sms.sent, await count("calls")) == (1, [], 1)


async def test_a_message_that_failed_after_all_is_followed_by_one_text(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    [sent] = world.messages.sent

    for _ in range(2):
        await pushed(world, "failed", reference=sent.reference, error="20001")
    await world.send_all()

    assert [text.to for text in world.sms.sent] == [Phone("19900000001")]
    assert (await kinds()).count("notice-undelivered") == 1


async def test_a_message_that_arrived_is_never_followed_by_a_text(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    [sent] = world.messages.sent

    await pushed(world, "delivered", reference=sent.reference)
    await pushed(world, "failed", reference=sent.reference, error="20001")
    await world.send_all()

    assert (world.sms.sent, await states()) == ([], [("mini_program", "delivered")])


async def test_an_event_that_overtakes_our_own_record_waits_for_it(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    claimed = await world.desk.send_notice._claim(notice)
    assert claimed is not None
    receipt = await world.messages.send(
        OpenId(OPENID), "renewal-due", claimed.notice.values, page=claimed.notice.page
    )

    await pushed(world, "delivered", reference=receipt.reference)
    early = await states()
    await world.desk.send_notice._became(claimed, News(NoticeState.SENT, receipt.reference))
    await world.read_inbox()

    assert early == [("mini_program", "sending")]
    assert await states() == [("mini_program", "delivered")]


class Killed(BaseException):
    """kill -9, as a test can raise it."""


@dataclass
class DeadlyMessages(FakeMessages):
    """The process dies once the platform has the message."""

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, page: str
    ) -> MessageReceipt:
        await super().send(openid, template, values, page=page)
        raise Killed


async def test_killed_after_the_platform_had_it_the_message_is_not_repeated(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    deadly = DeadlyMessages(TEMPLATES, world.messages.credits, world.messages.sent)
    with pytest.raises(Killed):
        await replace(world.desk.send_notice, messages=deadly)(notice)

    await world.desk.send_notice(notice)
    await pushed(world, "delivered", reference="3000000000000000001")
    await world.send_all()

    assert (len(world.messages.sent), world.sms.sent) == (1, [])
    assert await states() == [("mini_program", "delivered")]


async def test_two_workers_at_once_spend_one_credit_on_one_message(world: World) -> None:
    await asked_for_it(world, times=3)
    [notice] = await world.queued(a_record(1))

    await asyncio.gather(*(world.desk.send_notice(notice) for _ in range(4)))

    assert (len(world.messages.sent), await credit()) == (1, 2)


async def test_one_credit_and_two_notices_make_one_message_and_one_text(world: World) -> None:
    await asked_for_it(world)
    notices = await world.queued(a_record(1), a_record(2))

    await asyncio.gather(*(world.desk.send_notice(notice) for notice in notices))
    await world.send_all()

    assert (len(world.messages.sent), len(world.sms.sent), await credit()) == (1, 1, 0)


async def test_each_tap_counts_once_however_often_it_is_pushed(world: World) -> None:
    await linked(world)
    body = msgspec.json.encode([["accepted", OPENID, TEMPLATE, world.clock().isoformat(), ""]])

    for _ in range(3):
        await world.desk.receive_wechat_events({"signed": "yes"}, body)
        await world.read_inbox()

    assert await credit() == 1


async def test_a_no_leaves_what_was_allowed_before_and_taking_it_back_leaves_nothing(world: World) -> None:
    await linked(world)
    await pushed(world, "accepted")
    await pushed(world, "declined")
    declined = await credit()

    await pushed(world, "revoked")

    assert (declined, await credit()) == (1, 0)


async def test_an_unsigned_push_is_not_believed(world: World) -> None:
    body = msgspec.json.encode([["accepted", OPENID, TEMPLATE, world.clock().isoformat(), ""]])

    with pytest.raises(SignatureWrong):
        await world.desk.receive_wechat_events({}, body)

    assert await count("inbox") == 0


async def test_an_event_about_a_template_that_is_not_ours_is_answered_and_forgotten(world: World) -> None:
    await pushed(world, "accepted", template="invented-foreign-template")

    [kept] = await rows("inbox")
    assert (kept["outcome"], await count("subscriptions")) == ("not-ours", 0)


async def test_the_clients_word_is_a_hint_and_no_credit(world: World) -> None:
    visitor = await linked(world)

    await world.desk.note_subscription(visitor, TEMPLATE, accepted=True)
    [first, _] = await world.desk.list_subscriptions(visitor)
    await world.desk.note_subscription(visitor, TEMPLATE, accepted=False)
    [second, _] = await world.desk.list_subscriptions(visitor)

    assert (first.template_id, first.kinds) == (TEMPLATE, ("renewal-due",))
    assert (first.credits, first.ask, second.credits, second.ask) == (0, True, 0, False)
    with pytest.raises(NotFound):
        await world.desk.note_subscription(visitor, "somebody-elses", accepted=True)


async def test_of_two_accounts_the_one_that_asked_is_written_to(world: World) -> None:
    await asked_for_it(world)
    await linked(world, OTHER)

    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)

    assert [sent.openid for sent in world.messages.sent] == [OpenId(OPENID)]


async def test_the_checking_page_knows_texts_only(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)

    checked = await world.desk.check_message("482913609", "19900000001", origin="198.51.100.7")

    assert not checked.sent


async def test_no_openid_stands_in_a_job_or_in_clear_in_a_row(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)

    jobs = repr(await jobs_deferred())
    tables = [
        await rows(name) for name in ("visitors", "subscriptions", "notices", "inbox", "ledger_entries")
    ]
    visitor = await VisitorRow.get()
    assert OPENID not in jobs
    assert OPENID not in repr(tables)
    assert OPENID.encode() not in visitor.openid


async def test_in_the_timeline_it_reads_as_a_wechat_message(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)

    [entry] = [row for row in await rows("ledger_entries") if row["kind"] == "notice-sent"]
    facts = entry["facts"] if isinstance(entry["facts"], dict) else msgspec.json.decode(entry["facts"])
    assert facts["channel"] == str(Channel.MINI_PROGRAM)


async def test_a_notice_from_before_there_were_two_channels_is_a_text(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    await NoticeRow.filter(id=notice).update(channel=None)

    await world.desk.send_notice(notice)

    assert len(world.sms.sent) == 1


async def test_one_notice_tells_how_many_licences_a_change_touches(world: World) -> None:
    """Three licences, one message; each text gets the variables it has, and none too many."""
    core, record = world.core, a_record(1)
    item = replace(
        TomlCatalogue.load(ITEMS, lint=lint).get(ItemCode("wg-15-minban-renewal")),
        notice_template="registration-changed",
    )
    party = Party(PartyId(core.new_id()), PartyKind.ORGANISATION, "企业", DocumentNumber("x"), NAME)
    offer = Offer(item.code, "r", "b", LAST_DAY, LAST_DAY, "r@1", world.clock())
    invitation = Invitation(
        InvitationId(core.new_id()), MatterId(core.new_id()), party.party_id, [offer], "v", world.clock()
    )
    queue = telling(core, world.messages).queue_notice

    async with core.atomic():
        text = await queue(invitation, (item,) * 3, party, record, at=world.clock())
    await linked(world)
    await pushed(world, "accepted", template=TEMPLATES["registration-changed"].template_id)
    async with core.atomic():
        inside = await queue(invitation, (item,) * 3, party, record, at=world.clock())

    assert text is not None
    assert inside is not None
    notices = PostgresNotices(core.cipher, core.digests)
    async with core.atomic():
        first, second = await notices.take(text), await notices.take(inside)
    assert first.values.keys() == {"org", "n", "day", "code"}
    assert (first.values["n"], first.values["day"]) == ("3", "12月21日")
    assert (second.channel, second.values["n"]) == (Channel.MINI_PROGRAM, "3")
