"""A number or a WeChat account is erased at the very moment somebody signs in by it or gives it up: one waits
for the other, and no session of it is left."""

from datetime import timedelta
from uuid import UUID

import pytest

from adapters.postgres.erasable import TO_READ, PostgresErasable
from adapters.postgres.erasures import PostgresErasures
from adapters.postgres.parties import PostgresParties
from adapters.postgres.rows.identity import PhoneAccountRow, SessionRow, VisitorRow
from bff.compose.core import Core
from bff.compose.sign_in import phone_link_ending
from domain.kernel.ids import ErasureId
from domain.kernel.party import Acting
from domain.privacy.erasure import Erasure, Family, families
from domain.usecases.erase_data import EraseData
from tests.support.house import HandClock
from tests.support.locks import Deed, in_turn
from tests.support.server import Urls
from tests.usecases.handset import known
from tests.usecases.identity_world import ADDRESS
from tests.usecases.sign_in_world import SignInWorld, sign_in_world


@pytest.fixture
def here(core: Core, clock: HandClock) -> SignInWorld:
    return sign_in_world(core, clock)


async def only(family: Family, core: Core, acting: Acting) -> tuple[EraseData, ErasureId]:
    """An erasure that has done all the others."""
    erasures, asked = PostgresErasures(core.cipher), ErasureId(core.new_id())
    gone = dict.fromkeys(set(families(is_person=True)) - {family}, 0)
    async with core.atomic():
        await erasures.add(Erasure(asked, acting.party, acting.person, core.now(), (), gone))
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    erasable = PostgresErasable(core.cipher, core.digests)
    return EraseData(erasures, erasable, parties, core.ledger, core.atomic, core.now), asked


async def account_of(acting: Acting) -> UUID:
    return (await PhoneAccountRow.get(person_id=acting.person)).id


@pytest.mark.parametrize("first", ["given-up", "erasure"])
async def test_a_number_given_up_while_it_is_erased(
    here: SignInWorld, core: Core, urls: Urls, first: str
) -> None:
    acting = await here.world.acting(await here.linked())
    erase, asked = await only(Family.PHONES, core, acting)
    deeds: list[Deed] = [lambda: phone_link_ending(core)(acting), lambda: erase(asked)]

    await in_turn(
        urls.runtime,
        "phone_accounts",
        await account_of(acting),
        *(deeds if first == "given-up" else deeds[::-1]),
    )

    assert await PhoneAccountRow.filter(person_id=acting.person).count() == 0
    assert await SessionRow.filter(ended_at=None).count() == 0


@pytest.mark.parametrize("first", ["code", "erasure"])
async def test_a_code_that_signs_somebody_in_while_the_number_is_erased(
    here: SignInWorld, core: Core, clock: HandClock, urls: Urls, first: str
) -> None:
    acting = await here.world.acting(await here.linked())
    erase, asked = await only(Family.PHONES, core, acting)
    clock.go_on(timedelta(minutes=2))
    code = await here.ask()

    deeds: list[Deed] = [lambda: here.enter(code), lambda: erase(asked)]

    await in_turn(
        urls.runtime,
        "phone_accounts",
        await account_of(acting),
        *(deeds if first == "code" else deeds[::-1]),
    )

    assert await PhoneAccountRow.exclude(person_id=None).count() == 0  # who comes later is nobody yet
    assert await SessionRow.filter(ended_at=None).count() == 0


@pytest.mark.parametrize("first", ["wechat", "erasure"])
async def test_wechat_that_signs_somebody_in_while_the_account_is_erased(
    here: SignInWorld, core: Core, urls: Urls, first: str
) -> None:
    hand, acting = await known(here.world)
    erase, asked = await only(Family.WECHAT, core, acting)
    again = here.world.mini_program.login(hand.openid)

    deeds: list[Deed] = [
        lambda: here.world.desk.sign_in_by_wechat(again, address=ADDRESS),
        lambda: erase(asked),
    ]

    await in_turn(urls.runtime, "visitors", hand.visitor, *(deeds if first == "wechat" else deeds[::-1]))

    assert await VisitorRow.exclude(person_id=None).count() == 0
    # where the face that asked was shown there it reads the receipt; nobody else is in for longer
    assert await SessionRow.filter(ended_at=None, ends_at__gt=core.now() + TO_READ).count() == 0


async def test_a_sign_out_everywhere_and_an_erasure_of_the_same_moment_come_one_after_the_other(
    here: SignInWorld, core: Core, urls: Urls
) -> None:
    acting = await here.world.acting(await here.linked())
    erase, asked = await only(Family.PHONES, core, acting)

    await in_turn(
        urls.runtime,
        "parties",
        acting.person,
        lambda: here.world.sessions.end_sessions.all(acting),
        lambda: erase(asked),
    )

    assert await SessionRow.filter(ended_at=None).count() == 0
    assert await PhoneAccountRow.all().count() == 0
