"""Whoever linked an account of the mini-program and asked to be told there, and what the platform pushes."""

from datetime import timedelta

import msgspec

from adapters.postgres.parties import PostgresParties
from adapters.postgres.rows.subscriptions import SubscriptionRow
from adapters.postgres.visitors import PostgresVisitors
from domain.identity.mini_program import SessionKey, WechatUser
from domain.invitations.outside import Happened
from domain.kernel.ids import VisitorId
from domain.kernel.personal import DocumentNumber, OpenId, PersonName
from tests.usecases.notice_world import TEMPLATES, World, rows

OPENID, OTHER = "o-invented-jia", "o-invented-yi"
RESPONSIBLE = "370285196001059982"  # of every record of this world
TEMPLATE = TEMPLATES["renewal-due"].template_id


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
