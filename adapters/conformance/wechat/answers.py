"""What our adapters make of the mini-program platform's answers (错误码), code by code and fault by fault."""

from typing import Protocol

from adapters.conformance.expectation import holds, never, refused, same, unavailable
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.wechat.process import OPENID, TEMPLATE_ID, Process
from adapters.conformance.wechat.suite import PHONE, WEEK
from domain.invitations.mini_program_link import START_PAGE, MiniProgramLinks

LINK_PATH, SESSION_PATH = "/wxa/generate_urllink", "/sns/jscode2session"
UNREADABLE = ("malformed_json", "html", "500", "503", "huge", "redirect")
OPERATORS = (40013, 40125, 40164, 48001, 50002, 85079, 89503)


class Platform(Protocol):
    @property
    def one(self) -> Process: ...
    @property
    def links(self) -> MiniProgramLinks: ...
    def hurried(self) -> Process: ...


ANSWERS: Suite[Platform] = Suite("wechat")


@ANSWERS.check(Part.HAPPY, Needs.WIRE)
async def what_a_link_leads_to_stands_in_the_platforms_books(world: Platform) -> None:
    link = await world.links.link(START_PAGE, "m=token", lasts=WEEK)
    await world.links.code(START_PAGE, "start")

    told = (await world.one.books())["links"]

    same([one["way"] for one in told], [link.url, ""], "the ways")
    same([one["more"] for one in told], ["m=token", "start"], "what they carry")
    same(told[0]["days"], 7, "how many days")


@ANSWERS.check(Part.HAPPY, Needs.WIRE)
async def an_answer_is_read_whatever_type_it_claims(world: Platform) -> None:
    await world.one.stage.mode("wrong_content_type", times=2)

    holds((await world.links.link(START_PAGE, "", lasts=WEEK)).url, "there is a link")


@ANSWERS.check(Part.HAPPY, Needs.WIRE)
async def a_picture_is_what_its_first_bytes_say(world: Platform) -> None:
    await world.links.code(START_PAGE, "start")
    await world.one.stage.mode("png")

    same((await world.links.code(START_PAGE, "start")).kind, "image/png", "what it is")


@ANSWERS.check(Part.REFUSALS, Needs.WIRE)
async def a_phone_number_told_to_another_mini_program_is_refused(world: Platform) -> None:
    code = await world.one.share_phone(OPENID, PHONE)
    await world.one.token.current()
    await world.one.stage.mode("other_watermark")

    with refused("not-ours"):
        await world.one.mini_program.phone_number(code, openid=OPENID)


@ANSWERS.check(Part.REFUSALS, Needs.WIRE)
async def a_blocked_user_is_refused_by_name(world: Platform) -> None:
    await world.one.keep_user(OPENID, blocked=True)

    with refused("blocked"):
        await world.one.mini_program.sign_in(await world.one.login())


@ANSWERS.check(Part.REFUSALS, Needs.WIRE)
async def a_code_older_than_five_minutes_is_refused(world: Platform) -> None:
    code = await world.one.login()
    world.one.stage.clock.move(seconds=301)

    with refused("code"):
        await world.one.mini_program.sign_in(code)


@ANSWERS.check(Part.REFUSALS, Needs.WIRE)
async def what_cannot_be_a_code_never_leaves_the_house(world: Platform) -> None:
    for code in ("", "a b", "c" * 129, "好"):
        with refused("code"):
            await world.one.mini_program.sign_in(code)

    same(await world.one.asked(SESSION_PATH), 0, "how often the platform was asked")


@ANSWERS.check(Part.REFUSALS, Needs.WIRE)
async def what_an_operator_must_mend_is_refused_and_not_repeated(world: Platform) -> None:
    await world.one.token.current()

    for errcode in OPERATORS:
        await world.one.stage.mode("answer", errcode=errcode)
        with refused(str(errcode)):
            await world.links.link(START_PAGE, "", lasts=WEEK)

    same(await world.one.asked(LINK_PATH), len(OPERATORS), "how often it was asked")


@ANSWERS.check(Part.REFUSALS, Needs.WIRE)
async def a_page_that_was_not_published_is_refused(world: Platform) -> None:
    with refused("40165"):
        await world.links.link("pages/nowhere/nowhere", "", lasts=WEEK)
    with refused("41030"):
        await world.links.code("pages/nowhere/nowhere", "start")


@ANSWERS.check(Part.FAULTS, Needs.WIRE)
async def a_question_to_a_busy_platform_is_asked_three_times_and_no_more(world: Platform) -> None:
    code = await world.one.login()
    await world.one.stage.mode("answer", times=2, errcode=-1)
    same((await world.one.mini_program.sign_in(code)).openid, OPENID, "who asks")
    await world.one.stage.mode("answer", times=9, errcode=-1)

    with unavailable("-1"):
        await world.one.mini_program.sign_in("0000")

    same(world.one.pauses.seconds, [0.2, 0.5] * 2, "the pauses")


@ANSWERS.check(Part.FAULTS, Needs.WIRE)
async def a_link_that_leads_elsewhere_is_shown_to_nobody(world: Platform) -> None:
    await world.one.token.current()
    await world.one.stage.mode("lying_link")

    with unavailable("answer-malformed"):
        await world.links.link(START_PAGE, "", lasts=WEEK)


@ANSWERS.check(Part.FAULTS, Needs.WIRE)
async def the_days_links_used_up_are_asked_for_tomorrow(world: Platform) -> None:
    await world.links.link(START_PAGE, "", lasts=WEEK)
    await world.links.link(START_PAGE, "", lasts=WEEK)

    with unavailable("44993"):
        await world.links.link(START_PAGE, "", lasts=WEEK)
    with unavailable("quota"):
        await world.links.link(START_PAGE, "", lasts=WEEK)
    asked = await world.one.asked(LINK_PATH)
    world.one.stage.clock.move(hours=24)

    same(asked, 3, "how often the platform was asked")
    holds((await world.links.link(START_PAGE, "", lasts=WEEK)).url, "tomorrow there is a link")


@ANSWERS.check(Part.FAULTS, Needs.WIRE)
async def a_hundred_links_in_one_second_shut_nobody_out_for_long(world: Platform) -> None:
    await world.one.token.current()
    await world.one.stage.mode("answer", errcode=44990)
    with unavailable("44990"):
        await world.links.link(START_PAGE, "", lasts=WEEK)

    holds((await world.links.link(START_PAGE, "", lasts=WEEK)).url, "the next moment there is a link")


@ANSWERS.check(Part.FAULTS, Needs.WIRE)
async def one_eager_user_shuts_nobody_else_out(world: Platform) -> None:
    await world.one.stage.mode("answer", errcode=45011)
    with unavailable("45011"):
        await world.one.mini_program.sign_in("0000")

    same((await world.one.mini_program.sign_in(await world.one.login())).openid, OPENID, "who asks")


@ANSWERS.check(Part.FAULTS, Needs.WIRE)
async def an_answer_that_cannot_be_read_is_no_sign_in_no_link_and_no_picture(world: Platform) -> None:
    await world.one.token.current()
    for mode in UNREADABLE:
        code = await world.one.login()
        await world.one.stage.mode(mode)
        with unavailable():
            await world.one.mini_program.sign_in(code)
        await world.one.stage.mode(mode)
        with unavailable():
            await world.links.link(START_PAGE, "", lasts=WEEK)
    for mode in ("html", "500", "redirect"):
        await world.one.stage.mode(mode)
        with unavailable():
            await world.links.code(START_PAGE, "start")


@ANSWERS.check(Part.FAULTS, Needs.WIRE)
async def a_platform_that_hangs_or_hangs_up_is_unavailable(world: Platform) -> None:
    hurried = world.hurried()
    for mode in ("hang", "hang_after", "reset_before", "reset_after"):
        code = await world.one.login()
        # aiohttp asks a GET once more on a connection that turns out dead
        await world.one.stage.mode(mode, times=2)
        with unavailable():
            await hurried.mini_program.sign_in(code)
        await world.one.stage.mode("ok")


@ANSWERS.check(Part.FAULTS, Needs.WIRE)
async def no_secret_no_token_and_no_code_stands_where_calls_are_watched(world: Platform) -> None:
    one = world.one
    code = await one.share_phone(OPENID, PHONE)
    await one.mini_program.phone_number(code, openid=OPENID)
    with refused():
        await one.mini_program.sign_in(code)

    seen = str(one.stage.exchanges)

    for secret in (one.secret, *one.memory.tokens.values(), code, OPENID.reveal(), TEMPLATE_ID):
        never(secret in seen, "a secret in what is watched")
