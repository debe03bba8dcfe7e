"""A business licence (营业执照) is asked of the register for those who have one, and must be in force now."""

from dataclasses import dataclass, replace

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.catalogue.holder_kind import HAVE_BUSINESS_LICENCE, HolderKind
from domain.catalogue.item import Item
from domain.catalogue.paperwork import Material, MaterialSource, Necessity
from domain.catalogue.ports import Begun
from domain.forms.form import FormState
from domain.kernel.ids import CaseId, ItemCode
from domain.kernel.refusal import Unavailable
from domain.parties.records import (
    EnterpriseRecord,
    Standing,
)
from domain.usecases.prefill_form import PrefillForm
from tests.support.house import NOON, HandClock
from tests.usecases.case_world import ORGANISATION, RECORD, World, case_world


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


async def _intended(world: World) -> CaseId:
    taken = await world.answer(await world.phone(world.jia))
    return CaseId(taken.cases[0].case_id)


@pytest.mark.parametrize("standing", ["active", "ended", "unknown", None])
async def test_only_an_active_business_licence_lets_the_form_be_filled(
    world: World, standing: Standing | None
) -> None:
    case = await _intended(world)
    _holder_is(world, "企业")
    if standing is not None:
        enterprise = _enterprise(standing)
        world.enterprises.enterprises[enterprise.number] = enterprise

    await _with_business_licence(world)(case)

    [*_, before, last] = await world.core.ledger.of_case(case)
    if standing == "active":
        assert last.step.kind == "form-prefilled"
        assert last.step.facts["businessLicenceAsOf"] == NOON.isoformat()
        return
    assert (await world.case(case)).state is CaseState.WITH_STAFF
    assert before.step.facts["reason"] == "business-licence-not-active"
    assert (last.step.kind, last.step.facts["kind"]) == ("grievance-raised", "missing_certificate")


@pytest.mark.parametrize("kind", sorted(set(HolderKind) - HAVE_BUSINESS_LICENCE))
async def test_no_business_licence_is_asked_of_a_holder_whose_kind_has_none(
    world: World, kind: HolderKind
) -> None:
    case = await _intended(world)
    _holder_is(world, kind)

    await _with_business_licence(world)(case)

    form = await world.form(case)
    assert form.state is FormState.READY
    assert "business_licence" not in {one.key for one in form.materials}


@pytest.mark.parametrize("kind", ["企业", "个体工商户", "农民专业合作社"])
async def test_a_business_licence_is_asked_of_those_the_market_register_knows(
    world: World, kind: HolderKind
) -> None:
    case = await _intended(world)
    _holder_is(world, kind)
    enterprise = _enterprise("active")
    world.enterprises.enterprises[enterprise.number] = enterprise

    await _with_business_licence(world)(case)

    assert "business_licence" in {one.key for one in (await world.form(case)).materials}


async def test_a_register_that_cannot_vouch_for_the_business_licence_now_is_asked_again(world: World) -> None:
    case = await _intended(world)
    _holder_is(world, "企业")
    enterprise = _enterprise("active")
    world.enterprises.enterprises[enterprise.number] = enterprise
    world.enterprises.trouble.before.append(Unavailable("enterprise-register", "timeout"))

    with pytest.raises(Unavailable):
        await _with_business_licence(world)(case)
    await _with_business_licence(world)(case)

    assert (await world.form(case)).state is FormState.READY


def _holder_is(world: World, kind: str) -> None:
    paper = replace(ORGANISATION.certificate, holder_kind=kind)
    world.register.records[RECORD] = replace(ORGANISATION, certificate=paper)


def _enterprise(standing: Standing) -> EnterpriseRecord:
    return EnterpriseRecord(
        number=ORGANISATION.certificate.holder_number,
        holder_kind="企业",
        name=ORGANISATION.name,
        address=ORGANISATION.address,
        business_scope=ORGANISATION.business_scope,
        responsible=ORGANISATION.responsible,
        contact_phone=None,
        capital_fen=None,
        standing=standing,
        as_of=NOON,
    )


@dataclass
class OneItem:
    """A catalogue of one item."""

    item: Item

    def live(self) -> tuple[Item, ...]:
        return (self.item,)

    def all(self) -> tuple[Item, ...]:
        return (self.item,)

    def get(self, _: ItemCode) -> Item:
        return self.item

    def of_case(self, _: Begun) -> Item:
        return self.item


def _with_business_licence(world: World) -> PrefillForm:
    licence = Material(
        "business_licence", "营业执照", MaterialSource.SHARED, Necessity.REQUIRED, deferrable=False
    )
    item = world.catalogue.get(ItemCode("wg-15-minban-renewal"))
    asking = replace(item, materials=(*item.materials, licence))
    return replace(world.desk.prefill_form, catalogue=OneItem(asking))
