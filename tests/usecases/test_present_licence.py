"""What may be shown: a licence in force by the bank's word of now, by its holder alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import LicenceId
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound
from domain.licences.licence import LicenceNotShowable
from domain.licences.outside import BankStatus
from domain.parties.ports import NotRepresentative
from tests.support.house import HandClock, count
from tests.usecases.wallet_world import OLD, World, wallet_world


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(core, clock, tmp_path)


@pytest.mark.parametrize("said", [BankStatus.RESTRICTED, BankStatus.ENDED])
async def test_a_licence_that_is_not_in_force_cannot_be_shown(world: World, said: BankStatus) -> None:
    licence = await world.card()
    world.bank.standing[OLD] = said

    with pytest.raises(LicenceNotShowable) as refusal:
        await world.show(licence)

    assert refusal.value.data == {"why": {"restricted": "restricted", "ended": "cancelled"}[said]}
    assert await count("presentations") == 0


async def test_an_expired_licence_cannot_be_shown_though_it_is_being_renewed(world: World) -> None:
    await world.case(CaseState.ACCEPTED)
    licence = await world.card()
    world.clock.at = datetime(2027, 2, 28, 16, tzinfo=UTC)  # midnight in Beijing

    with pytest.raises(LicenceNotShowable) as refusal:
        await world.show(licence)

    assert refusal.value.data == {"why": "expired"}


async def test_a_licence_being_renewed_can_be_shown(world: World) -> None:
    await world.case(CaseState.ACCEPTED)

    verified = await world.verify((await world.show()).code)

    assert verified.result == "valid"
    assert verified.licence is not None
    assert verified.licence.status_text == "换发中"


async def test_while_the_bank_is_away_a_licence_is_shown_by_its_last_word_and_says_of_when(
    world: World,
) -> None:
    confirmed_at = world.clock()
    licence = await world.card()
    world.clock.go_on(timedelta(hours=24))
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))

    away, again = await world.show(licence), await world.show(licence)

    assert (away.bank_away, away.confirmed_at) == (True, confirmed_at)
    assert (again.bank_away, again.confirmed_at) == (False, world.clock())


async def test_what_was_taken_away_is_not_shown_either_while_the_bank_is(world: World) -> None:
    licence = await world.card()
    world.bank.standing[OLD] = BankStatus.ENDED
    with pytest.raises(LicenceNotShowable):
        await world.show(licence)
    world.clock.go_on(timedelta(minutes=2))
    await world.wallet()
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))

    with pytest.raises(LicenceNotShowable):
        await world.show(licence)


async def test_when_the_bank_has_been_away_for_a_day_nothing_is_shown(world: World) -> None:
    licence = await world.card()
    world.clock.go_on(timedelta(hours=24, seconds=1))
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))

    with pytest.raises(Unavailable):
        await world.show(licence, key="show")

    assert await count("presentations") == 0
    assert (await world.show(licence, key="show")).code


async def test_somebody_elses_licence_and_none_at_all_are_the_same(world: World) -> None:
    licence = await world.card()
    stranger = world.phone(world.stranger, world.stranger)

    for asked in (licence, LicenceId(UUID(int=1))):
        with pytest.raises(NotFound):
            await world.desk.present_licence(stranger, asked, world.key())
        with pytest.raises(NotFound):
            await world.desk.list_views(stranger, asked)


async def test_a_stranger_shows_nothing_in_the_schools_name(world: World) -> None:
    licence = await world.card()

    with pytest.raises(NotRepresentative):
        await world.desk.present_licence(world.phone(world.stranger, world.school), licence, world.key())
