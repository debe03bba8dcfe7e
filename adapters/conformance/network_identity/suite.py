"""What every access to the 网号 (国家网络身份认证公共服务) keeps to."""

from typing import Protocol

from adapters.conformance.expectation import refused, same, unavailable, unknown
from adapters.conformance.suite import Needs, Part, Suite
from adapters.sandbox.city import Person
from domain.identity.other_way import NetworkIdentity, NetworkToken
from domain.identity.outside import FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName

PASSED = FaceVerdict("passed")
NOT_THEIRS = FaceVerdict("failed", "credential")
ORDER, OTHER = "0" * 31 + "1", "0" * 31 + "2"


class World(Protocol):
    """`confirm`: the person says yes in their own app, for the check of that number."""

    @property
    def network(self) -> NetworkIdentity: ...
    @property
    def people(self) -> tuple[Person, ...]: ...
    async def confirm(self, biz_no: str, person: Person) -> NetworkToken: ...
    async def be_busy(self) -> None: ...
    async def lose_the_answer(self) -> None: ...
    async def be_undecided(self) -> None: ...


SUITE: Suite[World] = Suite(
    "network-identity",
    without={
        Part.CALLBACKS: "the person's browser brings the token; the service calls nobody",
        Part.VECTORS: "nothing is published; the envelope has its own (tests/adapters/test_vectors.py)",
    },
)


async def verified(
    network: NetworkIdentity, person: Person, token: NetworkToken, order: str = ORDER
) -> FaceVerdict:
    return await network.verify(order, token, PersonName(person.name), DocumentNumber(person.id_number))


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_token_of_their_own_app_passes_for_this_check(world: World) -> None:
    person = world.people[0]
    token = await world.confirm(ORDER, person)

    same(await verified(world.network, person, token), PASSED, "the verdict")
    same(await world.network.outcome(ORDER), PASSED, "what is told again")


@SUITE.check(Part.REFUSALS)
async def an_invented_token_does_not_pass(world: World) -> None:
    found = await verified(world.network, world.people[0], NetworkToken("invented-token"))

    same(found, NOT_THEIRS, "the verdict")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def another_persons_confirmation_does_not_pass(world: World) -> None:
    token = await world.confirm(ORDER, world.people[1])

    same(await verified(world.network, world.people[0], token), NOT_THEIRS, "the verdict")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_token_of_another_check_does_not_pass(world: World) -> None:
    person = world.people[0]
    token = await world.confirm(OTHER, person)

    same(await verified(world.network, person, token), NOT_THEIRS, "the verdict")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_token_is_good_once(world: World) -> None:
    person = world.people[0]
    token = await world.confirm(ORDER, person)
    await verified(world.network, person, token)

    with refused():
        await verified(world.network, person, token)


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_verdict_is_found_by_our_number(world: World) -> None:
    person = world.people[0]
    token = await world.confirm(ORDER, person)
    same(await world.network.outcome(ORDER), None, "before anybody asked")
    await world.lose_the_answer()

    with unknown():
        await verified(world.network, person, token)

    same(await world.network.outcome(ORDER), PASSED, "what is told again")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_service_that_has_not_decided_yet_is_neither_yes_nor_no(world: World) -> None:
    person = world.people[0]
    token = await world.confirm(ORDER, person)
    await world.be_undecided()

    same(await verified(world.network, person, token), FaceVerdict("pending"), "at first")
    same(await world.network.outcome(ORDER), PASSED, "when asked again")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_service_too_busy_was_not_asked(world: World) -> None:
    person = world.people[0]
    token = await world.confirm(ORDER, person)
    await world.be_busy()

    with unavailable():
        await verified(world.network, person, token)

    same(await verified(world.network, person, token), PASSED, "the verdict, asked again")
