"""What every mini-program platform (小程序平台) keeps to: who signs in, their phone, ways to our pages."""

from datetime import timedelta
from typing import Protocol

from adapters.conformance.expectation import holds, never, refused, same, unavailable
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.wechat.inside import stopped_inside_work
from domain.identity.mini_program import MiniProgram
from domain.invitations.mini_program_link import MATTER_PAGE, START_PAGE, MiniProgramLinks
from domain.kernel.personal import OpenId

OPENID, UNIONID, PHONE = OpenId("o-invented-0001"), "u-invented-1", "19900000101"
QUERY, SCENE = "m=mtr_01je7jryg1e008000000000002", "mtr_01je7jryg1e008000000000002"
WEEK = timedelta(days=7)


class World(Protocol):
    """`login` and `share_phone` play the person's own phone."""

    @property
    def mini_program(self) -> MiniProgram: ...
    @property
    def links(self) -> MiniProgramLinks: ...
    async def login(self, openid: OpenId) -> str: ...
    async def share_phone(self, openid: OpenId, phone: str) -> str: ...
    async def be_busy(self) -> None: ...


SUITE: Suite[World] = Suite(
    "wechat",
    without={
        Part.CALLBACKS: "what is pushed is about messages: kinds subscribe-message and template-message",
        Part.UNKNOWN: "every call only asks, or makes something to be opened: a lost answer is asked again",
        Part.VECTORS: "calls carry a token and a secret, no signature; a push does: subscribe-message",
    },
)


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_login_code_tells_who_is_asking(world: World) -> None:
    user = await world.mini_program.sign_in(await world.login(OPENID))

    same(user.openid, OPENID, "the account")
    holds(user.unionid is not None and user.unionid.reveal() == UNIONID, "the person over all apps is told")
    holds(user.session_key.reveal(), "there is a session key")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_user_tells_their_phone_once(world: World) -> None:
    code = await world.share_phone(OPENID, PHONE)

    same((await world.mini_program.phone_number(code, openid=OPENID)).reveal(), PHONE, "the number")
    with refused("code"):
        await world.mini_program.phone_number(code, openid=OPENID)


@SUITE.check(Part.HAPPY)
async def a_link_leads_to_a_page_of_ours_for_as_long_as_was_asked(world: World) -> None:
    week = await world.links.link(MATTER_PAGE, QUERY, lasts=WEEK)
    month = await world.links.link(MATTER_PAGE, QUERY, lasts=WEEK * 4)

    holds(
        week.url.startswith(("https://wxaurl.cn/", "https://wxmpurl.cn/")), "it is the platform's own address"
    )
    same(month.expires_at - week.expires_at, WEEK * 3, "how much longer the other lasts")


@SUITE.check(Part.HAPPY)
async def a_code_to_be_scanned_is_a_picture(world: World) -> None:
    matter, start = await world.links.code(MATTER_PAGE, SCENE), await world.links.code(START_PAGE, "start")

    same(matter.kind, "image/jpeg", "what it is")
    holds(matter.content.startswith(b"\xff\xd8\xff"), "it begins like one")
    holds(matter.content != start.content, "another scene is another picture")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def nothing_of_a_user_is_printed(world: World) -> None:
    user = await world.mini_program.sign_in(await world.login(OPENID))

    for secret in (user.openid, user.unionid, user.session_key):
        never(
            secret is None or secret.reveal() in f"{user} {user!r}",
            "something of the user in what is printed",
        )


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_login_code_is_good_once(world: World) -> None:
    code = await world.login(OPENID)
    await world.mini_program.sign_in(code)

    with refused("code"):
        await world.mini_program.sign_in(code)


@SUITE.check(Part.IDEMPOTENCY)
async def the_same_way_asked_for_twice_is_two_good_ways(world: World) -> None:
    first, second = [await world.links.link(START_PAGE, "", lasts=WEEK) for _ in range(2)]

    holds(first.url and second.url, "both are addresses")


@SUITE.check(Part.REFUSALS)
async def a_code_nobody_gave_is_refused(world: World) -> None:
    with refused("code"):
        await world.mini_program.sign_in("0000")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_login_code_opens_no_phone_number_and_a_phone_code_no_session(world: World) -> None:
    phone_code, login_code = await world.share_phone(OPENID, PHONE), await world.login(OPENID)

    with refused("code"):
        await world.mini_program.phone_number(login_code, openid=OPENID)
    with refused("code"):
        await world.mini_program.sign_in(phone_code)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def another_users_phone_code_is_refused(world: World) -> None:
    code = await world.share_phone(OPENID, PHONE)

    with refused("code"):
        await world.mini_program.phone_number(code, openid=OpenId("o-somebody-else"))


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_number_from_abroad_is_refused_by_name(world: World) -> None:
    code = await world.share_phone(OPENID, "+85200000000")

    with refused("not-mainland"):
        await world.mini_program.phone_number(code, openid=OPENID)


@SUITE.check(Part.REFUSALS)
async def a_way_that_could_say_more_than_a_token_is_not_asked_for(world: World) -> None:
    for page, query in ((f"/{START_PAGE}", ""), (START_PAGE, "q=甲子"), (START_PAGE, "a" * 1025)):
        with refused("page-malformed"):
            await world.links.link(page, query, lasts=WEEK)
    for scene in ("", "s" * 33, "a b", "50%"):
        with refused("page-malformed"):
            await world.links.code(START_PAGE, scene)


@SUITE.check(Part.REFUSALS)
async def a_link_lasts_a_day_at_least_and_thirty_at_most(world: World) -> None:
    for lasts in (timedelta(), timedelta(hours=23), timedelta(days=31)):
        with refused("lasts-out-of-range"):
            await world.links.link(START_PAGE, "", lasts=lasts)


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_platform_is_unavailable_and_the_code_still_good(world: World) -> None:
    code = await world.login(OPENID)
    await world.be_busy()

    with unavailable():
        await world.mini_program.sign_in(code)
    same((await world.mini_program.sign_in(code)).openid, OPENID, "who asks, a moment later")


@SUITE.check(Part.FAULTS)
async def nothing_is_asked_while_a_transaction_is_open(world: World) -> None:
    with stopped_inside_work():
        await world.links.link(START_PAGE, "", lasts=WEEK)
