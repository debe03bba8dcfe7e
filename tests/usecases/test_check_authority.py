"""Who may act for whom: what the register says at the moment, and nothing else."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.postgres.parties import PostgresAuthorities
from bff.compose.core import Core
from domain.kernel.ids import PartyId
from domain.kernel.party import Acting
from domain.kernel.refusal import Unavailable
from domain.parties.ports import NotRepresentative
from tests.support.house import HandClock, count
from tests.usecases.identity_world import JIA, JIA_NUMBER, World, identity_world

DOWN = Unavailable("social-register", "503")


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


@pytest.fixture
async def jia(world: World) -> Acting:
    """Signed in, for the school; the register was asked at this moment."""
    told = await world.sign_in(JIA, JIA_NUMBER)
    return await world.acting(told, await world.school())


async def test_everybody_acts_for_themselves_without_the_register(world: World) -> None:
    acting = await world.acting(await world.sign_in())
    asked = len(world.register.purposes)

    assert await world.desk.check_authority(acting, fresh=True) == "本人"

    assert len(world.register.purposes) == asked


async def test_the_registers_person_acts_in_their_capacity(world: World, jia: Acting) -> None:
    assert await world.desk.check_authority(jia) == "负责人"


async def test_a_stranger_and_an_unknown_party_are_refused_alike(world: World, jia: Acting) -> None:
    stranger = await world.acting(await world.sign_in(), jia.party)
    nowhere = replace(jia, party=PartyId(world.core.new_id()))

    for acting in (stranger, nowhere):
        with pytest.raises(NotRepresentative):
            await world.desk.check_authority(acting, fresh=True)


async def test_a_former_representative_is_refused_at_the_moment_of_yes(world: World, jia: Acting) -> None:
    await world.desk.check_authority(jia)
    world.nobody_speaks_for_the_school()

    with pytest.raises(NotRepresentative):
        await world.desk.check_authority(jia, fresh=True)

    with pytest.raises(NotRepresentative):
        await world.desk.check_authority(jia)


async def test_a_read_may_use_what_the_register_said_for_five_minutes(world: World, jia: Acting) -> None:
    await world.desk.check_authority(jia)
    asked = len(world.register.purposes)
    world.nobody_speaks_for_the_school()
    world.clock.go_on(timedelta(minutes=4, seconds=59))
    assert await world.desk.check_authority(jia) == "负责人"
    assert len(world.register.purposes) == asked

    world.clock.go_on(timedelta(seconds=1))

    with pytest.raises(NotRepresentative):
        await world.desk.check_authority(jia)


async def test_a_step_that_binds_waits_for_a_register_that_is_away(world: World, jia: Acting) -> None:
    await world.desk.check_authority(jia)
    world.register.trouble.before.append(DOWN)

    with pytest.raises(Unavailable):
        await world.desk.check_authority(jia, fresh=True)


async def test_every_question_to_the_register_says_what_for(world: World, jia: Acting) -> None:
    await world.desk.check_authority(jia, fresh=True)

    assert all(world.register.purposes)


async def test_the_list_names_oneself_and_whom_one_represents(world: World, jia: Acting) -> None:
    myself, school = await world.desk.list_parties(jia)

    assert (myself.party.party_id, myself.capacity) == (jia.person, "本人")
    assert (school.party.party_id, school.capacity) == (jia.party, "负责人")


async def test_the_list_is_what_was_last_known_while_the_register_is_away(world: World, jia: Acting) -> None:
    world.clock.go_on(timedelta(minutes=6))
    world.register.trouble.before.append(DOWN)

    assert len(await world.desk.list_parties(jia)) == 2


async def test_ten_questions_at_once_leave_one_answer(world: World, jia: Acting) -> None:
    told = await asyncio.gather(*(world.desk.check_authority(jia, fresh=True) for _ in range(10)))

    assert told == ["负责人"] * 10
    authorities = PostgresAuthorities(world.clock, world.core.new_id)
    assert [one.party for one in await authorities.of_person(jia.person)] == [jia.party]
    assert await count("parties") == 2
