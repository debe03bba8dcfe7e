"""What every bank card check and every network identity service keeps to."""

from collections.abc import AsyncIterator
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from adapters.envelope.signature import EnvelopeKey
from adapters.proofs.bank import ContractedBankElements
from adapters.proofs.network import ContractedNetworkIdentity
from adapters.sandbox import bank_elements, network_identity
from adapters.sandbox.bank_elements import card_of
from adapters.sandbox.city import City, Person
from adapters.sandbox.kit import Books, Running
from domain.identity.other_way import BankCard, BankElements, NetworkIdentity, NetworkToken, bank_card
from domain.identity.outside import FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName, Phone
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.contract.stand import CALLER, KEY, Stand
from tests.fakes.proofs import FakeBankElements, FakeNetworkIdentity
from tests.sandbox.conftest import FixedClock

PASSED = FaceVerdict("passed")
NOT_ALL_FOUR = FaceVerdict("failed", "elements")
NOT_THEIRS = FaceVerdict("failed", "credential")
ORDER, OTHER = "0" * 31 + "1", "0" * 31 + "2"
BACK = "https://palm.invalid/#/other-way?check=idc_1"


class World(Protocol):
    @property
    def bank(self) -> BankElements: ...
    @property
    def network(self) -> NetworkIdentity: ...
    async def confirm(self, biz_no: str, person: Person) -> NetworkToken: ...
    async def be_down(self) -> None: ...
    async def lose_the_answer(self) -> None: ...
    async def be_undecided(self) -> None: ...


class FakeWorld:
    def __init__(self, town: City) -> None:
        cards = {
            card_of(place): (one.name, one.id_number, one.phone)
            for place, one in enumerate(town.people)
            if one.phone
        }
        self.bank, self.network = FakeBankElements(cards), FakeNetworkIdentity()

    async def confirm(self, biz_no: str, person: Person) -> NetworkToken:
        return NetworkToken(self.network.confirm(biz_no, person.name, person.id_number))

    async def be_down(self) -> None:
        for one in (self.bank, self.network):
            one.trouble.before.append(Unavailable(one.trouble.system, "http-429"))

    async def lose_the_answer(self) -> None:
        self.bank.trouble.answer_lost = self.network.trouble.answer_lost = True

    async def be_undecided(self) -> None:
        self.bank.is_slow = self.network.is_slow = True


class ContractedWorld:
    def __init__(self, stand: Stand, bank: Running, network: Running) -> None:
        self._stand, self._vendors, self._network = stand, (bank, network), network
        self.bank = ContractedBankElements(stand.signed(bank, "bank-elements"))
        self.network = ContractedNetworkIdentity(
            stand.signed(network, "network-identity"), page_url=network.url, key=KEY
        )

    async def confirm(self, biz_no: str, person: Person) -> NetworkToken:
        told = await self._stand.hand.control(
            self._network, "/__confirm", bizNo=biz_no, idNumber=person.id_number
        )
        return NetworkToken(told["token"])

    async def be_down(self) -> None:
        await self._all("throttle")

    async def lose_the_answer(self) -> None:
        await self._all("reset_after")

    async def be_undecided(self) -> None:
        await self._all("undecided")

    async def _all(self, mode: str) -> None:
        for vendor in self._vendors:
            await self._stand.mode(vendor, mode)


@pytest.fixture(params=["fake", "contracted"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock, town: City
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(town)
        return
    bank = bank_elements.create_app(books, caller=CALLER, people=town.people, now=clock.now)
    with Books(":memory:") as others:
        network = network_identity.create_app(others, caller=CALLER, people=town.people, now=clock.now)
        yield ContractedWorld(stand, await stand.start(bank), await stand.start(network))


@pytest.fixture
def person(town: City) -> Person:
    return town.people[0]


async def asked(world: World, person: Person, order: str = ORDER, **other: str) -> FaceVerdict:
    told = {
        "name": person.name,
        "number": person.id_number,
        "card": card_of(0),
        "phone": person.phone or "",
        **other,
    }
    return await world.bank.matches(
        order,
        PersonName(told["name"]),
        DocumentNumber(told["number"]),
        BankCard(told["card"]),
        Phone(told["phone"]),
    )


async def test_four_elements_of_one_person_match(world: World, person: Person) -> None:
    assert await asked(world, person) == PASSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "王无"},
        {"number": "370285199001019985"},
        {"card": card_of(1)},
        {"card": "990000999999990"},
        {"phone": "19900009999"},
    ],
    ids=["name", "number", "another's card", "nobody's card", "phone"],
)
async def test_whichever_of_the_four_is_wrong_the_answer_is_the_same(
    world: World, person: Person, wrong: dict[str, str]
) -> None:
    assert await asked(world, person, **wrong) == NOT_ALL_FOUR


async def test_what_was_asked_is_told_again_by_our_number(world: World, person: Person) -> None:
    await asked(world, person)

    assert await world.bank.outcome(ORDER) == PASSED
    assert await world.bank.outcome(OTHER) is None


async def test_one_number_asks_one_question(world: World, person: Person) -> None:
    await asked(world, person)

    with pytest.raises(Refused):
        await asked(world, person, card=card_of(1))


async def test_an_answer_lost_is_unknown_and_found_by_our_number(world: World, person: Person) -> None:
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await asked(world, person)

    assert await world.bank.outcome(ORDER) == PASSED


async def test_a_bank_that_has_not_answered_yet_is_neither_yes_nor_no(world: World, person: Person) -> None:
    await world.be_undecided()

    assert await asked(world, person) == FaceVerdict("pending")
    assert await world.bank.outcome(ORDER) == PASSED


async def test_a_bank_too_busy_was_not_asked(world: World, person: Person) -> None:
    await world.be_down()

    with pytest.raises(Unavailable):
        await asked(world, person)

    assert await world.bank.outcome(ORDER) is None


async def test_a_token_of_their_own_app_passes_for_this_check(world: World, person: Person) -> None:
    token = await world.confirm(ORDER, person)

    assert await _verified(world, person, token) == PASSED
    assert await world.network.outcome(ORDER) == PASSED


async def test_another_persons_confirmation_does_not_pass(world: World, person: Person, town: City) -> None:
    token = await world.confirm(ORDER, town.people[1])

    assert await _verified(world, person, token) == NOT_THEIRS


async def test_a_token_of_another_check_does_not_pass(world: World, person: Person) -> None:
    token = await world.confirm(OTHER, person)

    assert await _verified(world, person, token) == NOT_THEIRS


async def test_an_invented_token_does_not_pass(world: World, person: Person) -> None:
    assert await _verified(world, person, NetworkToken("invented-token")) == NOT_THEIRS


async def test_a_token_is_good_once(world: World, person: Person) -> None:
    token = await world.confirm(ORDER, person)
    await _verified(world, person, token)

    with pytest.raises(Refused):
        await _verified(world, person, token)


async def test_a_lost_verdict_of_the_network_is_found_by_our_number(world: World, person: Person) -> None:
    token = await world.confirm(ORDER, person)
    assert await world.network.outcome(ORDER) is None
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await _verified(world, person, token)

    assert await world.network.outcome(ORDER) == PASSED


async def _verified(world: World, person: Person, token: NetworkToken) -> FaceVerdict:
    return await world.network.verify(ORDER, token, PersonName(person.name), DocumentNumber(person.id_number))


class Emulated:
    """The contracted world alone: what only the wire can show."""

    def __init__(self, stand: Stand, vendor: Running) -> None:
        self.stand, self.vendor = stand, vendor


@pytest.fixture
async def page(stand: Stand, books: Books, clock: FixedClock, town: City) -> Emulated:
    app = network_identity.create_app(books, caller=CALLER, people=town.people, now=clock.now)
    return Emulated(stand, await stand.start(app))


async def test_the_person_confirms_on_the_services_page_and_comes_back_with_a_token(
    page: Emulated, person: Person
) -> None:
    service = ContractedNetworkIdentity(
        page.stand.signed(page.vendor, "network-identity"), page_url=page.vendor.url, key=KEY
    )
    address = service.page(ORDER, BACK)
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    form = {**query, "choice": "ok", "idNumber": person.id_number}

    async with aiohttp.ClientSession() as browser:
        async with browser.get(address) as shown:
            assert shown.status == 200
        async with browser.post(f"{page.vendor.url}/authorize", data=form, allow_redirects=False) as back:
            token = back.headers["Location"].removeprefix(f"{BACK}&token=")

    assert await _verified_by(service, person, token) == PASSED


@pytest.mark.parametrize("turned", ["returnUrl", "bizNo", "appId", "sign"])
async def test_a_way_back_that_somebody_turned_is_not_followed(page: Emulated, turned: str) -> None:
    service = ContractedNetworkIdentity(
        page.stand.signed(page.vendor, "network-identity"), page_url=page.vendor.url, key=KEY
    )
    query = {k: v[0] for k, v in parse_qs(urlsplit(service.page(ORDER, BACK)).query).items()}
    query[turned] = "https://elsewhere.invalid/"

    async with (
        aiohttp.ClientSession() as browser,
        browser.get(f"{page.vendor.url}/authorize", params=query) as shown,
    ):
        assert shown.status == 400


async def test_a_call_signed_with_another_secret_is_refused_and_passes_nobody(
    page: Emulated, person: Person
) -> None:
    window = page.stand.signed(
        page.vendor, "network-identity", key=EnvelopeKey("palm-office", b"guessed secret")
    )
    service = ContractedNetworkIdentity(window, page_url=page.vendor.url, key=KEY)

    with pytest.raises(Unavailable):
        await _verified_by(service, person, "any")


@pytest.mark.parametrize("mode", ["500", "html", "malformed_json", "wrong_content_type", "slow"])
async def test_an_answer_that_is_none_never_passes(
    stand: Stand, books: Books, clock: FixedClock, town: City, mode: str
) -> None:
    app = bank_elements.create_app(books, caller=CALLER, people=town.people, now=clock.now)
    vendor = await stand.start(app)
    await stand.mode(vendor, mode, **({"seconds": 2} if mode == "slow" else {}))
    bank, person = ContractedBankElements(stand.signed(vendor, "bank-elements")), town.people[0]

    if mode == "wrong_content_type":  # what it says counts, not what it calls itself
        assert await _asked(bank, person) == PASSED
        return
    with pytest.raises(Unknown):
        await _asked(bank, person)


async def test_a_card_asked_about_six_times_a_day_reads_as_a_wrong_one(
    stand: Stand, books: Books, clock: FixedClock, town: City
) -> None:
    app = bank_elements.create_app(books, caller=CALLER, people=town.people, now=clock.now)
    bank = ContractedBankElements(stand.signed(await stand.start(app), "bank-elements"))
    told = [await _asked(bank, town.people[0], f"{n:032d}") for n in range(6)]

    assert told == [PASSED] * 5 + [NOT_ALL_FOUR]


async def test_the_emulators_log_shows_no_card_and_no_token(
    stand: Stand, books: Books, clock: FixedClock, town: City
) -> None:
    app = bank_elements.create_app(books, caller=CALLER, people=town.people, now=clock.now)
    vendor = await stand.start(app)
    await _asked(ContractedBankElements(stand.signed(vendor, "bank-elements")), town.people[0])

    assert card_of(0) not in str(await stand.hand.look(vendor, "/__log"))
    assert card_of(0) not in str(await stand.hand.look(vendor, "/__books"))


async def _asked(bank: BankElements, person: Person, order: str = ORDER) -> FaceVerdict:
    return await bank.matches(
        order,
        PersonName(person.name),
        DocumentNumber(person.id_number),
        bank_card(card_of(0)),
        Phone(person.phone or ""),
    )


async def _verified_by(service: NetworkIdentity, person: Person, token: str) -> FaceVerdict:
    name, number = PersonName(person.name), DocumentNumber(person.id_number)
    return await service.verify(ORDER, NetworkToken(token), name, number)
