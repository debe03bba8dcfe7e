"""The business licence on a phone (电子营业执照) in our profile, and what is asked of it alone.

Source: docs/vendors/e-licence.md, our profile.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from adapters.conformance.browser import SITE, page_of, tap
from adapters.conformance.e_licence.answers import A_CHIEF, SOME, TOLD, UNCLEAR, stands
from adapters.conformance.e_licence.suite import GIVEN, OTHER, SHOP, STATE, SUITE, agent_of
from adapters.conformance.envelope import (
    ACCOUNT,
    APP_ID,
    CALLER,
    IMPATIENT,
    NO_ANSWER,
    NOT_THE_ANSWER,
    each_fault_is_unavailable,
    signed,
    told,
)
from adapters.conformance.expectation import NotConformant, never, refused, same, unavailable
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.people.business_licence import PAGE, BusinessLicences
from adapters.people.sign_in_page import SignInPage
from adapters.sandbox.city import City, city
from adapters.sandbox.e_licence import create_app
from domain.identity.outside_sign_in import TICKET, LicenceHolder, Ticket
from domain.kernel.authorisation import Authorisation
from domain.kernel.refusal import Unknown

EXCHANGING = {"path": "/api/v1/tickets/exchange"}


class Licences:
    def __init__(self, stage: Stage, town: City) -> None:
        self.stage, self.clock, self.town = stage, stage.clock, town
        self.house = stage.adapter(self.asking())

    def asking(self, *, deadline_seconds: float = 5.0) -> BusinessLicences:
        window = signed(self.stage, self.stage.url, "e-licence", deadline_seconds=deadline_seconds)
        return BusinessLicences(window, page_of(self.stage, PAGE))

    def told_by(self, data: dict[str, object]) -> BusinessLicences:
        """The adapter at a house that answers so: no emulator of ours would."""
        heard = self.stage.listener
        heard.answer = {"code": "0", "msg": "", "data": data}
        return BusinessLicences(
            signed(self.stage, heard.url, "e-licence"), SignInPage(heard.url, PAGE, APP_ID, SITE)
        )

    async def agree(self, holder: LicenceHolder, state: str = STATE) -> Ticket:
        who = f"{holder.organisation_number.reveal()} {holder.number.reveal()}"
        return (await tap(self.stage, self.house.page(state), who)).ticket

    async def end(self, holder: LicenceHolder) -> None:
        whose = {"uscc": holder.organisation_number.reveal(), "idNumber": holder.number.reveal()}
        await self.stage.control("/__end", **whose)

    async def allow(self, holder: LicenceHolder, until: date, *items: str) -> Authorisation:
        made = await self.stage.control(
            "/__authorise",
            uscc=holder.organisation_number.reveal(),
            idNumber=holder.number.reveal(),
            name=holder.name.reveal(),
            items=list(items) or ["*"],
            until=until.isoformat(),
        )
        return Authorisation(made["authorisationId"], items or None, until)

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Licences]:
    town = city(stage.clock.now().date())
    shop = town.enterprise(SHOP)
    await stage.vendor(
        lambda books, now: create_app(books, caller=CALLER, enterprises=[shop], back=SITE, now=now)
    )
    yield Licences(stage, town)


OWN: Suite[Licences] = Suite("e-licence")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def an_authorisation_for_some_items_names_them(world: Licences) -> None:
    agent = agent_of(world.town)
    given = await world.allow(agent, date(2026, 3, 1), "wg-01-construction", "wg-20-bookshop")

    holder = await world.house.exchange(await world.agree(agent), STATE)

    same(holder.authorisation, given, "what they may do")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def an_authorisation_past_its_last_day_is_none(world: Licences) -> None:
    agent = agent_of(world.town)
    ends = []
    for days in (365, 1):
        world.clock.move(days=days)
        ends.append(await world.house.authorised(agent.organisation_number, agent.number, GIVEN))

    same(ends, [True, False], "on its last day, and the day after")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def who_was_let_go_between_the_page_and_the_exchange_is_not_told(world: Licences) -> None:
    agent = agent_of(world.town)
    ticket = await world.agree(agent)
    await world.end(agent)

    with refused("4030"):
        await world.house.exchange(ticket, STATE)


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def what_we_know_is_upheld_whole_or_not_at_all(world: Licences) -> None:
    agent = agent_of(world.town)
    for what, known, changed, is_authorised in TOLD:
        house = world.told_by({**stands(agent), **changed})
        found = await house.authorised(agent.organisation_number, agent.number, known)
        same(found, is_authorised, what)


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_no_says_no_more_and_a_yes_without_its_terms_is_no_answer(world: Licences) -> None:
    agent = agent_of(world.town)
    bare = {name: value for name, value in stands(agent).items() if name in ("uscc", "idNumber")}
    whose = agent.organisation_number, agent.number

    never(await world.told_by({**bare, "authorised": False}).authorised(*whose, SOME), "authorised")
    with unavailable("authorisation-unclear"):
        await world.told_by({**bare, "authorised": True}).authorised(*whose, SOME)


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def an_unclear_answer_names_nobody(world: Licences) -> None:
    whole = {**A_CHIEF, "state": STATE}
    same((await world.told_by(whole).exchange(Ticket("TK-1"), STATE)).authorisation, None, "by office")
    for what, changed in UNCLEAR.items():
        house = world.told_by({**whole, **changed})
        if await told(lambda: house.exchange(Ticket("TK-1"), STATE)) is None:  # noqa: B023 - asked at once
            raise NotConformant(f"{what}: somebody was named")
    with refused(TICKET):
        await world.told_by({**A_CHIEF, "state": OTHER}).exchange(Ticket("TK-1"), STATE)


@OWN.check(Part.FAULTS, Needs.WIRE)
async def no_answer_that_is_none_names_anybody(world: Licences) -> None:
    agent, hurried = agent_of(world.town), world.asking(deadline_seconds=IMPATIENT)
    for mode in (*NO_ANSWER, *NOT_THE_ANSWER):
        ticket = await world.agree(agent)
        await world.stage.mode(mode, match=EXCHANGING)
        house = hurried if mode in NO_ANSWER else world.house
        same(await told(lambda: house.exchange(ticket, STATE)), Unknown, mode)  # noqa: B023 - asked at once
        await world.stage.mode("ok")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def no_answer_that_is_none_authorises_anybody(world: Licences) -> None:
    agent, hurried = agent_of(world.town), world.asking(deadline_seconds=IMPATIENT)
    whose = agent.organisation_number, agent.number

    await each_fault_is_unavailable(
        world.stage,
        lambda: world.house.authorised(*whose, GIVEN),
        lambda: hurried.authorised(*whose, GIVEN),
    )


KIT = VendorKit("envelope", SUITE, opened, ACCOUNT, "secret", OWN)
