"""Where an item asks for a signature by hand: one's own, for what was shown, or nothing is confirmed."""

from dataclasses import replace

import pytest
from tortoise.connection import get_connection

from adapters.catalogue.toml_items import TomlCatalogue
from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.parties import PostgresParties
from adapters.postgres.visits import PostgresSignatures
from bff.compose.core import Core
from bff.compose.forms import form_desk
from bff.desks.forms import FormDesk
from domain.catalogue.item import Signing
from domain.forms.edit import FormEdit
from domain.forms.form import FormChanged, FormConfirmed
from domain.forms.signature import SignatureBlank, SignatureNeeded, Strokes
from domain.identity.session import SessionEnded
from domain.kernel.ids import CaseId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Acting, Level
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.ledger.words import words_of
from domain.parties.ports import NotRepresentative
from domain.usecases.compose_paper import compose_paper
from domain.usecases.guide_words import steps
from domain.usecases.read_application import Application, ReadApplication
from domain.usecases.sign_forms import ShownForm, SignatureTaken
from domain.usecases.sign_own_forms import SIGNINGS
from tests.fakes.bank import FakeBank
from tests.fakes.limits import FakeLimits
from tests.support.catalogue import shipped
from tests.support.house import HandClock, count
from tests.usecases.case_world import ITEM, World, case_world

NAME: Strokes = (
    tuple((100 + 40 * n, 300 + 10 * n, 16 * n) for n in range(8)),
    tuple((300, 200 + 60 * n, 200 + 16 * n) for n in range(6)),
)


OWN, ANOTHER = b"\x01" * 16, b"\x02" * 16
SCRIBBLE: Strokes = (tuple((60 * n, 500, 16 * n) for n in range(12)),)


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    items = shipped().live()
    asking = [replace(one, signature=Signing.HAND) if one.code == ITEM else one for one in items]
    return await case_world(core, clock, catalogue=TomlCatalogue(asking))


@pytest.fixture
async def acting(world: World) -> Acting:
    return replace(await world.phone(world.jia), device=OWN)


@pytest.fixture
async def case(world: World, acting: Acting) -> CaseId:
    return await world.begun(acting)


@pytest.fixture
def desk(world: World) -> FormDesk:
    return desk_of(world)


def desk_of(world: World) -> FormDesk:
    check = world.desk.edit_form.find_case.check_authority
    return form_desk(world.core, FakeBank(world.clock), check, world.catalogue, FakeLimits())


async def sign(
    world: World, desk: FormDesk, acting: Acting, case: CaseId, *, key: str = "", strokes: Strokes = NAME
) -> SignatureTaken:
    digest = (await world.desk.read_form(acting, case)).digest
    return await desk.sign_own_forms(
        acting, (ShownForm(case, digest),), strokes, world.key("sign_own_forms", text=key)
    )


async def test_without_it_nothing_is_confirmed(world: World, acting: Acting, case: CaseId) -> None:
    form = await world.desk.read_form(acting, case)

    with pytest.raises(SignatureNeeded):
        await world.confirm(acting, case)

    assert form.signature == "hand"


async def test_with_it_the_form_is_confirmed_and_the_ledger_names_it(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    signed = await sign(world, desk, acting, case)
    await world.confirm(acting, case, signature=signed.digest)

    steps = {entry.step.kind: entry.step for entry in await world.core.ledger.of_case(case)}
    said = words_of(steps["signature-given"])
    assert steps["form-confirmed"].facts["signature"] == str(steps["signature-given"].evidence)
    assert said is not None
    assert said.title == "在手机上手写签名"
    [row] = await get_connection("default").execute_query_dict("SELECT visit_id, used_at FROM signatures")
    assert row["visit_id"] is None
    assert row["used_at"] is not None


async def application(world: World, case: CaseId) -> Application:
    core = world.core
    read = ReadApplication(
        PostgresForms(core.cipher, core.new_id),
        PostgresParties(core.cipher, core.digests, core.now, core.new_id),
        world.catalogue,
        PostgresInvitations(core.new_id),
        PostgresSignatures(core.new_id),
        core.evidence,
    )
    return await read(await world.case(case))


async def test_the_application_form_carries_it(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    signed = await sign(world, desk, acting, case)
    await world.confirm(acting, case, signature=signed.digest)

    paper = compose_paper(await application(world, case))

    assert paper.signature is not None
    assert paper.signature.served == "本人在手机上手写签名"
    assert paper.signature.strokes[0][0] == NAME[0][0][:2]


@pytest.mark.parametrize("device", [OWN, ANOTHER], ids=["on the same device", "on another device"])
async def test_what_a_thief_signs_later_never_takes_the_place_of_the_owners(
    world: World, desk: FormDesk, acting: Acting, case: CaseId, device: bytes
) -> None:
    own = await sign(world, desk, acting, case)
    thief = replace(await world.phone(world.jia), device=device, level=Level.PHONE)
    await sign(world, desk, thief, case, strokes=SCRIBBLE)

    await world.confirm(acting, case, signature=own.digest)

    paper = compose_paper(await application(world, case))
    assert paper.signature is not None
    assert paper.signature.strokes[0][0] == NAME[0][0][:2]
    used = "SELECT count(*) AS used FROM signatures WHERE used_at IS NOT NULL"
    assert await get_connection("default").execute_query_dict(used) == [{"used": 1}]


async def test_nothing_is_confirmed_with_what_another_device_signed_or_with_one_that_is_not_named(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    elsewhere = await sign(world, desk, replace(acting, device=ANOTHER), case, strokes=SCRIBBLE)
    await sign(world, desk, acting, case)

    for named in (elsewhere.digest, ""):
        with pytest.raises(SignatureNeeded):
            await world.confirm(acting, case, signature=named)

    assert (await world.case(case)).state == "intended"


async def test_a_device_that_cannot_be_told_from_others_signs_nothing(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    with pytest.raises(SessionEnded):
        await sign(world, desk, replace(acting, device=b""), case)

    assert await count("signatures") == 0


async def test_nobody_fills_the_evidence_with_signatures(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    for _ in range(SIGNINGS):
        await sign(world, desk, acting, case)

    with pytest.raises(TooManyRequests):
        await sign(world, desk, acting, case)

    assert await count("signatures") == SIGNINGS


async def test_a_form_that_the_version_before_rewrote_still_asks_for_it(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    async with world.core.atomic():
        form = await world.form(case)
        form.signature = ""  # an older process keeps what it knows of a form, and no more
        await PostgresForms(world.core.cipher, world.core.new_id).save(form)

    with pytest.raises(SignatureNeeded):
        await world.confirm(acting, case)
    told = await world.desk.list_forms(acting, world.matter)
    signed = await sign(world, desk, acting, case)

    assert [one.form.signature for one in told] == ["hand"]
    assert (await world.confirm(acting, case, signature=signed.digest)).state == "confirmed"


async def test_a_form_changed_afterwards_has_to_be_signed_anew(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    signed = await sign(world, desk, acting, case)
    version = (await world.desk.read_form(acting, case)).version
    await world.desk.edit_form(acting, case, version, FormEdit({"contact_phone": "19900000777"}))

    with pytest.raises(SignatureNeeded):
        await world.confirm(acting, case, signature=signed.digest)

    assert (await world.case(case)).state == "intended"


async def test_what_one_representative_signed_the_next_does_not_confirm_with(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    signed = await sign(world, desk, acting, case)
    world.somebody_else_is_responsible()
    yi = replace(await world.phone(world.yi), device=OWN)

    with pytest.raises(SignatureNeeded):
        await world.confirm(yi, case, signature=signed.digest)

    assert (await world.case(case)).state == "intended"


async def test_a_pad_hardly_touched_is_no_signature(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    with pytest.raises(SignatureBlank):
        await sign(world, desk, acting, case, strokes=(((500, 500, 0),),))

    assert await count("signatures") == 0


async def test_the_same_request_signs_once(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    one, other = [await sign(world, desk, acting, case, key="tap") for _ in range(2)]

    assert one == other
    assert await count("signatures") == 1


async def test_a_stranger_signs_nothing(world: World, desk: FormDesk, acting: Acting, case: CaseId) -> None:
    digest = (await world.desk.read_form(acting, case)).digest
    shown = (ShownForm(case, digest),)

    with pytest.raises(NotRepresentative):
        await desk.sign_own_forms(await world.phone(world.yi), shown, NAME, world.key())
    with pytest.raises(NotFound):
        await desk.sign_own_forms(await world.phone(world.yi, world.yi), shown, NAME, world.key())

    assert await count("signatures") == 0


async def test_what_was_not_shown_is_not_signed(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    with pytest.raises(FormChanged):
        await desk.sign_own_forms(acting, (ShownForm(case, "0" * 64),), NAME, world.key())

    assert await count("signatures") == 0


async def test_a_confirmed_form_is_not_signed_again(
    world: World, desk: FormDesk, acting: Acting, case: CaseId
) -> None:
    signed = await sign(world, desk, acting, case)
    await world.confirm(acting, case, signature=signed.digest)

    with pytest.raises(FormConfirmed):
        await sign(world, desk, acting, case)


async def test_where_the_item_asks_for_none_none_is_kept(core: Core, clock: HandClock) -> None:
    world = await case_world(core, clock)
    acting = replace(await world.phone(world.jia), device=OWN)
    case = await world.begun(acting)
    desk = desk_of(world)

    with pytest.raises(StepNotAllowed):
        await sign(world, desk, acting, case)

    assert (await world.desk.read_form(acting, case)).signature == ""
    assert (await world.confirm(acting, case)).state == "confirmed"


def test_the_guide_says_that_a_signature_is_asked_for() -> None:
    item = shipped().get(ITEM)

    asked, not_asked = (steps(one) for one in (replace(item, signature=Signing.HAND), item))

    assert set(asked) - set(not_asked) == {"在手机上手写签名；不便签名的，可以到窗口办理"}
