"""What every licence bank (证照库) keeps to."""

from typing import Protocol

from adapters.conformance.expectation import holds, never, refused, same, unavailable
from adapters.conformance.suite import Needs, Part, Suite
from adapters.sandbox.city import Organisation
from domain.kernel.personal import DocumentNumber
from domain.licences.outside import BankStatus, LicenceBank

WHY = "向本人出示"


class World(Protocol):
    """`school` has one licence in force."""

    @property
    def bank(self) -> LicenceBank: ...
    @property
    def school(self) -> Organisation: ...
    async def restrict(self, identifier: str) -> None: ...
    async def renew(self, identifier: str) -> None: ...
    async def be_down(self) -> None: ...


SUITE: Suite[World] = Suite(
    "licence-bank",
    without={
        Part.CALLBACKS: "the bank calls nobody",
        Part.UNKNOWN: "every call only asks: a lost answer is unavailable, and asking again changes nothing",
    },
)


@SUITE.check(Part.HAPPY)
async def a_holders_licence_is_listed_with_what_stands_on_it(world: World) -> None:
    school = world.school

    (licence,) = await world.bank.of_holder(DocumentNumber(school.uscc), purpose=WHY)

    same(licence.status, BankStatus.VALID, "the status")
    if licence.facts is None:
        return never(licence, "a licence in force without its facts")
    same(licence.facts.number, school.certificate.number, "the printed number")
    same(licence.facts.valid_until, school.certificate.valid_until, "the last day")
    same(licence.facts.holder_number.reveal(), school.uscc, "the holder")
    return None


@SUITE.check(Part.HAPPY)
async def a_holder_without_licences_has_an_empty_wallet(world: World) -> None:
    same(await world.bank.of_holder(DocumentNumber("52370285MJ00000000"), purpose=WHY), (), "the wallet")


@SUITE.check(Part.HAPPY)
async def a_licence_is_found_by_its_printed_number(world: World) -> None:
    kind, number = world.school.certificate.type_code, world.school.certificate.number

    found = await world.bank.by_number(number, licence_type=kind, purpose=WHY)

    holds(found is not None and found.facts, "it is found, with what stands on it")
    same(await world.bank.by_number("没有这个编号", licence_type=kind, purpose=WHY), None, "no such number")


@SUITE.check(Part.HAPPY)
async def the_file_is_the_banks_own(world: World) -> None:
    (licence,) = await world.bank.of_holder(DocumentNumber(world.school.uscc), purpose=WHY)

    page = await world.bank.file(licence.identifier, purpose=WHY)
    picture = await world.bank.file(licence.identifier, purpose=WHY, file_type="png")

    holds(page.startswith(b"PK\x03\x04"), "the file is an OFD package")
    holds(picture.startswith(b"\x89PNG"), "the picture is a PNG")


@SUITE.check(Part.REFUSALS)
async def a_licence_nobody_issued_is_absent(world: World) -> None:
    same(await world.bank.status("1.2.156.3005.2.nothing"), BankStatus.ABSENT, "the status")


@SUITE.check(Part.REFUSALS)
async def a_question_without_a_purpose_is_refused(world: World) -> None:
    for purpose in ("", " ", "用" * 201):
        with refused():
            await world.bank.of_holder(DocumentNumber(world.school.uscc), purpose=purpose)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_restricted_licence_says_so_and_shows_and_hands_out_nothing(world: World) -> None:
    number = DocumentNumber(world.school.uscc)
    (licence,) = await world.bank.of_holder(number, purpose=WHY)
    await world.restrict(licence.identifier)

    (now,) = await world.bank.of_holder(number, purpose=WHY)

    same((now.status, now.facts), (BankStatus.RESTRICTED, None), "the licence")
    same(await world.bank.status(licence.identifier), BankStatus.RESTRICTED, "the status")
    with refused("licence-restricted"):
        await world.bank.file(licence.identifier, purpose=WHY)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_version_that_was_replaced_has_ended_and_is_listed_no_more(world: World) -> None:
    number = DocumentNumber(world.school.uscc)
    (licence,) = await world.bank.of_holder(number, purpose=WHY)
    await world.renew(licence.identifier)

    (now,) = await world.bank.of_holder(number, purpose=WHY)

    never(now.identifier == licence.identifier, "the old version in the list")
    same(await world.bank.status(licence.identifier), BankStatus.ENDED, "the old one's status")
    with refused("licence-ended"):
        await world.bank.file(licence.identifier, purpose=WHY)


@SUITE.check(Part.IDEMPOTENCY)
async def the_same_question_has_the_same_answer(world: World) -> None:
    number = DocumentNumber(world.school.uscc)

    first = await world.bank.of_holder(number, purpose=WHY)

    same(await world.bank.of_holder(number, purpose=WHY), first, "the list")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_bank_that_is_down_is_unavailable(world: World) -> None:
    await world.be_down()

    with unavailable():
        await world.bank.of_holder(DocumentNumber(world.school.uscc), purpose=WHY)
