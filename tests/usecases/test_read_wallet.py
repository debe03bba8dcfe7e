"""The wallet shows what the licence bank says, asks it about once a minute, and says so when it cannot."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import LicenceId
from domain.kernel.refusal import Refused, Unavailable
from domain.licences.licence import LicenceStatus
from domain.licences.outside import BankStatus
from domain.parties.ports import NotRepresentative
from domain.usecases.find_renewals import Renewal
from domain.usecases.read_wallet import NOT_FRESH
from domain.usecases.refresh_wallet import FRESH
from tests.support.house import HandClock, count
from tests.usecases.wallet_world import CERTIFICATE, NEW, OLD, World, wallet_world


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(core, clock, tmp_path)


async def test_the_director_sees_the_schools_licence_with_the_end_of_its_number_only(world: World) -> None:
    [card] = (await world.wallet()).cards

    assert (card.name, card.number_tail, card.issuer) == (
        "民办非企业单位登记证书",
        "0001号",
        "莱西市行政审批局",
    )
    assert card.holder == "莱西市晨光艺术培训学校（虚构）"
    assert (card.valid_from, card.valid_until) == (date(2022, 3, 1), date(2027, 2, 28))
    assert (card.status, card.status_text, card.renewing) == ("valid", "有效", False)
    assert card.fetched_at == world.clock()


async def test_a_person_is_masked_on_their_own_card(world: World) -> None:
    world.bank.issued["E-1"] = replace(CERTIFICATE, holder_number=world.director.number, valid_until=None)

    wallet = await world.desk.read_wallet(world.phone(world.director, world.director))

    assert [(card.holder, card.valid_until) for card in wallet.cards] == [("甲**", None)]


async def test_a_stranger_sees_nothing_of_the_school(world: World) -> None:
    with pytest.raises(NotRepresentative):
        await world.desk.read_wallet(world.phone(world.stranger, world.school))

    assert world.bank.purposes == []


async def test_nothing_about_the_licence_lies_in_clear_in_the_database(world: World) -> None:
    await world.wallet()

    rows = await get_connection("default").execute_query_dict("SELECT l::text AS row FROM licences l")

    assert len(rows) == 1
    assert "莱西" not in rows[0]["row"]
    assert OLD not in rows[0]["row"]


async def test_within_a_minute_the_bank_is_asked_once(world: World) -> None:
    await world.wallet()
    world.clock.go_on(FRESH - timedelta(seconds=1))
    await world.wallet()
    assert len(world.bank.purposes) == 1

    world.clock.go_on(timedelta(seconds=1))
    await world.wallet()

    assert len(world.bank.purposes) == 2


@pytest.mark.parametrize("trouble", [Unavailable("licences", "http-500"), Refused("licences", "102")])
async def test_while_the_bank_is_away_the_wallet_shows_what_it_has_and_says_so(
    world: World, trouble: Unavailable | Refused
) -> None:
    first = await world.wallet()
    world.clock.go_on(timedelta(hours=1))
    world.bank.trouble.before.append(trouble)

    second = await world.wallet()

    assert (first.note, second.note) == (None, NOT_FRESH)
    assert second.cards == first.cards


async def test_what_the_bank_has_not_confirmed_for_a_day_is_called_valid_no_longer(world: World) -> None:
    confirmed_at = world.clock()
    await world.wallet()
    said = []
    for hours in (24, 1):
        world.clock.go_on(timedelta(hours=hours))
        world.bank.trouble.before.append(Unavailable("licences", "http-500"))
        [card] = (await world.wallet()).cards
        said.append((card.status, card.status_text, card.confirmed_at))

    [again] = (await world.wallet()).cards

    assert said == [("valid", "有效", confirmed_at), ("unknown", "状态待核实", confirmed_at)]
    assert (again.status, again.confirmed_at) == ("valid", world.clock())


async def test_a_card_of_before_was_confirmed_when_it_was_fetched(world: World) -> None:
    await world.wallet()
    await get_connection("default").execute_query("UPDATE licences SET confirmed_at = NULL")

    [card] = (await world.wallet()).cards

    assert card.confirmed_at == card.fetched_at


async def test_an_empty_wallet_also_says_that_the_bank_is_away(world: World) -> None:
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))

    wallet = await world.wallet()

    assert (wallet.cards, wallet.note) == ((), NOT_FRESH)


async def test_the_bank_is_asked_again_at_once_after_it_was_away(world: World) -> None:
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))
    await world.wallet()

    wallet = await world.wallet()

    assert (len(wallet.cards), wallet.note) == (1, None)


async def test_ten_readers_at_once_put_one_card_into_the_wallet(world: World) -> None:
    wallets = await asyncio.gather(*(world.wallet() for _ in range(10)))

    assert await count("licences") == 1
    assert {card.licence_id for wallet in wallets for card in wallet.cards} == {
        (await world.wallet()).cards[0].licence_id
    }


@pytest.mark.parametrize(
    ("said", "status"), [(BankStatus.RESTRICTED, "restricted"), (BankStatus.ENDED, "cancelled")]
)
async def test_the_card_follows_the_bank(world: World, said: BankStatus, status: str) -> None:
    await world.wallet()
    world.bank.standing[OLD] = said
    world.clock.go_on(FRESH)

    [card] = (await world.wallet()).cards

    assert (card.status, card.confirmed_at) == (status, world.clock())


async def test_after_a_renewal_the_old_licence_reads_replaced_and_the_new_one_stands_first(
    world: World,
) -> None:
    await world.wallet()
    world.renewed()
    world.clock.go_on(FRESH)

    cards = (await world.wallet()).cards

    assert [(card.status_text, card.valid_until) for card in cards] == [
        ("有效", date(2032, 2, 29)),
        ("已换发新证", date(2027, 2, 28)),
    ]


async def test_what_is_over_for_good_is_not_asked_about_again(world: World) -> None:
    await world.wallet()
    world.renewed()
    for _ in range(3):
        world.clock.go_on(FRESH)
        await world.wallet()

    assert len(world.bank.purposes) == 1 + 2 + 1 + 1  # the list each time, the old one's status once


UNTIL_THE_NEW_ONE_IS_OUT = ("intended", "with_staff", "confirmed", "filed", "accepted", "granted")


@pytest.mark.parametrize("state", CaseState)
async def test_a_licence_is_being_renewed_until_the_new_one_is_out(world: World, state: CaseState) -> None:
    await world.case(state)

    [card] = (await world.wallet()).cards

    assert card.renewing == (state.value in UNTIL_THE_NEW_ONE_IS_OUT)
    assert card.status == ("renewing" if state.value in UNTIL_THE_NEW_ONE_IS_OUT else "valid")


@pytest.mark.parametrize(
    ("name", "tail", "is_meant"),
    [
        ("民办非企业单位登记证书", "0001号", True),
        ("民办非企业单位登记证书", "", True),  # a register that does not tell the number
        ("民办非企业单位登记证书", "9999号", False),
        ("民办学校办学许可证", "0001号", False),
    ],
)
async def test_a_case_renews_the_licence_it_is_about(
    world: World, name: str, tail: str, *, is_meant: bool
) -> None:
    licence = await world.licences.by_id(await world.card())

    assert Renewal(name, tail).concerns(licence) == is_meant


async def test_another_partys_case_renews_nothing_here(world: World) -> None:
    await world.case(CaseState.FILED, party=world.stranger.party_id)

    [card] = (await world.wallet()).cards

    assert not card.renewing


async def test_the_day_after_its_last_day_a_licence_reads_expired_though_it_is_being_renewed(
    world: World,
) -> None:
    await world.case(CaseState.ACCEPTED)
    await world.wallet()
    world.clock.at = world.clock.at.replace(year=2027, month=2, day=28, hour=16)  # midnight in Beijing

    [card] = (await world.wallet()).cards

    assert (card.status, card.status_text, card.renewing) == ("expired", "已过期", True)


async def test_a_licence_first_met_when_it_is_no_longer_in_force_has_no_card(world: World) -> None:
    world.bank.standing[OLD] = BankStatus.RESTRICTED

    assert (await world.wallet()).cards == ()


async def test_the_same_licence_put_twice_at_once_is_one_row_under_one_id(world: World, core: Core) -> None:
    licence = await world.licences.by_id(await world.card())

    async def put(number: int) -> object:
        fresh = replace(licence, licence_id=LicenceId(UUID(int=number)), identifier=NEW)
        async with core.atomic():
            return (await world.licences.put(fresh)).licence_id

    made = await asyncio.gather(*(put(number) for number in range(1, 9)))

    assert len(set(made)) == 1
    assert await count("licences") == 2
    assert [one.identifier for one in await world.licences.of_holder(world.school.party_id)].count(NEW) == 1


async def test_what_the_bank_said_earlier_and_is_heard_late_changes_nothing(world: World, core: Core) -> None:
    known = await world.licences.by_id(await world.card())
    before = known.last_confirmed - timedelta(seconds=1)
    earlier = replace(known, status=LicenceStatus.UNKNOWN, fetched_at=before, confirmed_at=before)

    async with core.atomic():
        await world.licences.put(earlier)

    assert await world.licences.by_id(known.licence_id) == known
