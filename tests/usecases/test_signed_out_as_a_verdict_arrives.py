"""Somebody signs out at the very moment a verdict arrives: one waits for the other, and none for ever.

Who is stopped where is no matter of luck: another connection holds the row at which both would meet, and is
let go once both wait.
"""

from datetime import timedelta

import pytest

from adapters.postgres.phone_accounts import PostgresPhoneAccounts
from adapters.postgres.rows.identity import PhoneAccountRow, SessionRow, VisitorRow
from bff.compose.core import Core
from bff.compose.sign_in import phone_link_ending
from domain.identity.check import Purpose
from domain.identity.session import Ended
from domain.kernel.ids import SessionId
from domain.kernel.party import Acting, Channel
from domain.kernel.personal import DocumentNumber, Phone
from domain.usecases.open_identity_check import CheckOpened
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock
from tests.support.locks import Deed, in_turn
from tests.support.server import Urls
from tests.usecases.handset import known
from tests.usecases.identity_world import JIA, JIA_NUMBER, YI, YI_NUMBER, World, identity_world
from tests.usecases.sign_in_world import sign_in_world


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def live() -> int:
    return await SessionRow.filter(ended_at=None).count()


async def stepping_up(world: World, acting: Acting, name: str, number: str) -> CheckOpened:
    """The face has passed, nobody asked for the verdict yet."""
    opened = await world.open(name, number, acting=acting, purpose=Purpose.JUMP)
    world.stand_before_the_camera()
    return opened


async def inside(world: World, acting: Acting) -> Acting:
    """A page within the mini-program, on the same account."""
    row = await SessionRow.get(id=acting.session)
    row.id = world.core.new_id()
    row.channel, row.refresh, row.refresh_family = str(Channel.H5), row.id.bytes, row.id.bytes
    await row.save(force_create=True)
    return Acting(acting.person, acting.person, acting.level, Channel.H5, SessionId(row.id))


def finishing(world: World, opened: CheckOpened) -> Deed:
    return lambda: world.finish(opened)


def by(first: str, deeds: list[Deed]) -> list[Deed]:
    """Sign-out and verdict, in the order of the test."""
    return deeds if first == "sign-out" else deeds[::-1]


@pytest.mark.parametrize("first", ["sign-out", "verdict"])
async def test_everywhere_while_a_step_up_of_theirs_is_decided(world: World, urls: Urls, first: str) -> None:
    acting = await world.acting(await world.sign_in())
    opened = await stepping_up(world, acting, YI, YI_NUMBER)
    deeds: list[Deed] = [lambda: world.sessions.end_sessions.all(acting), finishing(world, opened)]

    await in_turn(urls.runtime, "ledger_chains", acting.person, *by(first, deeds))

    # who proves themselves after it is in; who did before is out with all the others
    assert await live() == (1 if first == "sign-out" else 0)
    assert (await SessionRow.get(id=acting.session)).ended_at is not None


@pytest.mark.parametrize("first", ["sign-out", "verdict"])
async def test_out_of_the_mini_program_while_a_face_is_decided_there(
    world: World, urls: Urls, first: str
) -> None:
    hand, acting = await known(world)
    opened = await hand.open(acting=acting)
    hand.face_passes()
    deeds: list[Deed] = [lambda: world.desk.sign_out(acting), lambda: hand.finish(opened)]

    await in_turn(urls.runtime, "ledger_chains", acting.person, *by(first, deeds))

    is_in = first == "sign-out"
    assert await live() == int(is_in)
    assert await VisitorRow.filter(person_id=acting.person).exists() == is_in


@pytest.mark.parametrize("first", ["sign-out", "verdict"])
async def test_the_account_ended_from_the_list_while_a_face_inside_is_decided(
    world: World, urls: Urls, first: str
) -> None:
    _, acting = await known(world)
    page = await inside(world, acting)
    opened = await stepping_up(world, page, JIA, JIA_NUMBER)
    assert acting.session is not None
    session = acting.session
    deeds: list[Deed] = [
        lambda: world.sessions.end_sessions.one(page, session),
        finishing(world, opened),
    ]

    await in_turn(urls.runtime, "ledger_chains", acting.person, *by(first, deeds))

    assert await live() == 0
    assert (await SessionRow.get(id=session)).ended_why == Ended.ENDED_ELSEWHERE


@pytest.mark.parametrize("first", ["sign-out", "verdict"])
async def test_out_of_the_mini_program_while_another_persons_face_passes_on_it(
    world: World, urls: Urls, first: str
) -> None:
    hand, acting = await known(world)
    opened = await hand.open(YI, YI_NUMBER, acting=acting)
    hand.face_passes()
    deeds: list[Deed] = [lambda: world.desk.sign_out(acting), lambda: hand.finish(opened)]

    told = await in_turn(urls.runtime, "visitors", hand.visitor, *by(first, deeds))

    assert sum(isinstance(one, SessionTold) for one in told) == 1
    [row] = await SessionRow.filter(ended_at=None)  # whoever comes there is not put out by who leaves
    assert row.person_id != acting.person
    assert (await VisitorRow.get(id=hand.visitor)).person_id == row.person_id


@pytest.mark.parametrize("first", ["sign-out", "verdict"])
async def test_out_of_the_page_while_a_face_is_decided_in_another_tab(
    world: World, urls: Urls, first: str
) -> None:
    phone_page = world.device("one-phone")
    acting = await world.acting(await world.sign_in(device=phone_page))
    opened = await stepping_up(world, acting, YI, YI_NUMBER)
    deeds: list[Deed] = [lambda: world.desk.sign_out(acting), lambda: world.finish(opened, phone_page)]

    await in_turn(urls.runtime, "ledger_chains", acting.person, *by(first, deeds))

    assert await live() == (1 if first == "sign-out" else 0)


async def test_everywhere_while_a_code_by_text_signs_somebody_in(
    core: Core, clock: HandClock, urls: Urls
) -> None:
    here = sign_in_world(core, clock)
    acting = await here.world.acting(await here.linked())
    clock.go_on(timedelta(minutes=2))
    code = await here.ask()

    told, _ = await in_turn(
        urls.runtime,
        "ledger_chains",
        acting.person,
        lambda: here.enter(code),
        lambda: here.world.sessions.end_sessions.all(acting),
    )

    assert isinstance(told, SessionTold)
    assert await live() == 0


async def test_a_number_given_up_while_a_step_up_of_a_session_begun_by_it_is_decided(
    world: World, urls: Urls
) -> None:
    acting = await world.acting(await world.sign_in())
    accounts = PostgresPhoneAccounts(world.core.cipher, world.core.digests, world.core.new_id)
    async with world.core.atomic():
        account = (await accounts.remember(Phone("19900000107"), world.clock())).account_id
        await accounts.link(account, acting.person, DocumentNumber(YI_NUMBER), world.clock())
    await SessionRow.filter(id=acting.session).update(account_id=account)
    opened = await stepping_up(world, acting, YI, YI_NUMBER)

    _, told = await in_turn(
        urls.runtime,
        "phone_accounts",
        account,
        lambda: phone_link_ending(world.core)(acting),
        finishing(world, opened),
    )

    assert isinstance(told, SessionTold)
    [begun] = await SessionRow.filter(ended_at=None)
    assert begun.account_id is None  # whoever gets the number next signs in as nobody
    assert (await PhoneAccountRow.get(id=account)).person_id is None
    assert (await SessionRow.get(id=acting.session)).ended_why == Ended.UNLINKED
