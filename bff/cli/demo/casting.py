"""Who plays in the demonstration, with what in hand: casts of the sandbox city's stories, and whole walks."""

from collections.abc import Callable
from dataclasses import replace

from adapters.sandbox.city import JOURNEY, City, Enterprise, Organisation, Person
from bff.cli.demo.accounts import CHIEF, CLERK, VERIFYING, Keys
from bff.cli.demo.client import Client
from bff.cli.demo.mini_program import FRONT, MiniProgram
from bff.cli.demo.stage import Ports
from bff.cli.demo.steps import STEPS
from bff.cli.demo.walk import Cast, Levers, Walk


def cast(people: City, keys: Keys, story: str = JOURNEY) -> Cast:
    """The players of one story of the sandbox city."""
    return cast_of(people.of(story), keys)


def cast_of(organisation: Organisation | Enterprise, keys: Keys) -> Cast:
    return Cast(
        name=organisation.responsible.name,
        id_number=organisation.responsible.id_number,
        phone=organisation.contact_phone or "",
        organisation=organisation.name,
        chief_key=keys.chief,
        clerk_key=keys.clerk,
        verifier_key=keys.verifier,
        purpose=VERIFYING[2],
        chief=CHIEF,
        clerk=CLERK,
        verifier=VERIFYING[0],
    )


def cast_as(person: Person, people: City, keys: Keys) -> Cast:
    """Somebody who acts for themselves."""
    players = cast(people, keys)
    return replace(
        players, name=person.name, id_number=person.id_number, phone=person.phone or "", organisation=""
    )


def levers(ports: Ports) -> Levers:
    return Levers(
        sms=ports.vendor("sms"),
        face=ports.vendor("face"),
        courier=ports.vendor("courier"),
        approval=ports.vendor("approval"),
        wechat=ports.vendor("wechat"),
        push=ports.vendor("push"),
        other_face=ports.vendor("face_tencent"),
    )


def in_mini_program(
    client: Client,
    enterprise: Organisation | Enterprise,
    players: Cast,
    at: Levers,
    say: Callable[[str, str], None],
) -> MiniProgram:
    """The responsible person with the mini-program open; WeChat knows them by a number of its own."""
    walk = Walk(client, players, at, say, front=FRONT)
    return MiniProgram(walk, at.wechat, f"sandbox-openid-{enterprise.uscc.lower()}")


def agent_in_mini_program(giver: MiniProgram, agent: Person) -> MiniProgram:
    """Their helper, on a phone of their own."""
    walk = giver.walk
    players = replace(walk.cast, name=agent.name, id_number=agent.id_number, phone=agent.phone or "")
    own = Walk(walk.client, players, walk.levers, walk.say, front=FRONT)
    return MiniProgram(own, giver.wechat, f"{giver.openid}-agent")


async def meet(phone: MiniProgram) -> None:
    """Before anything is due: signed in, known by face, one message allowed."""
    await phone.enter()
    await phone.prove()
    await phone.allow_notices()


async def walk_all(walk: Walk) -> None:
    """The eight steps, then the licence shown and rated."""
    for _, step in STEPS:
        await step(walk)
