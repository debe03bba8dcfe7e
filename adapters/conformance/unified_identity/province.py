"""The province's unified identity (省统一身份认证): its own page and wire, and what is asked of it alone.

Source: docs/vendors/unified-identity.md, our profile.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.conformance.browser import BACK, SITE, look, page_of, tap
from adapters.conformance.envelope import (
    ACCOUNT,
    APP_ID,
    CALLER,
    IMPATIENT,
    NO_ANSWER,
    NOT_THE_ANSWER,
    printed_without,
    signed,
    told,
)
from adapters.conformance.expectation import never, refused, same
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.unified_identity.suite import STATE, SUITE
from adapters.conformance.vendor import VendorKit
from adapters.people.unified_identity import PAGE, ProvincialIdentity
from adapters.sandbox.city import city
from adapters.sandbox.unified_identity import create_app
from domain.identity.outside_sign_in import TICKET, Subject, Ticket
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Unknown

TOLD_AS: tuple[tuple[dict[str, str], bool, bool], ...] = (
    ({"userType": "legal"}, False, True),
    ({"realNameLevel": "L1"}, True, False),
    ({"realNameLevel": "L2"}, True, True),
    ({"realNameLevel": "L9"}, True, False),
)
"""What the account says; whether it is a person, and whether somebody checked the name."""


class Province:
    def __init__(self, stage: Stage, subject: Subject) -> None:
        self.stage, self.clock, self.subject = stage, stage.clock, subject
        self.house = stage.adapter(self.asking())

    def asking(self, *, deadline_seconds: float = 5.0) -> ProvincialIdentity:
        window = signed(self.stage, self.stage.url, "unified-identity", deadline_seconds=deadline_seconds)
        return ProvincialIdentity(window, page_of(self.stage, PAGE))

    @property
    def who(self) -> str:
        return f"S-{self.subject.number.reveal()}"

    async def agree(self, state: str = STATE) -> Ticket:
        return (await tap(self.stage, self.house.page(state), self.who)).ticket

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Province]:
    town = city(stage.clock.now().date())
    person = town.people[0]
    await stage.vendor(
        lambda books, now: create_app(books, caller=CALLER, people=town.people, back=SITE, now=now)
    )
    yield Province(
        stage,
        Subject(PersonName(person.name), DocumentNumber(person.id_number), is_person=True, is_real_name=True),
    )


OWN: Suite[Province] = Suite("unified-identity")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def the_page_sends_people_back_to_ours_with_their_state(world: Province) -> None:
    back = await tap(world.stage, world.house.page(STATE), world.who)

    same((back.status, back.site, back.fragment), (303, SITE, "/signed-in"), "where they are sent")
    same({**back.query, "ticket": ""}, {"way": "here", "state": STATE, "ticket": ""}, "what they bring")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def organisations_and_names_that_nobody_checked_are_told_as_such(world: Province) -> None:
    for facts, is_person, is_real_name in TOLD_AS:
        account = await world.stage.control("/__account", certNo="999999198001010038", name="丙寅平", **facts)
        ticket = (await tap(world.stage, world.house.page(STATE), account["subjectId"])).ticket
        subject = await world.house.exchange(ticket, STATE)
        same((subject.is_person, subject.is_real_name), (is_person, is_real_name), str(facts))


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def who_taps_no_comes_back_without_a_ticket(world: Province) -> None:
    back = await tap(world.stage, world.house.page(STATE), world.who, choice="refuse")

    same(back.query, {"way": "here", "state": STATE, "error": "denied"}, "what they bring")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def the_page_serves_no_other_site_and_no_other_application(world: Province) -> None:
    for back, app_id in (("https://elsewhere.test/", APP_ID), (BACK, "another-application")):
        url = page_of(world.stage, PAGE, back=back, app_id=app_id).address(STATE)
        status, _ = await look(world.stage, url)
        sent = await tap(world.stage, url, "anybody")
        same((status, sent.status, sent.query), (400, 400, {}), "what it says")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def what_cannot_be_a_ticket_is_not_sent(world: Province) -> None:
    for text in ("", " ", "票据", "TK\n", "T" * 513):
        with refused(TICKET):
            await world.house.exchange(Ticket(text), STATE)

    never(world.stage.exchanges, "a call with it")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def no_answer_that_is_none_names_anybody(world: Province) -> None:
    hurried = world.asking(deadline_seconds=IMPATIENT)
    for mode in (*NO_ANSWER, *NOT_THE_ANSWER):
        ticket = await world.agree()
        await world.stage.mode(mode, match={"path": "/api/v1/tickets/exchange"})
        house = hurried if mode in NO_ANSWER else world.house
        same(await told(lambda: house.exchange(ticket, STATE)), Unknown, mode)  # noqa: B023 - asked at once
        await world.stage.mode("ok")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def neither_tickets_nor_people_stand_in_what_is_printed(world: Province) -> None:
    ticket = await world.agree()

    for secret in (ticket.reveal(), world.subject.name.reveal(), world.subject.number.reveal()):
        printed_without(secret, ticket, world.subject)


KIT = VendorKit("province", SUITE, opened, ACCOUNT, "secret", OWN)
