"""The notice goes to the mini-program where they asked for it, as a text otherwise; nobody gets two."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from adapters.postgres.notices import PostgresNotices
from adapters.postgres.rows.identity import VisitorRow
from adapters.postgres.rows.invitations import NoticeRow
from bff.compose.core import Core
from bff.compose.telling import telling, ways
from domain.invitations.invitation import Invitation, Offer
from domain.kernel.ids import InvitationId, ItemCode, MatterId, PartyId, short
from domain.kernel.party import Channel, Party, PartyKind
from domain.kernel.personal import DocumentNumber, OpenId, OrganisationName, Phone
from domain.kernel.refusal import Refused
from tests.support.catalogue import shipped
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.notice_world import LAST_DAY, TEMPLATES, World, a_record, a_world, kinds, rows
from tests.usecases.subscribed import OPENID, OTHER, asked_for_it, credit, linked, pushed, states

NAME = OrganisationName("莱西市虚构建筑有限公司")


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


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
        shipped().get(ItemCode("wg-15-minban-renewal")),
        notice_template="registration-changed",
    )
    party = Party(PartyId(core.new_id()), PartyKind.ORGANISATION, "企业", DocumentNumber("x"), NAME)
    offer = Offer(item.code, "r", "b", LAST_DAY, LAST_DAY, "r@1", world.clock())
    invitation = Invitation(
        InvitationId(core.new_id()), MatterId(core.new_id()), party.party_id, [offer], "v", world.clock()
    )
    queue = telling(core, ways(core, world.sms, world.messages)).queue_notice

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
