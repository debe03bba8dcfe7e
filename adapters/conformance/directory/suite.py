"""What every licence bank's directory (证照目录) keeps to."""

from typing import Protocol

from adapters.conformance.expectation import holds, never, refused, same, unavailable
from adapters.conformance.suite import Needs, Part, Suite
from adapters.sandbox.city import City
from domain.kernel.personal import Address, DocumentNumber, OrganisationName, PersonName
from domain.parties.outside import LicenceDirectory

WHY = "查找即将到期或者需要变更的证照"


class World(Protocol):
    """`town`: whose licences the directory holds, those of its `held`."""

    @property
    def directory(self) -> LicenceDirectory: ...
    @property
    def town(self) -> City: ...
    async def be_down(self) -> None: ...


SUITE: Suite[World] = Suite(
    "directory",
    without={
        Part.CALLBACKS: "the bank calls nobody",
        Part.UNKNOWN: "every call only asks: a lost answer is unavailable, and asking again changes nothing",
        Part.VECTORS: "of the directory nothing is published; what is sealed is the bank's (licence-bank)",
    },
)


@SUITE.check(Part.HAPPY)
async def the_directory_holds_every_licence_once(world: World) -> None:
    told = [entry async for page in world.directory.pages(purpose=WHY) for entry in page]

    same(
        sorted(entry.certificate.record_id for entry in told),
        sorted(held.record_id for held in world.town.held),
        "the records",
    )


@SUITE.check(Part.HAPPY)
async def a_licence_is_told_with_what_is_printed_on_it(world: World) -> None:
    [held, *_] = world.town.enterprise("renamed-builder").licences

    entry = await world.directory.entry(held.record_id, purpose=WHY)

    if entry is None:
        return never(held.record_id, "a licence that is not there")
    row, printed = entry.certificate, entry.printed
    same(
        (printed.name, printed.responsible_name, printed.address),
        (OrganisationName(held.holder), PersonName(held.responsible), Address(held.address)),
        "what is printed",
    )
    same(
        (row.licence_type, row.licence_number, row.holder_number.reveal(), row.holder_kind),
        (held.certificate.name, held.certificate.number, held.holder_code, "企业"),
        "the certificate",
    )
    same(row.issuing_body_code, held.certificate.issuing_body.uscc, "the issuer")
    same(
        (row.valid_from, row.valid_until),
        (held.certificate.valid_from, held.certificate.valid_until),
        "the term",
    )
    same((row.status, row.originals, row.duplicates), ("valid", 1, held.certificate.duplicates), "the copies")
    holds(entry.identifier.startswith("1.2.156.3005.2."), "the identifier is a 证照标识")
    return None


@SUITE.check(Part.HAPPY)
async def a_natural_persons_licence_bears_a_persons_name(world: World) -> None:
    [held] = world.town.licences("happy-99")

    [entry] = await world.directory.entries_of(DocumentNumber(held.holder_code), purpose=WHY)

    same(entry.certificate.holder_name, PersonName(held.holder), "the holder")
    same(entry.certificate.holder_kind, "自然人", "the kind")


@SUITE.check(Part.HAPPY)
async def one_holders_licences_are_told_together(world: World) -> None:
    builder = world.town.enterprise("renamed-builder")

    told = await world.directory.entries_of(DocumentNumber(builder.uscc), purpose=WHY)

    same(
        sorted(entry.certificate.record_id for entry in told),
        sorted(held.record_id for held in builder.licences),
        "the records",
    )


@SUITE.check(Part.REFUSALS)
async def a_licence_nobody_has_is_not_there(world: World) -> None:
    same(await world.directory.entry("k999999", purpose=WHY), None, "the entry")
    same(await world.directory.entries_of(DocumentNumber("52370200MJ0000018D"), purpose=WHY), (), "the list")


@SUITE.check(Part.REFUSALS)
async def a_question_without_a_purpose_is_refused(world: World) -> None:
    with refused():
        await world.directory.entry("k999999", purpose=" ")


@SUITE.check(Part.IDEMPOTENCY)
async def the_same_question_has_the_same_answer(world: World) -> None:
    [held, *_] = world.town.enterprise("renamed-builder").licences

    first = await world.directory.entry(held.record_id, purpose=WHY)

    same(await world.directory.entry(held.record_id, purpose=WHY), first, "the entry")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_bank_that_is_down_is_unavailable(world: World) -> None:
    await world.be_down()

    with unavailable():
        await world.directory.entry("k999999", purpose=WHY)
