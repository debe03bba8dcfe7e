"""What only the person has: a file, a licence out of the wallet instead, or nothing again."""

import pytest

from adapters.postgres.licences import PostgresLicences
from bff.compose.core import Core
from bff.compose.forms import form_desk
from bff.desks.forms import FormDesk
from domain.forms.form import FormConfirmed
from domain.kernel.ids import LicenceId, PartyId
from domain.kernel.refusal import Refused
from domain.kernel.refusals import NotFound
from domain.licences.licence import Licence, LicenceStatus
from domain.licences.outside import BankStatus
from domain.usecases.compose_paper import compose_paper
from domain.usecases.form_view import FormView, MaterialView
from tests.fakes.approval import sm3
from tests.fakes.bank import FakeBank
from tests.fakes.limits import FakeLimits
from tests.support.house import HandClock, count
from tests.usecases.promise_world import INSTEAD, PDF, Promising, promising
from tests.usecases.wallet_world import CERTIFICATE, OLD

REPORT = "annual_report"


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Promising:
    return await promising(core, clock)


@pytest.fixture
def bank(clock: HandClock) -> FakeBank:
    return FakeBank(clock, {OLD: CERTIFICATE})


@pytest.fixture
def desk(world: Promising, bank: FakeBank) -> FormDesk:
    inner = world.world
    check = inner.desk.edit_form.find_case.check_authority
    return form_desk(inner.core, bank, check, inner.catalogue, FakeLimits())


async def in_wallet(world: Promising, holder: PartyId, identifier: str = OLD) -> LicenceId:
    core = world.world.core
    licence = Licence(
        LicenceId(core.new_id()),
        holder,
        identifier,
        CERTIFICATE.number,
        CERTIFICATE.name,
        CERTIFICATE.licence_type,
        CERTIFICATE.issuer_name,
        CERTIFICATE.valid_from,
        CERTIFICATE.valid_until,
        LicenceStatus.VALID,
        core.now(),
    )
    async with core.atomic():
        return (await PostgresLicences(core.cipher, core.digests).put(licence)).licence_id


def report(form: FormView) -> MaterialView:
    [material] = [one for one in form.materials if one.key == REPORT]
    return material


async def test_a_licence_of_ones_own_is_given_as_the_authority_made_it(
    world: Promising, desk: FormDesk, bank: FakeBank
) -> None:
    licence, before = await in_wallet(world, world.world.school), await as_it_is(world)

    form = await desk.give_licence(world.jia, world.case, REPORT, licence)

    [file] = [one for one in await files_of(world) if one[0] == REPORT]
    assert (report(form).given, report(form).from_wallet) == (True, True)
    assert file == (REPORT, "application/ofd", sm3(b"PK\x03\x04 " + OLD.encode()))
    assert bank.purposes == ["行政审批申请材料"]
    assert (form.version, form.digest != before.digest) == (before.version + 1, True)


async def test_it_stands_on_the_application_form_as_a_licence(world: Promising, desk: FormDesk) -> None:
    await desk.give_licence(world.jia, world.case, REPORT, await in_wallet(world, world.world.school))
    await world.confirm(INSTEAD)

    read = world.decisions.file_case.prepare_filing.read_application
    paper = compose_paper(await read(await world.world.case(world.case)))

    [line] = [one for one in paper.materials if one.name == "年度报告"]
    assert (line.kind, line.origin) == ("电子证照", "申请人从卡包提交")


async def test_a_file_takes_its_place_and_nothing_takes_that(world: Promising, desk: FormDesk) -> None:
    give = world.world.desk.give_form_material
    await desk.give_licence(world.jia, world.case, REPORT, await in_wallet(world, world.world.school))

    filed = await give(world.jia, world.case, REPORT, PDF)
    emptied = await give.take_back(world.jia, world.case, REPORT)

    assert (report(filed).given, report(filed).from_wallet) == (True, False)
    assert (report(emptied).given, report(emptied).from_wallet) == (False, False)
    assert [one for one in await files_of(world) if one[0] == REPORT] == []
    assert emptied.version == filed.version + 1


async def test_somebody_elses_licence_is_not_there(world: Promising, desk: FormDesk, bank: FakeBank) -> None:
    theirs = await in_wallet(world, world.world.yi)

    with pytest.raises(NotFound):
        await desk.give_licence(world.jia, world.case, REPORT, theirs)

    assert bank.purposes == []
    assert not report(await as_it_is(world)).given


async def test_one_that_is_not_in_force_is_refused(world: Promising, desk: FormDesk, bank: FakeBank) -> None:
    bank.standing[OLD] = BankStatus.ENDED
    licence = await in_wallet(world, world.world.school)

    with pytest.raises(Refused):
        await desk.give_licence(world.jia, world.case, REPORT, licence)

    assert not report(await as_it_is(world)).given


async def test_what_is_no_material_of_the_persons_takes_none(world: Promising, desk: FormDesk) -> None:
    licence = await in_wallet(world, world.world.school)

    for key in ("application_form", "nothing"):
        with pytest.raises(NotFound):
            await desk.give_licence(world.jia, world.case, key, licence)
        with pytest.raises(NotFound):
            await world.world.desk.give_form_material.take_back(world.jia, world.case, key)


async def test_after_confirming_nothing_is_given_and_nothing_taken_back(
    world: Promising, desk: FormDesk, bank: FakeBank
) -> None:
    licence = await in_wallet(world, world.world.school)
    await world.world.desk.give_form_material(world.jia, world.case, REPORT, PDF)
    await world.confirm(INSTEAD)

    with pytest.raises(FormConfirmed):
        await desk.give_licence(world.jia, world.case, REPORT, licence)
    with pytest.raises(FormConfirmed):
        await world.world.desk.give_form_material.take_back(world.jia, world.case, REPORT)

    assert bank.purposes == []
    assert await count("material_files") == 1


async def as_it_is(world: Promising) -> FormView:
    return await world.world.desk.read_form(world.jia, world.case)


async def files_of(world: Promising) -> list[tuple[str, str, str]]:
    files = await world.world.desk.give_form_material.keep_material.forms.files(world.case)
    return [(one.key, one.content_type, one.sm3) for one in files]
