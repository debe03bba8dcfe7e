"""A mandate another house told of (电子营业执照): it counts as far as that house upholds it, at each look."""

from datetime import date

import pytest

from bff.compose.core import Core
from domain.identity.alert import AlertKind
from domain.kernel.authorisation import Authorisation
from domain.kernel.ids import ItemCode, MandateId
from domain.kernel.party import Acting
from domain.kernel.refusal import Unavailable
from domain.mandates.mandate import Ended, MandateState
from domain.parties.ports import NotRepresentative
from domain.usecases.remember_outside_mandate import ToldMandate
from tests.support.house import HandClock
from tests.usecases.case_world import ITEM
from tests.usecases.mandate_world import Mandated, mandate_world

UNTIL = date(2027, 1, 1)


@pytest.fixture
async def town(core: Core, clock: HandClock) -> Mandated:
    return await mandate_world(core, clock)


@pytest.fixture
async def director(town: Mandated) -> Acting:
    return await town.world.phone(town.world.jia)


async def told(town: Mandated, *items: ItemCode, reference: str = "ref-1", until: date = UNTIL) -> MandateId:
    """The school lets 乙 do these, or everything."""
    async with town.core.atomic():
        return await town.remember(
            ToldMandate(town.world.school, town.world.yi, items or None, until, reference)
        )


async def test_one_told_by_the_electronic_licence_counts_while_that_house_says_so(town: Mandated) -> None:
    told = ToldMandate(town.world.school, town.world.yi, None, date(2027, 1, 1), "ref-1")
    async with town.core.atomic():
        first = await town.remember(told)
        again = await town.remember(told)
    assert first == again
    right = await town.check_authority.right(await town.agent(), fresh=True)
    assert (right.capacity, town.outside.asked) == ("受托人", 1)

    town.outside.stands = False

    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent(), fresh=True)
    assert (await town.kept(first)).ended_why is Ended.OUTSIDE


async def test_what_was_revoked_here_another_house_does_not_bring_back(
    town: Mandated, director: Acting
) -> None:
    told = ToldMandate(town.world.school, town.world.yi, None, date(2027, 1, 1), "ref-1")
    async with town.core.atomic():
        first = await town.remember(told)
    await town.desk.end_mandate(director, first)

    async with town.core.atomic():
        again = await town.remember(told)

    assert again == first
    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent(), fresh=True)


async def test_one_that_fell_there_and_was_given_there_again_is_a_new_one(town: Mandated) -> None:
    told = ToldMandate(town.world.school, town.world.yi, None, date(2027, 1, 1), "ref-1")
    async with town.core.atomic():
        first = await town.remember(told)
    town.outside.stands = False
    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent(), fresh=True)
    town.outside.stands = True

    async with town.core.atomic():
        again = await town.remember(told)

    assert again != first
    assert (await town.check_authority.right(await town.agent(), fresh=True)).mandates


async def test_who_speaks_for_the_school_is_told_of_what_another_houses_mandate_is_used_for(
    town: Mandated, director: Acting
) -> None:
    await town.check_authority(director)
    unknown = ItemCode("of-another-city")
    told = ToldMandate(town.world.school, town.world.yi, (ITEM, unknown), date(2027, 1, 1), "ref-1")
    async with town.core.atomic():
        await town.remember(told)

    await town.world.begun(await town.agent())

    assert await town.told(town.world.jia, AlertKind.MANDATE_USED) == 1
    [line] = (await town.desk.list_mandates(director)).given
    assert [one.name for one in line.items] == ["民办非企业单位登记证书到期换发", "of-another-city"]
    assert (await town.desk.read_mandate(director, MandateId(line.mandate_id))).digest == ""


@pytest.mark.parametrize("fresh", [True, False], ids=["a-step", "a-read"])
@pytest.mark.parametrize(
    "says",
    [
        Authorisation("ref-2", None, UNTIL),
        Authorisation("ref-1", ("wg-20-bookshop",), UNTIL),
        Authorisation("ref-1", (), UNTIL),
        Authorisation("ref-1", None, date(2026, 12, 31)),
    ],
    ids=["another-one", "for-less", "for-nothing", "for-shorter"],
)
async def test_what_the_organisation_narrowed_there_falls_here(
    town: Mandated, says: Authorisation, *, fresh: bool
) -> None:
    mandate = await told(town)
    town.outside.says = says

    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent(), fresh=fresh)

    assert (await town.kept(mandate)).ended_why is Ended.OUTSIDE


async def test_what_the_organisation_widened_there_stands_as_it_was_told(town: Mandated) -> None:
    await told(town, ITEM)
    town.outside.says = Authorisation("ref-1", None, date(2027, 6, 1))

    right = await town.check_authority.right(await town.agent(), fresh=True)

    assert [one.terms.items for one in right.mandates] == [(ITEM,)]


async def test_what_was_taken_back_there_reads_nothing_more(town: Mandated) -> None:
    mandate, agent = await told(town), await town.agent()
    case = await town.world.begun(agent)
    town.outside.stands = False

    with pytest.raises(NotRepresentative):
        await town.world.desk.read_case(agent, case)

    assert (await town.kept(mandate)).ended_why is Ended.OUTSIDE


async def test_while_that_house_is_away_nothing_is_read_and_nothing_falls(
    town: Mandated, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate = await told(town)

    async def away(*_: object) -> bool:
        raise Unavailable("e-licence", "http-503")

    monkeypatch.setattr(type(town.outside), "authorised", away)

    with pytest.raises(Unavailable):
        await town.check_authority.right(await town.agent())
    assert (await town.kept(mandate)).state is MandateState.GIVEN


async def test_told_of_another_one_the_older_ends_and_the_agent_hears_of_it(town: Mandated) -> None:
    own = await town.given()
    older = await told(town)

    newer = await told(town, ITEM, reference="ref-2")

    assert (await town.kept(older)).ended_why is Ended.OUTSIDE
    assert (await town.kept(newer)).state is MandateState.GIVEN
    assert (await town.kept(own)).state is MandateState.GIVEN
    assert await town.told(town.world.yi, AlertKind.MANDATE_ENDED) == 1


async def test_told_of_one_that_was_revoked_here_the_older_ends_likewise(
    town: Mandated, director: Acting
) -> None:
    revoked = await told(town, reference="ref-2")
    await town.desk.end_mandate(director, revoked)
    older = await told(town)

    assert await told(town, reference="ref-2") == revoked

    assert (await town.kept(older)).ended_why is Ended.OUTSIDE


async def test_who_spoke_for_the_principal_once_is_not_told_of_its_use(
    town: Mandated, director: Acting
) -> None:
    await town.check_authority(director)
    await told(town)
    town.world.nobody_speaks_for_the_school()

    await town.world.begun(await town.agent())

    assert await town.told(town.world.jia, AlertKind.MANDATE_USED) == 0
