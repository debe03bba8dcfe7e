"""What WeChat's official account (公众号) pushes: XML or JSON, in secure mode, and nothing else of XML."""

from adapters.conformance.expectation import holds, same, signature_wrong
from adapters.conformance.listener import Received
from adapters.conformance.subscribe_message import vectors
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.template_message.own import World, send
from adapters.conformance.template_message.suite import FOLLOWER, UNIONID
from adapters.conformance.wechat.memory import MemoryNonces
from adapters.sandbox.wechat_push import Seal
from adapters.wechat.account_pushes import WechatAccountPushes

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<xml><Event>&b;</Event></xml>"
)
FILE = b'<!DOCTYPE xml [<!ENTITY a SYSTEM "/etc/passwd">]><xml><Event>&a;</Event></xml>'
NO_XML_OF_THEIRS = (
    BOMB,
    FILE,
    b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/a.dtd"><xml></xml>',
    b"<?palm do?><xml></xml>",
    b"<xml><Event>subscribe</Event><Event>unsubscribe</Event></xml>",
    b"<other><Event>subscribe</Event></other>",
    b"<xml><a><b><c><d></d></c></b></a></xml>",
    b"<xml>" + b"".join(b"<f%d></f%d>" % (n, n) for n in range(65)) + b"</xml>",
    b"<xml><Event>" + b"e" * 65536 + b"</Event></xml>",
    b"<xml><Event>subscribe</Event>",
    b"<xml>&lol;</xml>",
)

PUSHES: Suite[World] = Suite("template-message")


@PUSHES.check(Part.VECTORS, Needs.WIRE)
async def the_vendors_own_samples_are_signed_as_they_say_and_read(world: World) -> None:
    del world
    vectors.samples_are_signed_as_they_say()
    vectors.samples_are_read()


@PUSHES.check(Part.VECTORS, Needs.WIRE)
async def the_sealed_sample_is_admitted_and_tells_nothing_of_an_account(world: World) -> None:
    del world
    pushes = WechatAccountPushes(vectors.KEYS, clock=vectors.then, nonces=MemoryNonces())

    same(await pushes.parse(vectors.SEALED_QUERY, vectors.SEALED_BODY), None, "the event")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def the_same_is_told_in_json_where_the_console_says_so(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    await world.stage.control("/__shape", shape="json")
    await world.follow(FOLLOWER, UNIONID)
    heard = await world.heard(2)

    told = [await world.pushes().parse(one.query, one.body) for one in heard]

    same([one.body[:1] for one in heard], [b"<", b"{"], "how they are written")
    same([one.happened if one else "" for one in told], ["followed", "followed"], "what happened")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def the_words_of_a_fate_vary_in_their_blanks_and_a_nought_is_no_number(world: World) -> None:
    await world.begin()
    told = []
    modes = ("undelivered", "blocked", "strange_fate", "zero_msgid")
    for number, mode in enumerate(modes):
        await world.stage.mode(mode)
        await send(world, number)
    for one in (await world.heard(1 + len(modes)))[1:]:
        event = await world.pushes().parse(one.query, one.body)
        told.append((event.happened, event.error, bool(event.reference)) if event else None)

    wanted = [
        ("failed", "system-failed", True),
        ("failed", "user-block", True),
        ("failed", "failed", True),
        ("delivered", "", False),
    ]
    same(told, wanted, "what became of them")


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def one_character_of_ours_changed_and_nothing_is_believed(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    [push] = await world.heard(1)
    token, key = world.stage.given("account_push_token"), world.stage.given("account_push_key")

    for changed in ({"token": token[:-1] + "X"}, {"encoding_key": "C" + key[1:]}, {"appid": "wx2"}):
        with signature_wrong():
            await world.pushes(**changed).parse(push.query, push.body)
    for name in ("msg_signature", "timestamp", "nonce"):
        with signature_wrong():
            await world.pushes().parse({**push.query, name: "1"}, push.body)


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def a_push_is_let_in_three_times_as_it_is_tried_and_not_for_ever(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    [push], pushes = await world.heard(1), world.pushes()

    for _ in range(3):
        holds(await pushes.parse(push.query, push.body), "it is let in")
    with signature_wrong():
        await pushes.parse(push.query, push.body)


@PUSHES.check(Part.CALLBACKS, Needs.WIRE)
async def xml_that_is_more_than_fields_is_refused_whoever_signed_it(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    [push] = await world.heard(1)
    for body in NO_XML_OF_THEIRS:
        with signature_wrong():
            await world.pushes().parse(push.query, body)
        query, sealed = _sealed(world, push, body)
        with signature_wrong():
            await world.pushes().parse(query, sealed)


def _sealed(world: World, push: Received, message: bytes) -> tuple[dict[str, str], bytes]:
    """As the platform itself would seal it: what is inside is read with the same care."""
    seal = Seal(
        token=world.stage.given("account_push_token"),
        encoding_key=world.stage.given("account_push_key"),
        appid=world.stage.given("account_appid"),
    )
    encrypted = seal.encrypt(message, bytes(16))
    signature = seal.sign(push.query["timestamp"], push.query["nonce"], encrypted)
    return {**push.query, "msg_signature": signature}, f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode()
