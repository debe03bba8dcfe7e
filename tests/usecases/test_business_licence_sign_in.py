"""Signing in by the business licence on a phone: as oneself, and for whom one may act afterwards."""

from datetime import date, timedelta

import pytest

from adapters.postgres.parties import PostgresParties
from bff.compose.core import Core
from domain.identity.check import AnotherDocument, FaceForAdults
from domain.identity.outside_sign_in import LicenceHolder, OutsideSignInEnded, Ticket, Way
from domain.identity.session import Method
from domain.kernel.ids import PartyId
from domain.kernel.party import Level
from domain.kernel.personal import DocumentNumber, OrganisationName
from domain.kernel.refusal import Refusal, Unavailable
from domain.parties.ports import NotRepresentative
from tests.fakes.people import state_in
from tests.support.house import HandClock, count, rows
from tests.usecases.identity_world import CHILD_NUMBER, JIA, JIA_NUMBER, SCHOOL, YI
from tests.usecases.outside_world import (
    BOOKSHOP_CODE,
    LINE,
    OutsideWorld,
    allowed,
    holder,
    outside_world,
    person,
)

UNTIL = date(2027, 5, 1)


@pytest.fixture
def here(core: Core, clock: HandClock) -> OutsideWorld:
    return outside_world(core, clock)


async def organisations() -> list[PartyId]:
    return [PartyId(one["id"]) for one in await rows("parties") if one["kind"] == "organisation"]


async def test_who_holds_it_is_signed_in_as_themselves(here: OutsideWorld) -> None:
    told = await here.sign_in_with(holder())

    assert (told.level, told.name) == (Level.PHONE, f"{YI[0]}{'*' * (len(YI) - 1)}")
    [session] = await rows("sessions")
    assert session["method"] == str(Method.BUSINESS_LICENCE)
    [line] = await here.world.sessions.list_sessions(await here.world.acting(told))
    assert line.method == "电子营业执照"
    assert [one["kind"] for one in await rows("parties")] == ["person"]


async def test_an_office_that_the_licence_tells_of_is_believed_of_the_register_alone(
    here: OutsideWorld,
) -> None:
    school = await here.world.school()
    number = SCHOOL.certificate.holder_number.reveal()
    theirs = await here.world.acting(await here.sign_in_with(holder(code=number)), school)
    named = await here.world.acting(await here.sign_in_with(holder(JIA, JIA_NUMBER, code=number)), school)

    with pytest.raises(NotRepresentative):
        await here.world.desk.check_authority(theirs, fresh=True)
    assert await here.world.desk.check_authority(named, fresh=True) == "负责人"
    assert await count("mandates") == 0


async def test_what_an_organisation_allows_its_agent_is_kept_as_a_mandate(here: OutsideWorld) -> None:
    told = await here.sign_in_with(holder(given=allowed(UNTIL, "wg-20-bookshop")))

    [mandate], [organisation] = await rows("mandates"), await organisations()
    agent = await here.world.acting(told)
    assert (mandate["principal_id"], mandate["agent_id"]) == (organisation, agent.person)
    assert (mandate["source"], mandate["reference"], mandate["state"]) == (
        "e_licence",
        "EA-00000001",
        "given",
    )
    assert (mandate["until_on"], mandate["items"]) == (UNTIL, ["wg-20-bookshop"])


async def test_told_again_it_is_the_same_mandate_as_it_stands_now(here: OutsideWorld) -> None:
    await here.sign_in_with(holder(given=allowed(UNTIL)))
    await here.sign_in_with(holder(given=allowed(UNTIL + timedelta(days=30), "wg-20-bookshop")))

    [mandate] = await rows("mandates")
    assert (mandate["until_on"], mandate["items"]) == (UNTIL + timedelta(days=30), ["wg-20-bookshop"])


async def test_an_authorisation_that_names_no_item_allows_nothing(here: OutsideWorld) -> None:
    none = allowed(UNTIL)
    told = await here.sign_in_with(holder(given=type(none)(none.reference, (), none.until)))

    assert told.level is Level.PHONE
    assert await count("mandates") == 0


async def test_one_that_names_no_item_any_more_ends_what_was_kept(here: OutsideWorld) -> None:
    await here.sign_in_with(holder(given=allowed(UNTIL)))
    none = allowed(UNTIL)

    await here.sign_in_with(holder(given=type(none)(none.reference, (), none.until)))

    [mandate] = await rows("mandates")
    assert (mandate["state"], mandate["ended_why"]) == ("fallen", "outside-ended")


async def test_another_authorisation_takes_the_place_of_what_was_kept(here: OutsideWorld) -> None:
    await here.sign_in_with(holder(given=allowed(UNTIL)))

    await here.sign_in_with(holder(given=allowed(UNTIL, "wg-20-bookshop", reference="EA-00000002")))

    kept = {one["reference"]: (one["state"], one["items"]) for one in await rows("mandates")}
    assert kept == {"EA-00000001": ("fallen", []), "EA-00000002": ("given", ["wg-20-bookshop"])}


async def test_an_organisation_a_register_told_of_keeps_its_name(here: OutsideWorld, core: Core) -> None:
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    registered = OrganisationName("平度市虚构书香书店（个人独资）")
    known = await parties.remember_organisation(
        registered, DocumentNumber(BOOKSHOP_CODE), holder_kind="个体工商户"
    )

    await here.sign_in_with(holder(given=allowed(UNTIL)))

    [mandate] = await rows("mandates")
    assert mandate["principal_id"] == known.party_id
    assert await parties.by_id(known.party_id) == known


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (holder(number=CHILD_NUMBER), FaceForAdults),
        (holder(number="E12345678", given=allowed(UNTIL)), AnotherDocument),
        (holder(code="91370283MA990001XX", given=allowed(UNTIL)), Unavailable),
        (holder(code=JIA_NUMBER, given=allowed(UNTIL)), Unavailable),
    ],
    ids=["child", "passport", "mistyped-code", "a-persons-number-as-code"],
)
async def test_who_or_what_cannot_be_is_kept_nowhere(
    here: OutsideWorld, who: LicenceHolder, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await here.sign_in_with(who)

    assert (await count("sessions"), await count("parties"), await count("mandates")) == (0, 0, 0)


async def test_session_and_mandate_come_together_or_not_at_all(here: OutsideWorld) -> None:
    too_long = "r" * 65  # the column takes 64
    given = type(allowed(UNTIL))(too_long, None, UNTIL)

    with pytest.raises(Exception, match="reference"):
        await here.sign_in_with(holder(given=given))

    assert (await count("sessions"), await count("parties"), await count("mandates")) == (0, 0, 0)


async def test_the_ticket_of_one_house_serves_no_other(here: OutsideWorld) -> None:
    url = await here.leave(way=Way.BUSINESS_LICENCE)
    ticket = here.unified.agree(url, person())

    with pytest.raises(OutsideSignInEnded):
        await here.desk.sign_in_by_business_licence(ticket, state_in(url), address=LINE, device=here.mine)
    assert await count("sessions") == 0


async def test_a_house_that_is_away_signs_nobody_in(here: OutsideWorld) -> None:
    here.licences.trouble.before.append(Unavailable("e-licence", "http-503"))

    with pytest.raises(Unavailable):
        await here.sign_in_with(holder(given=allowed(UNTIL)))

    assert (await count("sessions"), await count("mandates")) == (0, 0)


def test_nothing_of_a_holder_is_printed() -> None:
    who = holder(given=allowed(UNTIL))

    printed = f"{who!r} {Ticket('TK-invented')!r}"

    assert who.name.reveal() not in printed
    assert who.number.reveal() not in printed
    assert "EA-00000001" not in printed
    assert OrganisationName(who.organisation.reveal()) == who.organisation
