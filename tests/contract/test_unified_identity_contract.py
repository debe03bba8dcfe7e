"""What the province's unified identity keeps to."""

from typing import Protocol

import pytest

from adapters.envelope.signature import EnvelopeKey
from adapters.people.unified_identity import PAGE, ProvincialIdentity
from adapters.sandbox.city import City
from adapters.sandbox.kit import Books, Running
from adapters.sandbox.unified_identity import create_app
from domain.identity.outside_sign_in import TICKET, Subject, Ticket, UnifiedIdentity
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.contract.people_worlds import BACK, SITE, STATE, look, page_of, tap
from tests.contract.stand import CALLER, KEY, SECRET, Stand
from tests.fakes.people import unified_identity
from tests.sandbox.conftest import FixedClock

OTHER = "state-of-another-browser-000002"


class World(Protocol):
    @property
    def house(self) -> UnifiedIdentity: ...
    async def agree(self, state: str = STATE) -> Ticket: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


class FakeWorld:
    def __init__(self, clock: FixedClock, subject: Subject) -> None:
        self.house, self._subject = unified_identity(clock.now), subject

    async def agree(self, state: str = STATE) -> Ticket:
        return self.house.agree(self.house.page(state), self._subject)

    async def lose_the_answer(self) -> None:
        self.house.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.house.trouble.before.append(Unavailable("unified-identity", "4290"))


class ProvinceWorld:
    def __init__(self, stand: Stand, vendor: Running, subject: Subject, *, key: EnvelopeKey = KEY) -> None:
        self.stand, self.vendor, self._subject = stand, vendor, subject
        window = stand.signed(vendor, "unified-identity", key=key)
        self.house = ProvincialIdentity(window, page_of(vendor, PAGE))

    async def agree(self, state: str = STATE) -> Ticket:
        who = f"S-{self._subject.number.reveal()}"
        return (await tap(self.stand.hand, self.house.page(state), who)).ticket

    async def lose_the_answer(self) -> None:
        await self.stand.mode(self.vendor, "reset_after")

    async def be_busy(self) -> None:
        await self.stand.mode(self.vendor, "throttle")


@pytest.fixture
def subject(town: City) -> Subject:
    person = town.people[0]
    return Subject(PersonName(person.name), DocumentNumber(person.id_number), True, True)


@pytest.fixture
async def province(
    stand: Stand, books: Books, clock: FixedClock, town: City, subject: Subject
) -> ProvinceWorld:
    app = create_app(books, caller=CALLER, people=town.people, back=SITE, now=clock.now)
    return ProvinceWorld(stand, await stand.start(app), subject)


@pytest.fixture(params=["fake", "province"])
async def world(
    request: pytest.FixtureRequest, province: ProvinceWorld, clock: FixedClock, subject: Subject
) -> World:
    return FakeWorld(clock, subject) if request.param == "fake" else province


async def refusal_of(world: World, ticket: Ticket, state: str = STATE) -> str:
    with pytest.raises(Refused) as told:
        await world.house.exchange(ticket, state)
    return told.value.reason


async def test_a_ticket_tells_who_tapped_yes(world: World, subject: Subject) -> None:
    told = await world.house.exchange(await world.agree(), STATE)

    assert told == subject


async def test_a_ticket_is_exchanged_once(world: World) -> None:
    ticket = await world.agree()
    await world.house.exchange(ticket, STATE)

    assert await refusal_of(world, ticket) == TICKET


async def test_a_ticket_serves_no_other_state_and_is_spent_by_the_try(world: World) -> None:
    ticket = await world.agree()

    assert await refusal_of(world, ticket, OTHER) == TICKET
    assert await refusal_of(world, ticket) == TICKET


async def test_a_ticket_of_nobodys_is_refused(world: World) -> None:
    assert await refusal_of(world, Ticket("TK-invented")) == TICKET


@pytest.mark.parametrize(("seconds", "is_good"), [(299, True), (300, False)])
async def test_a_ticket_is_good_for_five_minutes(
    world: World, clock: FixedClock, seconds: int, *, is_good: bool
) -> None:
    ticket = await world.agree()
    clock.move(seconds=seconds)

    if is_good:
        assert await world.house.exchange(ticket, STATE)
    else:
        assert await refusal_of(world, ticket) == TICKET


async def test_a_lost_answer_is_unknown_and_the_ticket_spent(world: World) -> None:
    ticket = await world.agree()
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await world.house.exchange(ticket, STATE)

    assert await refusal_of(world, ticket) == TICKET


async def test_a_busy_house_spends_no_ticket(world: World) -> None:
    ticket = await world.agree()
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.house.exchange(ticket, STATE)

    assert await world.house.exchange(ticket, STATE)


# the province's own page and wire


async def test_the_page_sends_people_back_to_ours_with_their_state(
    province: ProvinceWorld, subject: Subject
) -> None:
    back = await tap(province.stand.hand, province.house.page(STATE), f"S-{subject.number.reveal()}")

    assert (back.status, back.site, back.fragment) == (303, SITE, "/signed-in")
    assert back.query == {"way": "here", "state": STATE, "ticket": back.query["ticket"]}


async def test_who_taps_no_comes_back_without_a_ticket(province: ProvinceWorld, subject: Subject) -> None:
    who = f"S-{subject.number.reveal()}"
    back = await tap(province.stand.hand, province.house.page(STATE), who, choice="refuse")

    assert back.query == {"way": "here", "state": STATE, "error": "denied"}


@pytest.mark.parametrize(
    ("back", "app_id"), [("https://elsewhere.test/", CALLER.app_id), (BACK, "another-application")]
)
async def test_the_page_serves_no_other_site_and_no_other_application(
    province: ProvinceWorld, back: str, app_id: str
) -> None:
    url = page_of(province.vendor, PAGE, back=back, app_id=app_id).address(STATE)

    status, _ = await look(province.stand.hand, url)
    sent = await tap(province.stand.hand, url, "anybody")

    assert (status, sent.status, sent.query) == (400, 400, {})


@pytest.mark.parametrize("text", ["", " ", "票据", "TK\n", "T" * 513])
async def test_what_cannot_be_a_ticket_is_not_sent(province: ProvinceWorld, text: str) -> None:
    assert await refusal_of(province, Ticket(text)) == TICKET

    log = await province.stand.hand.look(province.vendor, "/__log")
    assert "exchange" not in str(log)


@pytest.mark.parametrize(
    ("facts", "is_person", "is_real_name"),
    [
        ({"userType": "legal"}, False, True),
        ({"realNameLevel": "L1"}, True, False),
        ({"realNameLevel": "L2"}, True, True),
        ({"realNameLevel": "L9"}, True, False),
    ],
)
async def test_organisations_and_names_that_nobody_checked_are_told_as_such(
    province: ProvinceWorld, facts: dict[str, str], *, is_person: bool, is_real_name: bool
) -> None:
    hand, vendor = province.stand.hand, province.vendor
    told = await hand.control(vendor, "/__account", certNo="999999198001010038", name="丙寅平", **facts)
    ticket = (await tap(hand, province.house.page(STATE), told["subjectId"])).ticket

    subject = await province.house.exchange(ticket, STATE)

    assert (subject.is_person, subject.is_real_name) == (is_person, is_real_name)


async def test_one_wrong_character_of_the_secret_and_nothing_is_exchanged(
    province: ProvinceWorld, subject: Subject
) -> None:
    wrong = EnvelopeKey(KEY.app_id, SECRET[:-1] + b"X")
    world = ProvinceWorld(province.stand, province.vendor, subject, key=wrong)
    ticket = await province.agree()

    with pytest.raises(Unavailable) as told:  # ours to mend: no person is told that their ticket was bad
        await world.house.exchange(ticket, STATE)

    assert told.value.reason == "4014"
    assert await province.house.exchange(ticket, STATE) == subject


@pytest.mark.parametrize("mode", ["malformed_json", "html", "500", "redirect", "hang", "huge"])
async def test_no_answer_that_is_none_names_anybody(province: ProvinceWorld, mode: str) -> None:
    ticket = await province.agree()
    await province.stand.mode(province.vendor, mode)

    with pytest.raises((Unknown, Unavailable)):
        await province.house.exchange(ticket, STATE)


async def test_neither_tickets_nor_people_stand_in_what_is_printed(
    province: ProvinceWorld, subject: Subject
) -> None:
    ticket = await province.agree()

    printed = f"{ticket!r} {ticket} {subject!r}"

    assert ticket.reveal() not in printed
    assert subject.name.reveal() not in printed
    assert subject.number.reveal() not in printed
