"""The two registers on the data-sharing platform (数据共享), and what is asked of them alone.

Source: docs/vendors/social-organisation-register.md, docs/vendors/population-register.md, our profiles.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote

from adapters.conformance.envelope import (
    ACCOUNT,
    CALLER,
    IMPATIENT,
    Ask,
    each_fault_is_unavailable,
    signed,
    told,
)
from adapters.conformance.expectation import never, same, unavailable
from adapters.conformance.registers.suite import NO_ORGANISATION, NOBODY, SUITE, WHY
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.registry.population import SharedPopulationRegister
from adapters.registry.social import SharedSocialRegister
from adapters.sandbox import population_register, social_register
from adapters.sandbox.city import City, city
from adapters.sandbox.kit import Books
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Unavailable
from domain.parties.records import POPULATION, SOCIAL, Origin


class DataSharing:
    """`social_url`, `people_url`: at a real platform both are the one address that was given."""

    def __init__(self, stage: Stage, social_url: str, people_url: str, town: City) -> None:
        self.stage, self.town = stage, town
        self.social_url, self.people_url = social_url, people_url
        self.social = stage.adapter(SharedSocialRegister(signed(stage, social_url, "social-register")))
        self.population = stage.adapter(SharedPopulationRegister(signed(stage, people_url, "population")))

    async def be_down(self) -> None:
        for url in (self.social_url, self.people_url):
            self.stage.url = url
            await self.stage.mode("503", times=2)


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[DataSharing]:
    town = city(stage.clock.now().date())
    social_url = await stage.vendor(
        lambda books, now: social_register.create_app(
            books, caller=CALLER, organisations=town.organisations, now=now
        )
    )
    if not stage.is_emulated:
        yield DataSharing(stage, social_url, social_url, town)
        return
    with Books(":memory:") as others:
        people = population_register.create_app(
            others, caller=CALLER, people=town.people, now=stage.clock.now
        )
        running = await stage.start(people)
        yield DataSharing(stage, social_url, running.url, town)
        await stage.closing.aclose()  # the emulators end before their books do


OWN: Suite[DataSharing] = Suite("registers")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_to_the_organisations_nothing_is_read_from_it(
    world: DataSharing,
) -> None:
    stage, record = world.stage, world.town.of("journey").certificate.record_id
    stage.url = world.social_url
    hurried = SharedSocialRegister(
        signed(stage, world.social_url, "social-register", deadline_seconds=IMPATIENT)
    )

    await each_fault_is_unavailable(
        stage,
        lambda: world.social.certificate(record, purpose=WHY),
        lambda: hurried.certificate(record, purpose=WHY),
    )


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_to_the_people_nothing_is_read_from_it(world: DataSharing) -> None:
    stage = world.stage
    stage.url = world.people_url
    hurried = SharedPopulationRegister(
        signed(stage, world.people_url, "population", deadline_seconds=IMPATIENT)
    )

    await each_fault_is_unavailable(
        stage,
        lambda: world.population.lookup(NOBODY, purpose=WHY),
        lambda: hurried.lookup(NOBODY, purpose=WHY),
    )


@OWN.check(Part.HAPPY, Needs.WIRE)
async def each_question_says_of_which_catalogue_what_for_and_on_what_ground(world: DataSharing) -> None:
    stage, heard = world.stage, world.stage.listener
    social = SharedSocialRegister(signed(stage, heard.url, "social-register"))
    population = SharedPopulationRegister(signed(stage, heard.url, "population"))
    asking: tuple[tuple[Origin, Ask], ...] = (
        (SOCIAL, lambda: social.certificate("r000001", purpose=WHY)),
        (SOCIAL, lambda: social.certificates_of(NO_ORGANISATION, purpose=WHY)),
        (SOCIAL, lambda: social.represented_by(PersonName("甲"), NOBODY, purpose=WHY)),
        (POPULATION, lambda: population.matches(PersonName("甲"), NOBODY, purpose=WHY)),
        (POPULATION, lambda: population.lookup(NOBODY, purpose=WHY)),
    )
    for origin, ask in asking:
        heard.got.clear()
        same(await told(ask), Unavailable, "an answer that is none")
        said = {name.lower(): unquote(value) for name, value in heard.got[0].headers.items()}
        same(
            (said["x-catalogue-id"], said["x-purpose"], said["x-basis"]),
            (origin.catalogue_id, WHY, origin.basis),
            "what is said",
        )


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def an_answer_of_another_catalogue_is_none(world: DataSharing) -> None:
    heard = world.stage.listener
    population = SharedPopulationRegister(signed(world.stage, heard.url, "population"))
    heard.answer = {"code": "0", "msg": "", "data": {"result": "match", "catalogueId": SOCIAL.catalogue_id}}

    with unavailable("catalogue-changed"):
        await population.matches(PersonName("甲"), NOBODY, purpose=WHY)


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_persons_number_stands_in_no_address(world: DataSharing) -> None:
    person = world.town.people[0]
    found = await world.population.lookup(DocumentNumber(person.id_number), purpose=WHY)

    same(found is not None, True, "whether they are found")
    never(any(person.id_number in one.what for one in world.stage.exchanges), "a number in an address")


KIT = VendorKit("data-sharing", SUITE, opened, ACCOUNT, "secret", OWN)
