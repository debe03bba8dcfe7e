"""What the platform pushes (消息推送) is believed only when it is signed, sealed, ours, fresh and new."""

from typing import Protocol

from adapters.conformance.expectation import holds, never, same, signature_wrong, unavailable
from adapters.conformance.listener import Received
from adapters.conformance.stage import Stage
from adapters.conformance.subscribe_message import vectors
from adapters.conformance.subscribe_message.suite import OPENID
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.wechat.process import Process
from adapters.wechat.pushes import WechatPushes
from domain.invitations.outside import WechatEvent
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Unavailable

UNSEALED = (
    b"",
    b"not json",
    b"{}",
    b"[" * 5000,
    b"<xml></xml>",
    b'{"Encrypt":1}',
    b'{"FromUserName":"o-invented-0001","MsgType":"event","Event":"subscribe_msg_popup_event"}',
    "\udcff".encode("utf-8", "surrogatepass"),
)


class Hearing(Protocol):
    @property
    def one(self) -> Process: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def template_id(self) -> str: ...
    async def grant(self, openid: OpenId, count: int) -> None: ...
    async def heard(self, count: int) -> list[Received]: ...
    async def send(self) -> str: ...


PUSHES: Suite[Hearing] = Suite("subscribe-message")


async def read(pushes: WechatPushes, push: Received) -> tuple[WechatEvent, ...]:
    return await pushes.parse(push.query, push.body)


async def one_tap(world: Hearing) -> Received:
    await world.grant(OPENID, 1)
    return (await world.heard(1))[0]


@PUSHES.check(Part.VECTORS, Needs.WIRE)
async def the_vendors_own_samples_are_signed_as_they_say(world: Hearing) -> None:
    del world
    vectors.samples_are_signed_as_they_say()


@PUSHES.check(Part.VECTORS, Needs.WIRE)
async def the_vendors_own_samples_are_read(world: Hearing) -> None:
    del world
    vectors.samples_are_read()


@PUSHES.check(Part.VECTORS, Needs.WIRE)
async def our_address_answers_the_platforms_trial_and_nobody_elses(world: Hearing) -> None:
    del world
    vectors.the_trial_is_answered()


@PUSHES.check(Part.VECTORS, Needs.WIRE)
async def a_push_about_something_else_is_admitted_and_tells_nothing(world: Hearing) -> None:
    del world
    await vectors.the_sealed_sample_tells_nothing_of_ours()


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_tap_on_allow_is_one_event(world: Hearing) -> None:
    push = await one_tap(world)

    [event] = await read(world.one.pushes(), push)

    wanted = WechatEvent("accepted", OPENID, world.template_id, world.stage.clock.now(), event.key)
    same(event, wanted, "the event")
    never(OPENID.reveal() in repr(event), "the account in what is printed")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_list_of_several_is_read_like_a_single_object(world: Hearing) -> None:
    both = [world.template_id, world.template_id]
    await world.stage.control("/__subscribe", openid=OPENID.reveal(), templateId=both, accept=False)

    events = await read(world.one.pushes(), (await world.heard(1))[0])

    same([event.happened for event in events], ["declined", "declined"], "what happened")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def what_became_of_a_message_names_its_number(world: Hearing) -> None:
    await world.grant(OPENID, 2)
    await world.one.token.current()
    told = []
    for count, mode in ((3, "ok"), (4, "undelivered")):
        await world.stage.mode(mode)
        reference = await world.send()
        [event] = await read(world.one.pushes(), (await world.heard(count))[count - 1])
        told.append((event.happened, event.error, event.reference == reference))

    same(told, [("delivered", "", True), ("failed", "10001", True)], "what became of them")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_repeated_push_has_the_key_of_the_first(world: Hearing) -> None:
    await world.stage.control("/__callbacks", duplicate=True)
    await world.grant(OPENID, 1)
    first, second = (await world.heard(2))[:2]

    [one], [two] = await read(world.one.pushes(), first), await read(world.one.pushes(), second)

    same(two.key, one.key, "the key")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_push_is_let_in_three_times_as_it_is_tried_and_not_for_ever(world: Hearing) -> None:
    push, pushes = await one_tap(world), world.one.pushes()

    for _ in range(3):
        same(len(await read(pushes, push)), 1, "events")
    with signature_wrong():
        await read(pushes, push)


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def our_address_is_answered_to_the_emulator_too(world: Hearing) -> None:
    told = await world.stage.control("/__push_check", echostr="tried12")
    query = dict(part.split("=", 1) for part in str(told["url"]).partition("?")[2].split("&"))

    same(world.one.pushes().check_url(query), "tried12", "the echo")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_push_more_than_ten_minutes_off_is_refused(world: Hearing) -> None:
    push = await one_tap(world)
    for minutes in (-11, 22):
        world.stage.clock.move(minutes=minutes)
        with signature_wrong():
            await read(world.one.pushes(), push)


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def one_character_of_ours_changed_and_nothing_is_believed(world: Hearing) -> None:
    push = await one_tap(world)
    token, key = world.stage.given("push_token"), world.stage.given("push_key")

    for changed in ({"token": token[:-1] + "X"}, {"encoding_key": "B" + key[1:]}, {"appid": "wx2"}):
        with signature_wrong():
            await read(world.one.pushes(**changed), push)


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_parameter_changed_or_missing_is_refused(world: Hearing) -> None:
    push, pushes = await one_tap(world), world.one.pushes()
    signed = push.query["msg_signature"]
    other = {
        "msg_signature": f"{int(signed, 16) ^ 1:040x}",
        "timestamp": str(int(push.query["timestamp"]) + 1),
        "nonce": str(int(push.query["nonce"]) + 1),
    }

    for name, value in other.items():
        without = {key: push.query[key] for key in push.query if key != name}
        for query in (push.query | {name: value}, without):
            with signature_wrong():
                await pushes.parse(query, push.body)


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_body_that_is_not_sealed_is_refused(world: Hearing) -> None:
    push, pushes = await one_tap(world), world.one.pushes()

    for body in UNSEALED:
        with signature_wrong():
            await pushes.parse(push.query, body)


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_plain_signature_is_no_leave_for_another_body(world: Hearing) -> None:
    await world.grant(OPENID, 2)
    first, second = (await world.heard(2))[:2]

    with signature_wrong():
        query = first.query | {"msg_signature": first.query["signature"]}
        await world.one.pushes().parse(query, second.body)


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_forged_push_uses_up_no_nonce(world: Hearing) -> None:
    push, pushes = await one_tap(world), world.one.pushes()
    for _ in range(4):
        with signature_wrong():
            await pushes.parse(push.query | {"msg_signature": "0" * 40}, push.body)

    same(len(await read(pushes, push)), 1, "events of the true one")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def while_nonces_are_out_of_reach_nothing_is_believed(world: Hearing) -> None:
    push = await one_tap(world)
    pushes = WechatPushes(world.one.keys(), clock=world.stage.clock.now, nonces=_OutOfReach())

    with unavailable("nonces-away"):
        await read(pushes, push)
    holds(await read(world.one.pushes(), push), "later it is believed")


class _OutOfReach:
    async def fresh(self, nonce: str) -> bool:
        del nonce
        raise Unavailable("nonces", "nonces-away")
