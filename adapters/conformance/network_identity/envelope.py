"""The 网号 (国家网络身份认证公共服务) through an access party, in our profile; what is asked of it alone.

Source: docs/vendors/network-identity.md, our profile: the service's own is not public.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from urllib.parse import parse_qsl, urlsplit

from adapters.conformance.envelope import (
    ACCOUNT,
    CALLER,
    IMPATIENT,
    each_fault_is_unavailable,
    each_fault_is_unknown,
    key,
    printed_without,
    signed,
)
from adapters.conformance.expectation import same
from adapters.conformance.network_identity.suite import ORDER, PASSED, SUITE, verified
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.proofs.network import ContractedNetworkIdentity
from adapters.sandbox.city import Person, city
from adapters.sandbox.network_identity import create_app
from domain.identity.other_way import NetworkToken

BACK = "https://palm.invalid/#/other-way?check=idc_1"


class Contracted:
    def __init__(self, stage: Stage, people: tuple[Person, ...]) -> None:
        self.stage, self.people = stage, people
        self.network = stage.adapter(self.asking())

    def asking(self, *, deadline_seconds: float = 5.0) -> ContractedNetworkIdentity:
        url = self.stage.url
        window = signed(self.stage, url, "network-identity", deadline_seconds=deadline_seconds)
        return ContractedNetworkIdentity(window, page_url=url, key=key(self.stage))

    async def confirm(self, biz_no: str, person: Person) -> NetworkToken:
        told = await self.stage.control("/__confirm", bizNo=biz_no, idNumber=person.id_number)
        return NetworkToken(told["token"])

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_undecided(self) -> None:
        await self.stage.mode("undecided")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Contracted]:
    people = city(stage.clock.now().date()).people
    await stage.vendor(lambda books, now: create_app(books, caller=CALLER, people=people, now=now))
    yield Contracted(stage, people)


OWN: Suite[Contracted] = Suite("network-identity")


def _asked(world: Contracted) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(world.network.page(ORDER, BACK)).query))


@OWN.check(Part.HAPPY, Needs.WIRE)
async def the_person_confirms_on_the_services_page_and_comes_back_with_a_token(world: Contracted) -> None:
    person, address = world.people[0], world.network.page(ORDER, BACK)
    form = {**_asked(world), "choice": "ok", "idNumber": person.id_number}

    async with world.stage.hand.get(address) as shown:
        same(shown.status, 200, "the page")
    target = f"{world.stage.url}/authorize"
    async with world.stage.hand.post(target, data=form, allow_redirects=False) as back:
        token = back.headers["Location"].removeprefix(f"{BACK}&token=")

    same(await verified(world.network, person, NetworkToken(token)), PASSED, "the verdict")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_way_back_that_somebody_turned_is_not_followed(world: Contracted) -> None:
    for turned in ("returnUrl", "bizNo", "appId", "sign"):
        query = {**_asked(world), turned: "https://elsewhere.invalid/"}
        async with world.stage.hand.get(f"{world.stage.url}/authorize", params=query) as shown:
            same(shown.status, 400, turned)


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_it_may_have_been_asked_and_never_passes(world: Contracted) -> None:
    person, hurried, numbers = world.people[0], world.asking(deadline_seconds=IMPATIENT), count(1)

    async def ask(network: ContractedNetworkIdentity) -> object:
        order = f"{next(numbers):032d}"
        return await verified(network, person, await world.confirm(order, person), order)

    await each_fault_is_unknown(world.stage, lambda: ask(world.network), lambda: ask(hurried))


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_question_after_it_that_is_not_answered_changes_nothing(world: Contracted) -> None:
    hurried = world.asking(deadline_seconds=IMPATIENT)

    await each_fault_is_unavailable(
        world.stage, lambda: world.network.outcome(ORDER), lambda: hurried.outcome(ORDER)
    )


@OWN.check(Part.FAULTS, Needs.WIRE)
async def no_token_stands_in_what_is_printed(world: Contracted) -> None:
    token = await world.confirm(ORDER, world.people[0])

    printed_without(token.reveal(), token)


KIT = VendorKit("envelope", SUITE, opened, ACCOUNT, "secret", OWN)
