"""What every register of social organisations (社会组织登记系统) and of people (人口库) keeps to."""

from typing import Protocol

from adapters.conformance.expectation import holds, never, refused, same, unavailable
from adapters.conformance.suite import Needs, Part, Suite
from adapters.sandbox.city import City
from domain.kernel.personal import DocumentNumber, PersonName
from domain.parties.outside import PopulationRegister, SocialRegister

WHY = "民办非企业单位登记证书到期换发"
NOBODY = DocumentNumber("370285199001019985")
NO_ORGANISATION = DocumentNumber("52370200MJ0000018D")


class World(Protocol):
    """`town`: whom the registers know."""

    @property
    def social(self) -> SocialRegister: ...
    @property
    def population(self) -> PopulationRegister: ...
    @property
    def town(self) -> City: ...
    async def be_down(self) -> None: ...


SUITE: Suite[World] = Suite(
    "registers",
    without={
        Part.CALLBACKS: "registers call nobody",
        Part.UNKNOWN: "every call only asks: a lost answer is unavailable, and asking again changes nothing",
        Part.VECTORS: "nothing is published; the envelope has its own (tests/adapters/test_vectors.py)",
    },
)


@SUITE.check(Part.HAPPY)
async def a_certificate_comes_with_its_organisation_and_sources(world: World) -> None:
    school = world.town.of("journey")

    record = await world.social.certificate(school.certificate.record_id, purpose=WHY)

    if record is None or record.responsible is None:
        return never(school.certificate.record_id, "a certificate without who answers for it")
    row = record.certificate
    same(row.holder_number.reveal(), school.uscc, "the holder")
    same((row.originals, row.duplicates), (1, 2), "the copies")
    same(row.valid_until, school.certificate.valid_until, "the last day")
    same(record.responsible.number.reveal(), school.responsible.id_number, "the 负责人")
    same(record.address.value.reveal(), school.address, "the address")
    holds(record.address.as_of.tzinfo, "as of when, with its zone")
    return None


@SUITE.check(Part.HAPPY)
async def the_snapshot_holds_every_certificate_once(world: World) -> None:
    rows = [row async for page in world.social.pages(purpose=WHY) for row in page]

    same(
        sorted(row.record_id for row in rows),
        sorted(o.certificate.record_id for o in world.town.organisations),
        "the records",
    )


@SUITE.check(Part.HAPPY)
async def one_organisations_certificates_are_told_together(world: World) -> None:
    school = world.town.of("journey")

    [row] = await world.social.certificates_of(DocumentNumber(school.uscc), purpose=WHY)

    same((row.record_id, row.holder_kind), (school.certificate.record_id, school.kind), "the certificate")


@SUITE.check(Part.HAPPY)
async def the_responsible_person_represents_and_a_former_one_does_not(world: World) -> None:
    school = world.town.of("journey")
    told = [
        await world.social.represented_by(PersonName(one.name), DocumentNumber(one.id_number), purpose=WHY)
        for one in (school.responsible, school.former_responsible)
        if one is not None
    ]

    present, former = ([one.number.reveal() for one in organisations] for organisations in told)
    holds(school.uscc in present, "the present one represents")
    never(school.uscc in former, "the former one represents")


@SUITE.check(Part.HAPPY)
async def name_and_number_match_or_do_not_or_are_unknown(world: World) -> None:
    person, other = world.town.people[0], world.town.people[1]
    name, number = PersonName(person.name), DocumentNumber(person.id_number)

    same(await world.population.matches(name, number, purpose=WHY), "match", "both of one person")
    another = PersonName(other.name)
    same(await world.population.matches(another, number, purpose=WHY), "mismatch", "another's name")
    same(await world.population.matches(name, NOBODY, purpose=WHY), "absent", "nobody's number")


@SUITE.check(Part.HAPPY)
async def a_person_is_looked_up_by_number(world: World) -> None:
    person = world.town.people[0]

    found = await world.population.lookup(DocumentNumber(person.id_number), purpose=WHY)

    if found is None:
        return never(person, "a person who is not there")
    same((found.name.reveal(), found.address.reveal()), (person.name, person.address), "what is on file")
    holds(found.as_of.tzinfo, "as of when, with its zone")
    return None


@SUITE.check(Part.REFUSALS)
async def what_nobody_has_is_not_there(world: World) -> None:
    same(await world.social.certificate("r999999", purpose=WHY), None, "the certificate")
    same(await world.social.certificates_of(NO_ORGANISATION, purpose=WHY), (), "the certificates")
    same(await world.population.lookup(NOBODY, purpose=WHY), None, "the person")


@SUITE.check(Part.REFUSALS)
async def a_question_without_a_purpose_is_refused(world: World) -> None:
    with refused():
        await world.social.certificate("r999999", purpose=" ")
    with refused():
        await world.population.lookup(DocumentNumber(world.town.people[0].id_number), purpose="长" * 201)


@SUITE.check(Part.IDEMPOTENCY)
async def the_same_question_has_the_same_answer(world: World) -> None:
    number = DocumentNumber(world.town.people[0].id_number)

    first = await world.population.lookup(number, purpose=WHY)

    same(await world.population.lookup(number, purpose=WHY), first, "the person")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def registers_that_are_down_are_unavailable(world: World) -> None:
    await world.be_down()

    with unavailable():
        await world.social.certificate(world.town.of("journey").certificate.record_id, purpose=WHY)
    with unavailable():
        await world.population.lookup(NOBODY, purpose=WHY)
